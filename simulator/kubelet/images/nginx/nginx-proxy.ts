import { type Errno, SystemError } from '../../../kernel/process-api.ts';
import type { HttpAnswer, HttpRequest } from '../../../kernel/serving/http-server.ts';
import { processDuplex } from '../../../kernel/serving/process-duplex.ts';
import { ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import { ByteReader } from '../../../machinery/http/byte-reader.ts';
import { encodeRequestHead, HttpHeaders } from '../../../machinery/http/http-message.ts';
import { HttpSyntaxError, readResponseHead, readWholeBody, responseBody } from '../../../machinery/http/http-reader.ts';
import { parseUrl } from '../../../machinery/http/url.ts';
import type { Task } from '../../../machinery/task.ts';
import { concatBytes } from '../../runtime/container-log.ts';
import { expand } from './nginx-expand.ts';
import type { NginxSite } from './nginx-handler.ts';
import type { NginxLocation, Scope } from './nginx-model.ts';
import { nginxAnswer } from './nginx-response.ts';

/** Longest answer of an upstream that is passed on. */
const ANSWER_BYTES_MAX = 16 * 1024 * 1024;
/** Models proxy_connect_timeout's default. */
const CONNECT_TIMEOUT_MS = 60_000;

/**
 * Passes a request on and its answer back; undefined for a bad gateway, which is in the error log then.
 * Models ngx_http_proxy_module.
 */
export function* proxyRequest(
	site: NginxSite,
	scope: Scope,
	location: NginxLocation | undefined,
	request: HttpRequest,
	path: string,
	variables: (name: string) => string,
	context: string,
): Task<HttpAnswer | undefined> {
	const target = parseUrl(expand(scope.proxyPass ?? '', variables));
	if (target === undefined || target.scheme !== 'http') return undefined;
	const uri = upstreamPath(scope.proxyPass ?? '', target.path, location, request, path);
	const members = site.model.upstreams.get(target.host) ?? [`${target.host}:${target.port ?? 80}`];
	const first = site.counters.requests % members.length;
	let last: Errno = 'ECONNREFUSED';
	for (let turn = 0; turn < members.length; turn++) {
		const [host = '', port = '80'] = (members[(first + turn) % members.length] ?? '').split(':');
		const address = site.addresses.get(host) ?? host;
		try {
			return yield* exchange(
				site,
				scope,
				{ host: proxyHost(target.host, target.port), address, port: Number(port) },
				request,
				uri,
				variables,
			);
		} catch (error) {
			if (error instanceof SystemError && error.errno !== 'EINTR') last = error.errno;
			else if (error instanceof ConnectionError || error instanceof HttpSyntaxError) last = 'ECONNRESET';
			else throw error;
			yield* site.logError(
				`[error] 29#29: *${site.counters.requests} ${failureText(last)}, ${context.replace(', host:', `, upstream: "http://${address}:${port}${uri}", host:`)}`,
			);
		}
	}
	return undefined;
}

function failureText(errno: Errno): string {
	switch (errno) {
		case 'ECONNREFUSED':
			return 'connect() failed (111: Connection refused) while connecting to upstream';
		case 'ETIMEDOUT':
			return 'upstream timed out (110: Operation timed out) while connecting to upstream';
		case 'EHOSTUNREACH':
			return 'connect() failed (113: Host is unreachable) while connecting to upstream';
		case 'ENETUNREACH':
			return 'connect() failed (101: Network is unreachable) while connecting to upstream';
		default:
			return 'upstream prematurely closed connection while reading response header from upstream';
	}
}

/** With a path in proxy_pass the location's prefix is replaced by it; without, the request goes on as it came. */
function upstreamPath(
	written: string,
	targetPath: string,
	location: NginxLocation | undefined,
	request: HttpRequest,
	path: string,
): string {
	if (!/^[a-z]+:\/\/[^/]+\//.test(written) || location === undefined || location.regexp !== undefined)
		return request.target;
	const query = request.target.indexOf('?');
	return targetPath + path.slice(location.path.length) + (query < 0 ? '' : request.target.slice(query));
}

function proxyHost(host: string, port: number | undefined): string {
	return port === undefined || port === 80 ? host : `${host}:${port}`;
}

function* exchange(
	site: NginxSite,
	scope: Scope,
	to: { host: string; address: string; port: number },
	request: HttpRequest,
	uri: string,
	variables: (name: string) => string,
): Task<HttpAnswer> {
	const { process } = site;
	const fd = yield* process.connect(to.address, to.port, { timeoutMs: CONNECT_TIMEOUT_MS });
	const duplex = processDuplex(process, fd);
	try {
		const headers = new HttpHeaders([['Host', to.host]]);
		headers.add('Connection', 'close');
		for (const [name, value] of request.headers.entries()) {
			if (!/^(?:host|connection|keep-alive|transfer-encoding|upgrade)$/i.test(name)) headers.add(name, value);
		}
		for (const [name, value] of scope.proxyHeaders) headers.set(name, expand(value, variables));
		const head = encodeRequestHead({ method: request.method, target: uri, version: 'HTTP/1.0', headers });
		yield* duplex.write(concatBytes([head, request.body]));
		const reader = new ByteReader(duplex);
		const response = yield* readResponseHead(reader);
		if (response === undefined) throw new ConnectionError('unexpected EOF');
		const body = yield* readWholeBody(responseBody(reader, response, request.method), ANSWER_BYTES_MAX);
		if (body === undefined) throw new ConnectionError('upstream sent too big a body');
		const own = /^(?:server|date|content-type|content-length|connection|transfer-encoding|keep-alive)$/i;
		const extraHeaders = response.headers.entries().filter(([name]) => !own.test(name));
		const type = response.headers.get('content-type') ?? 'text/plain';
		return nginxAnswer({ status: response.status, type, body, extraHeaders }, process.now(), site.version);
	} finally {
		duplex.close();
	}
}
