import type { Process, Program } from '../kernel/process-api.ts';
import { SystemError } from '../kernel/process-api.ts';
import { processDuplex } from '../kernel/serving/process-duplex.ts';
import { lookupName } from '../kubelet/images/programs/program-resolver.ts';
import { ConnectionError } from '../machinery/http/byte-duplex.ts';
import { ByteReader } from '../machinery/http/byte-reader.ts';
import { encodeRequestHead, HttpHeaders } from '../machinery/http/http-message.ts';
import { HttpSyntaxError, readResponseHead, readWholeBody, responseBody } from '../machinery/http/http-reader.ts';
import { parseUrl } from '../machinery/http/url.ts';
import type { Task } from '../machinery/task.ts';
import { decodeUtf8 } from '../machinery/utf8.ts';

export type ProbeAnswer = { readonly status: number; readonly body: string } | { readonly error: string };

const BODY_BYTES_MAX = 1024 * 1024;

/** One HTTP GET from inside a container or host: what a request check sees, whatever tools the image has. */
export function requestProgram(url: string, timeoutMs: number, done: (answer: ProbeAnswer) => void): Program {
	return (process) => request(process, url, timeoutMs, done);
}

function* request(process: Process, url: string, timeoutMs: number, done: (answer: ProbeAnswer) => void): Task<number> {
	try {
		done(yield* get(process, url, timeoutMs));
	} catch (error) {
		if (error instanceof SystemError) done({ error: describe(error.errno) });
		else if (error instanceof ConnectionError || error instanceof HttpSyntaxError) done({ error: error.message });
		else throw error;
	}
	return 0;
}

function* get(process: Process, text: string, timeoutMs: number): Task<ProbeAnswer> {
	const url = parseUrl(text);
	if (url === undefined || url.scheme !== 'http') return { error: `unsupported URL ${text}` };
	const found = yield* lookupName(process, url.host);
	if (found.kind !== 'found') return { error: `could not resolve ${url.host}` };
	const fd = yield* process.connect(found.addresses[0] as string, url.port ?? 80, { timeoutMs });
	const duplex = processDuplex(process, fd);
	const headers = new HttpHeaders([
		['Host', url.port === undefined ? url.host : `${url.host}:${url.port}`],
		['User-Agent', 'kubedrill-check'],
		['Connection', 'close'],
	]);
	const target = url.path + (url.query === '' ? '' : `?${url.query}`);
	yield* duplex.write(encodeRequestHead({ method: 'GET', target, version: 'HTTP/1.1', headers }));
	const reader = new ByteReader(duplex);
	const head = yield* readResponseHead(reader);
	if (head === undefined) return { error: 'empty reply' };
	const body = yield* readWholeBody(responseBody(reader, head, 'GET'), BODY_BYTES_MAX);
	return { status: head.status, body: body === undefined ? '' : decodeUtf8(body) };
}

const REASONS: { readonly [errno: string]: string } = {
	ECONNREFUSED: 'connection refused',
	ETIMEDOUT: 'timed out',
	EHOSTUNREACH: 'no route to host',
	ENETUNREACH: 'network unreachable',
	ECONNRESET: 'connection reset',
};

function describe(errno: string): string {
	return REASONS[errno] ?? errno;
}
