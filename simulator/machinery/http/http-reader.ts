import type { Task } from '../task.ts';
import { type ByteReader, concatBytes, LineTooLongError } from './byte-reader.ts';
import { HttpHeaders, type HttpRequestHead, type HttpResponseHead } from './http-message.ts';

/** A message that is not HTTP, or too much of it. Servers answer `status`; clients report `message` in Go's words. */
export class HttpSyntaxError extends Error {
	readonly status: number;
	constructor(status: number, message: string) {
		super(message);
		this.name = 'HttpSyntaxError';
		this.status = status;
	}
}

/** Bytes of one line, and of all header lines of a message. Models net/http DefaultMaxHeaderBytes. */
const HEAD_BYTES_MAX = 1_048_576;
const HEADERS_MAX = 1_000;

/** The first byte of a TLS handshake, which may be long in coming to the end of a line. */
const TLS_RECORD = 0x16;

/** The next request's head, or undefined when the connection ends between requests. Throws HttpSyntaxError. */
export function* readRequestHead(reader: ByteReader): Task<HttpRequestHead | undefined> {
	if ((yield* reader.peek()) === TLS_RECORD) throw new HttpSyntaxError(400, 'malformed HTTP request');
	const line = yield* headLine(reader);
	if (line === undefined) return undefined;
	const match = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+) (\S+) HTTP\/(\d)\.(\d)$/.exec(line);
	if (match === null) throw new HttpSyntaxError(400, `malformed HTTP request ${JSON.stringify(line)}`);
	if (match[3] !== '1') throw new HttpSyntaxError(505, 'unsupported protocol version');
	const headers = yield* readHeaders(reader);
	const version = match[4] === '0' ? 'HTTP/1.0' : 'HTTP/1.1';
	if (version === 'HTTP/1.1' && headers.all('host').length !== 1) {
		const count = headers.all('host').length;
		throw new HttpSyntaxError(400, count === 0 ? 'missing required Host header' : 'too many Host headers');
	}
	return { method: match[1] as string, target: match[2] as string, version, headers };
}

/** A response's head; interim ones (100 Continue) are skipped. Throws HttpSyntaxError; undefined: the connection ended. */
export function* readResponseHead(reader: ByteReader): Task<HttpResponseHead | undefined> {
	for (;;) {
		const line = yield* headLine(reader);
		if (line === undefined) return undefined;
		const match = /^HTTP\/1\.([01]) (\d{3})(?: (.*))?$/.exec(line);
		if (match === null) throw new HttpSyntaxError(400, `malformed HTTP response ${JSON.stringify(line)}`);
		const headers = yield* readHeaders(reader);
		const status = Number(match[2]);
		if (status >= 100 && status < 200 && status !== 101) continue;
		return { status, reason: match[3] ?? '', version: match[1] === '0' ? 'HTTP/1.0' : 'HTTP/1.1', headers };
	}
}

/** A message's body, read as it comes. It must be read to its end before the connection's next message. */
export interface HttpBody {
	/** Undefined at the end. Throws HttpSyntaxError, ConnectionError. */
	read(): Task<Uint8Array | undefined>;
}

export function requestBody(reader: ByteReader, head: HttpRequestHead): HttpBody {
	return bodyOf(reader, head.headers, 0);
}

/**
 * What is wrong with how a response says that its body comes, is thrown when that is read.
 * @param method of the request that it answers: HEAD has no body.
 */
export function responseBody(reader: ByteReader, head: HttpResponseHead, method: string): HttpBody {
	const empty = method === 'HEAD' || head.status === 204 || head.status === 304 || head.status === 101;
	if (empty) return new FixedBody(reader, 0);
	try {
		return bodyOf(reader, head.headers, Number.POSITIVE_INFINITY);
	} catch (error) {
		if (!(error instanceof HttpSyntaxError)) throw error;
		return new UnreadableBody(error);
	}
}

/** The whole body, or undefined when it has more than `maxBytes` (the rest is left unread). */
export function* readWholeBody(body: HttpBody, maxBytes: number): Task<Uint8Array | undefined> {
	const parts: Uint8Array[] = [];
	let length = 0;
	for (;;) {
		const part = yield* body.read();
		if (part === undefined) return parts.length === 1 ? (parts[0] as Uint8Array) : concatBytes(parts);
		parts.push(part);
		length += part.length;
		if (length > maxBytes) return undefined;
	}
}

