import { type Errno, type Process, SystemError } from '../../../kernel/process-api.ts';
import type { HttpAnswer, HttpRequest } from '../../../kernel/serving/http-server.ts';
import { processDuplex } from '../../../kernel/serving/process-duplex.ts';
import { type ByteDuplex, ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import { ByteReader } from '../../../machinery/http/byte-reader.ts';
import { encodeRequestHead, HttpHeaders } from '../../../machinery/http/http-message.ts';
import { HttpSyntaxError, readResponseHead, readWholeBody, responseBody } from '../../../machinery/http/http-reader.ts';
import { parseUrl } from '../../../machinery/http/url.ts';
import { anyOf, type Task, type Wait } from '../../../machinery/task.ts';
import { concatBytes } from '../../runtime/container-log.ts';
import { expand } from './nginx-expand.ts';
import type { NginxSite } from './nginx-handler.ts';
import type { NginxLocation, Scope } from './nginx-model.ts';
import { secureUpstream, UpstreamTlsError } from './nginx-proxy-tls.ts';
import { nginxAnswer } from './nginx-response.ts';
import { memberAlone } from './nginx-upstreams.ts';

/** Longest answer of an upstream that is passed on. */
const ANSWER_BYTES_MAX = 16 * 1024 * 1024;
/**
 * Passes a request on and its answer back, or tells the status of its own error page: what went wrong is in the error log
 * then. Models ngx_http_proxy_module and ngx_http_upstream_next.
 */
export function* proxyRequest(
	site: NginxSite,
	scope: Scope,
	location: NginxLocation | undefined,
	request: HttpRequest,
	path: string,
	variables: (name: string) => string,
	context: string,
): Task<HttpAnswer | 502 | 504> {
	const target = parseUrl(expand(scope.proxyPass ?? '', variables));
	if (target === undefined || (target.scheme !== 'http' && target.scheme !== 'https')) return 502;
	const isSecure = target.scheme === 'https';
	const { process, turns, counters } = site;
	const uri = upstreamPath(scope.proxyPass ?? '', target.path, location, request, path);
	const port = target.port ?? (isSecure ? 443 : 80);
	const members = site.upstreams.get(target.host) ??
		site.upstreams.get(`${target.host}:${port}`) ?? [memberAlone(target.host, port)];
	const order = turns.order(members, process.now()).slice(0, scope.triesMax || undefined);
	const log = (level: string, text: string, upstream: string): Task<void> =>
		site.logError(
			`[${level}] 29#29: *${counters.requests} ${text}, ${context.replace(', host:', `, upstream: "${target.scheme}://${upstream}${uri}", host:`)}`,
		);
	if (order.length === 0) yield* log('error', 'no live upstreams while connecting to upstream', target.host);
	let status: 502 | 504 = 502;
	for (const [index, member] of order.entries()) {
		const address = member.host;
		const isLast = index === order.length - 1;
		const attempt = { connected: false };
		turns.asked(member, process.now());
		let cause: string;
		try {
			const to = { host: target.host, port: target.port, isSecure, address, member: member.port };
			const answer = yield* exchange(site, scope, to, request, uri, variables, attempt);
			cause = `http_${answer.status}`;
			if (isLast || !mayAskNext(scope, request, cause, attempt.connected)) {
				turns.answered(member);
				return answer;
			}
		} catch (error) {
			const errno = error instanceof UpstreamTlsError ? undefined : errnoOf(error);
			cause = errno === 'ETIMEDOUT' ? 'timeout' : 'error';
			status = errno === 'ETIMEDOUT' ? 504 : 502;
			const text =
				errno === undefined
					? `${(error as UpstreamTlsError).message} while SSL handshaking to upstream`
					: failureText(errno, attempt.connected);
			yield* log('error', text, `${address}:${member.port}`);
		}
		const isOut = turns.failed(member, process.now()) && members.length > 1;
		if (isOut) {
			yield* log(
				'warn',
				`upstream server temporarily disabled while ${attempt.connected ? 'reading response header from' : 'connecting to'} upstream`,
				`${address}:${member.port}`,
			);
		}
		if (!mayAskNext(scope, request, cause, attempt.connected)) return status;
	}
	return status;
}

/** What has been sent once is not sent again when sending twice does more than sending once. */
function mayAskNext(scope: Scope, request: HttpRequest, cause: string, wasSent: boolean): boolean {
	if (scope.nextUpstream.includes('off') || !scope.nextUpstream.includes(cause)) return false;
	return !wasSent || !/^(?:POST|LOCK|PATCH)$/.test(request.method) || scope.nextUpstream.includes('non_idempotent');
}

function errnoOf(error: unknown): Errno {
	if (error instanceof SystemError && error.errno !== 'EINTR') return error.errno;
	if (error instanceof ConnectionError || error instanceof HttpSyntaxError) return 'ECONNRESET';
	throw error;
}

function failureText(errno: Errno, wasConnected: boolean): string {
	const doing = wasConnected ? 'reading response header from upstream' : 'connecting to upstream';
	switch (errno) {
		case 'ECONNREFUSED':
			return `connect() failed (111: Connection refused) while ${doing}`;
		case 'ETIMEDOUT':
			return `upstream timed out (110: Operation timed out) while ${doing}`;
		case 'EHOSTUNREACH':
			return `connect() failed (113: Host is unreachable) while ${doing}`;
		case 'ENETUNREACH':
			return `connect() failed (101: Network is unreachable) while ${doing}`;
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

function proxyHost(host: string, port: number | undefined, isSecure: boolean): string {
	return port === undefined || port === (isSecure ? 443 : 80) ? host : `${host}:${port}`;
}

function* exchange(
	site: NginxSite,
	scope: Scope,
	to: { host: string; port: number | undefined; isSecure: boolean; address: string; member: number },
	request: HttpRequest,
	uri: string,
	variables: (name: string) => string,
	attempt: { connected: boolean },
): Task<HttpAnswer> {
	const { process } = site;
	const fd = yield* process.connect(to.address, to.member, { timeoutMs: scope.connectTimeoutMs });
	attempt.connected = true;
	const socket = new ImpatientDuplex(process, processDuplex(process, fd), scope.readTimeoutMs);
	try {
		const duplex = to.isSecure ? yield* secureUpstream(process, socket, scope.proxyTls, to.host, site.files) : socket;
		const headers = new HttpHeaders([['Host', proxyHost(to.host, to.port, to.isSecure)]]);
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
		socket.close();
	}
}

/** A connection whose other side may be silent for so long and no longer. */
class ImpatientDuplex implements ByteDuplex {
	readonly #process: Process;
	readonly #inner: ByteDuplex;
	readonly #silenceMs: number;

	constructor(process: Process, inner: ByteDuplex, silenceMs: number) {
		this.#process = process;
		this.#inner = inner;
		this.#silenceMs = silenceMs;
	}

	*read(): Task<Uint8Array> {
		const inner = this.#inner;
		const deadlineMs = this.#process.now() + this.#silenceMs;
		while (!inner.hasData()) {
			if (this.#process.now() >= deadlineMs) throw new SystemError('ETIMEDOUT');
			yield* this.#process.block(anyOf([inner.readable, this.#process.timer(deadlineMs)]), () => inner.hasData());
		}
		return yield* inner.read();
	}

	write(data: Uint8Array): Task<void> {
		return this.#inner.write(data);
	}

	hasData(): boolean {
		return this.#inner.hasData();
	}

	get readable(): Wait {
		return this.#inner.readable;
	}

	closeWrite(): void {
		this.#inner.closeWrite();
	}

	close(): void {
		this.#inner.close();
	}
}
