import { canonicalHeaderName } from '../../machinery/http/http-message.ts';
import { serviceUnavailable } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { ApiServer } from '../api-server.ts';
import type { ProxyCall } from '../proxy-port.ts';
import type { ApiRequest, ApiResponse } from '../request.ts';

export interface Destination {
	/** "http://192.168.1.5:80" */
	readonly base: string;
	readonly tls?: ProxyCall['tls'];
	readonly client?: ProxyCall['client'];
	/** Escaped path and query there. */
	readonly target: string;
	/** What stands before that path here; links in what comes back are below it. Undefined: they stay as they are. */
	readonly prefix?: string;
	/** More headers. */
	readonly headers?: readonly (readonly [string, string])[];
}

/**
 * Hands a request on and its answer back. Throws ApiError (503) when nobody answers.
 * Models apiserver/pkg/util/proxy UpgradeAwareHandler and Transport.
 */
export function* forward(server: ApiServer, request: ApiRequest, to: Destination): Task<ApiResponse> {
	const { base, target, prefix, tls, client } = to;
	if (server.proxy === undefined) throw unreachable('dial tcp: network is unreachable');
	const answer = yield* server.proxy.send({
		server: base,
		method: request.method,
		target,
		headers: [...forwardedHeaders(request, prefix), ...(to.headers ?? [])],
		body: bodyBytes(request.body),
		...(tls === undefined ? {} : { tls }),
		...(client === undefined ? {} : { client }),
	});
	if (answer.kind === 'failed') throw unreachable(answer.detail);
	const headers = new Map<string, string | readonly string[]>();
	for (const [name, value] of answer.headers) {
		if (OF_ONE_CONNECTION.has(name) || name.startsWith('access-control-allow-')) continue;
		const before = headers.get(name);
		headers.set(name, before === undefined ? value : [...(typeof before === 'string' ? [before] : before), value]);
	}
	if (prefix === undefined) return { status: answer.status, headers, body: answer.body };
	const location = headers.get('location');
	if (typeof location === 'string' && location !== '') headers.set('location', rewritten(location, base, prefix));
	const isPage = String(headers.get('content-type') ?? '').startsWith('text/html');
	const body = isPage && !headers.has('content-encoding') ? rewrittenPage(answer.body, base, prefix) : answer.body;
	return { status: answer.status, headers, body };
}

function unreachable(detail: string): Error {
	return serviceUnavailable(`error trying to reach service: ${detail}`);
}

/** What belongs to a connection, and what is written anew. */
const OF_ONE_CONNECTION: ReadonlySet<string> = new Set(
	'connection content-length date keep-alive proxy-authenticate proxy-connection te trailer transfer-encoding upgrade'.split(
		' ',
	),
);

/** The caller's credentials are not handed on. Models the authentication filter, which takes them out. */
const OF_THE_CALLER: ReadonlySet<string> = new Set(['authorization', 'host', 'expect', 'x-in-process']);

function forwardedHeaders({ headers, path }: ApiRequest, prefix: string | undefined): (readonly [string, string])[] {
	const kept = [...headers].filter(
		([name]) => !OF_ONE_CONNECTION.has(name) && !OF_THE_CALLER.has(name) && !name.startsWith('impersonate-'),
	);
	const result = kept.map(([name, value]) => [canonicalHeaderName(name), value] as const);
	return prefix === undefined ? result : [...result, ['X-Forwarded-Uri', path] as const];
}

function bodyBytes(body: ApiRequest['body']): Uint8Array | undefined {
	if (body === undefined || body instanceof Uint8Array) return body;
	return encodeUtf8(JSON.stringify(body));
}

/** Links to the same host, from its root. Models Transport.rewriteURL. */
function rewritten(link: string, base: string, prefix: string): string {
	const match = /^(?:[a-z]+:)?(?:\/\/([^/?#]*))?([^?#]*)(.*)$/i.exec(link);
	const [, host = '', path = '', rest = ''] = match ?? [];
	if (host !== '' && host !== base.replace(/^[a-z]+:\/\//, '')) return link;
	return path.startsWith('/') ? `${prefix}${path}${rest}` : link;
}

/** Differs: the real one reads the page as a browser does; here the links' attributes are looked for. */
function rewrittenPage(body: Uint8Array, base: string, prefix: string): Uint8Array {
	const page = decodeUtf8(body);
	const changed = page.replace(
		/(<[a-z][^<>]*?\s(?:href|src|action|cite|data|background|poster|longdesc|usemap|codebase|classid|manifest)=")(\/[^"]*)(")/gi,
		(_, before: string, link: string, after: string) => `${before}${rewritten(link, base, prefix)}${after}`,
	);
	return changed === page ? body : encodeUtf8(changed);
}
