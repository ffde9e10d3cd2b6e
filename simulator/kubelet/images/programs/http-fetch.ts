import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { processDuplex } from '../../../kernel/serving/process-duplex.ts';
import { ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import { ByteReader, concatBytes } from '../../../machinery/http/byte-reader.ts';
import { encodeRequestHead, HttpHeaders } from '../../../machinery/http/http-message.ts';
import { HttpSyntaxError, readResponseHead, readWholeBody, responseBody } from '../../../machinery/http/http-reader.ts';
import type { Task } from '../../../machinery/task.ts';
import { lookupName } from './program-resolver.ts';

const ANSWER_BYTES_MAX = 8 * 1024 * 1024;
const CONNECT_TIMEOUT_MS = 5_000;

export interface FetchRequest {
	readonly host: string;
	readonly port: number;
	readonly method?: string;
	readonly target: string;
	/** Besides Host and Connection. */
	readonly headers?: readonly (readonly [string, string])[];
	readonly body?: Uint8Array;
}

export type Fetched =
	| { readonly kind: 'answer'; readonly status: number; readonly headers: HttpHeaders; readonly body: Uint8Array }
	| { readonly kind: 'unknown host' | 'refused' | 'timeout' | 'broken' };

/** One request of one program to another, over a connection of its own. */
export function* fetchHttp(process: Process, request: FetchRequest): Task<Fetched> {
	const { host, port, method = 'GET', target, headers = [], body = new Uint8Array(0) } = request;
	const resolved = yield* lookupName(process, host);
	const address = resolved.kind === 'found' ? resolved.addresses[0] : undefined;
	if (address === undefined) return { kind: 'unknown host' };
	try {
		const duplex = processDuplex(process, yield* process.connect(address, port, { timeoutMs: CONNECT_TIMEOUT_MS }));
		try {
			const sent = new HttpHeaders([
				['Host', port === 80 ? host : `${host}:${port}`],
				...headers,
				['Connection', 'close'],
			]);
			if (body.length > 0) sent.set('Content-Length', String(body.length));
			yield* duplex.write(
				concatBytes([encodeRequestHead({ method, target, version: 'HTTP/1.1', headers: sent }), body]),
			);
			const reader = new ByteReader(duplex);
			const head = yield* readResponseHead(reader);
			if (head === undefined) return { kind: 'broken' };
			const answer = yield* readWholeBody(responseBody(reader, head, method), ANSWER_BYTES_MAX);
			if (answer === undefined) return { kind: 'broken' };
			return { kind: 'answer', status: head.status, headers: head.headers, body: answer };
		} finally {
			duplex.close();
		}
	} catch (error) {
		if (error instanceof ConnectionError || error instanceof HttpSyntaxError) return { kind: 'broken' };
		if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
		return { kind: error.errno === 'ETIMEDOUT' || error.errno === 'EHOSTUNREACH' ? 'timeout' : 'refused' };
	}
}
