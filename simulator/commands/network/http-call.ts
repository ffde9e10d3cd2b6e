import { type Process, SystemError } from '../../kernel/process-api.ts';
import { resolveHost } from '../../kernel/resolve-host.ts';
import { type ByteDuplex, ConnectionError } from '../../machinery/http/byte-duplex.ts';
import { ByteReader, concatBytes } from '../../machinery/http/byte-reader.ts';
import { encodeRequestHead, HttpHeaders } from '../../machinery/http/http-message.ts';
import { HttpSyntaxError, readResponseHead, readWholeBody, responseBody } from '../../machinery/http/http-reader.ts';
import type { Url } from '../../machinery/http/url.ts';
import type { Task } from '../../machinery/task.ts';
import { TimedDuplex } from './deadline.ts';
import { openTls, pemFile, SYSTEM_CA_FILE } from './http-connection.ts';

const ANSWER_BYTES_MAX = 1_048_576;

export interface HttpCall {
	/** http or https. */
	readonly url: Url;
	readonly method: string;
	/** Besides Host and Content-Length. */
	readonly headers: readonly (readonly [string, string])[];
	readonly body: Uint8Array;
	readonly connectMsMax: number;
	/** Whoever answers is believed. */
	readonly insecure?: boolean;
	/** PEM of authorities. Default: the system's. */
	readonly authoritiesFile?: string;
}

export type HttpCallOutcome =
	| { readonly kind: 'answer'; readonly status: number; readonly body: Uint8Array }
	| { readonly kind: 'unknown host' }
	/** Of connecting. */
	| { readonly kind: 'refused' | 'timeout'; readonly address: string; readonly port: number }
	| { readonly kind: 'no authorities' }
	| { readonly kind: 'untrusted'; readonly reason: string }
	| { readonly kind: 'no tls' | 'nothing' | 'no http' | 'broken' };

/** One request of a program that sends what it knows and wants little back: over a connection of its own. */
export function* callHttp(process: Process, call: HttpCall): Task<HttpCallOutcome> {
	const { url } = call;
	const resolved = yield* resolveHost(process, url.host);
	const address = resolved.kind === 'found' ? resolved.addresses[0] : undefined;
	if (address === undefined) return { kind: 'unknown host' };
	const port = url.port ?? (url.scheme === 'https' ? 443 : 80);
	let fd: number;
	try {
		fd = yield* process.connect(address, port, { timeoutMs: call.connectMsMax });
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
		return { kind: error.errno === 'ETIMEDOUT' ? 'timeout' : 'refused', address, port };
	}
	const socket = new TimedDuplex(process, fd, Number.POSITIVE_INFINITY);
	try {
		return url.scheme === 'https' ? yield* callSecurely(process, socket, call) : yield* exchange(socket, call);
	} catch (error) {
		if (error instanceof HttpSyntaxError) return { kind: 'no http' };
		if (error instanceof ConnectionError) return { kind: 'broken' };
		throw error;
	} finally {
		socket.close();
	}
}

function* callSecurely(process: Process, socket: ByteDuplex, call: HttpCall): Task<HttpCallOutcome> {
	const { insecure = false, authoritiesFile, url } = call;
	const authorities = yield* pemFile(process, authoritiesFile ?? SYSTEM_CA_FILE);
	if (authorities === undefined && authoritiesFile !== undefined && !insecure) return { kind: 'no authorities' };
	const outcome = yield* openTls(process, socket, { host: url.host, insecure, authorities: authorities ?? '' });
	switch (outcome.kind) {
		case 'open':
			return yield* exchange(outcome.duplex, call);
		case 'untrusted':
			return outcome;
		case 'wrong-name':
			return { kind: 'untrusted', reason: 'wrong name' };
		default:
			return { kind: 'no tls' };
	}
}

function* exchange(duplex: ByteDuplex, { url, method, headers, body }: HttpCall): Task<HttpCallOutcome> {
	const sent = new HttpHeaders([
		['Host', url.port === undefined ? url.host : `${url.host}:${url.port}`],
		...headers,
		['Content-Length', String(body.length)],
	]);
	const target = url.query === '' ? url.path : `${url.path}?${url.query}`;
	yield* duplex.write(concatBytes([encodeRequestHead({ method, target, version: 'HTTP/1.1', headers: sent }), body]));
	const reader = new ByteReader(duplex);
	const head = yield* readResponseHead(reader);
	if (head === undefined) return { kind: 'nothing' };
	const answer = yield* readWholeBody(responseBody(reader, head, method), ANSWER_BYTES_MAX);
	return answer === undefined ? { kind: 'broken' } : { kind: 'answer', status: head.status, body: answer };
}