function* headLine(reader: ByteReader): Task<string | undefined> {
	try {
		return yield* reader.line(HEAD_BYTES_MAX);
	} catch (error) {
		if (error instanceof LineTooLongError) throw new HttpSyntaxError(431, 'request header too large');
		throw error;
	}
}

function* readHeaders(reader: ByteReader): Task<HttpHeaders> {
	const headers = new HttpHeaders();
	let bytes = 0;
	for (let count = 0; ; count++) {
		const line = yield* headLine(reader);
		if (line === undefined) throw new HttpSyntaxError(400, 'unexpected EOF');
		if (line === '') return headers;
		bytes += line.length;
		if (bytes > HEAD_BYTES_MAX || count > HEADERS_MAX) throw new HttpSyntaxError(431, 'request header too large');
		const match = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/.exec(line);
		if (match === null) throw new HttpSyntaxError(400, `malformed MIME header line: ${line}`);
		headers.add(match[1] as string, match[2] as string);
	}
}

function bodyOf(reader: ByteReader, headers: HttpHeaders, lengthWithoutHeader: number): HttpBody {
	const encoding = headers.get('transfer-encoding');
	if (encoding !== undefined) {
		if (encoding.toLowerCase() === 'chunked') return new ChunkedBody(reader);
		throw new HttpSyntaxError(501, `unsupported transfer encoding: ${JSON.stringify(encoding)}`);
	}
	const lengths = new Set(headers.all('content-length'));
	if (lengths.size === 0) return new FixedBody(reader, lengthWithoutHeader);
	const [text] = [...lengths] as [string];
	if (lengths.size > 1 || !/^\d{1,15}$/.test(text)) {
		throw new HttpSyntaxError(400, `bad Content-Length ${JSON.stringify(text)}`);
	}
	return new FixedBody(reader, Number(text));
}

class UnreadableBody implements HttpBody {
	readonly #problem: HttpSyntaxError;

	constructor(problem: HttpSyntaxError) {
		this.#problem = problem;
	}

	*read(): Task<Uint8Array | undefined> {
		throw this.#problem;
	}
}

class FixedBody implements HttpBody {
	readonly #reader: ByteReader;
	#left: number;

	/** @param length Infinity: until the connection ends. */
	constructor(reader: ByteReader, length: number) {
		this.#reader = reader;
		this.#left = length;
	}

	*read(): Task<Uint8Array | undefined> {
		if (this.#left === 0) return undefined;
		const data = yield* this.#reader.some(Math.min(this.#left, 65_536));
		if (data.length === 0) {
			if (this.#left !== Number.POSITIVE_INFINITY) throw new HttpSyntaxError(400, 'unexpected EOF');
			this.#left = 0;
			return undefined;
		}
		this.#left -= data.length;
		return data;
	}
}

class ChunkedBody implements HttpBody {
	readonly #reader: ByteReader;
	/** Of the chunk that is being read. */
	#left = 0;
	#first = true;
	#ended = false;

	constructor(reader: ByteReader) {
		this.#reader = reader;
	}

	*read(): Task<Uint8Array | undefined> {
		if (this.#ended) return undefined;
		const reader = this.#reader;
		if (this.#left === 0) {
			if (!this.#first && (yield* headLine(reader)) !== '')
				throw new HttpSyntaxError(400, 'malformed chunked encoding');
			this.#first = false;
			const line = yield* headLine(reader);
			const match = /^([0-9a-fA-F]{1,8})[ \t]*(?:;.*)?$/.exec(line ?? '');
			if (match === null) throw new HttpSyntaxError(400, 'invalid byte in chunk length');
			this.#left = Number.parseInt(match[1] as string, 16);
			if (this.#left === 0) {
				this.#ended = true;
				yield* readHeaders(reader);
				return undefined;
			}
		}
		const data = yield* reader.some(Math.min(this.#left, 65_536));
		if (data.length === 0) throw new HttpSyntaxError(400, 'unexpected EOF');
		this.#left -= data.length;
		return data;
	}
}
