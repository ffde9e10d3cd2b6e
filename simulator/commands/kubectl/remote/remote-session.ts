import { TransportError } from '../../../client/transport.ts';
import type { Process } from '../../../kernel/process-api.ts';
import { encodeBase64 } from '../../../machinery/base64.ts';
import type { ByteDuplex } from '../../../machinery/http/byte-duplex.ts';
import { ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import { type ByteReader, concatBytes } from '../../../machinery/http/byte-reader.ts';
import { encodeRequestHead, HttpHeaders } from '../../../machinery/http/http-message.ts';
import { HttpSyntaxError, readResponseHead, readWholeBody, responseBody } from '../../../machinery/http/http-reader.ts';
import type { WebSocketMessage } from '../../../machinery/http/websocket.ts';
import { encodeFrame, readMessage } from '../../../machinery/http/websocket.ts';
import type { Status } from '../../../machinery/status.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task, Wait } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';

/** Numbered byte channels to a container: 0 stdin, 1 stdout, 2 stderr, 3 the outcome (a Status), 4 window sizes. */
export interface RemoteSession {
	send(channel: number, data: Uint8Array): Task<void>;
	closeChannel(channel: number): Task<void>;
	/** Undefined: nothing now; wait on `readable`. */
	receive(): { readonly channel: number; readonly data: Uint8Array } | undefined | 'end';
	readonly readable: Wait;
	close(): void;
}

/** A transport that can also hand over a connection. */
export interface UpgradingTransport {
	/** @param protocols subprotocols, best first. @throws ApiError, TransportError. */
	upgrade(
		path: string,
		query: readonly (readonly [string, string])[],
		headers: { readonly [name: string]: string },
		protocols: readonly string[],
	): Task<RemoteSession>;
}

const MESSAGE_BYTES_MAX = 16 * 1024 * 1024;
const CLOSE_CHANNEL = 255;

/** Asks the server on a fresh connection to speak WebSocket. Models client-go/tools/remotecommand's websocket executor. */
export function* openWebSocket(
	process: Process,
	connection: { readonly duplex: ByteDuplex; readonly reader: ByteReader },
	target: string,
	headers: readonly (readonly [string, string])[],
	protocols: readonly string[],
): Task<RemoteSession> {
	const { duplex, reader } = connection;
	const key = new Uint8Array(16);
	for (let i = 0; i < key.length; i++) key[i] = process.randomUint32() & 0xff;
	const fields = new HttpHeaders([
		...headers,
		['Connection', 'Upgrade'],
		['Upgrade', 'websocket'],
		['Sec-WebSocket-Key', encodeBase64(key)],
		['Sec-WebSocket-Version', '13'],
		['Sec-WebSocket-Protocol', protocols.join(', ')],
	]);
	try {
		yield* duplex.write(encodeRequestHead({ method: 'GET', target, version: 'HTTP/1.1', headers: fields }));
		const head = yield* readResponseHead(reader);
		if (head === undefined) throw new TransportError('EOF');
		if (head.status === 101) return new WebSocketSession(process, duplex, reader);
		const body = yield* readWholeBody(responseBody(reader, head, 'GET'), MESSAGE_BYTES_MAX);
		throw new ApiError(refusal(head.status, body === undefined ? '' : decodeUtf8(body)));
	} catch (error) {
		duplex.close();
		if (error instanceof ConnectionError || error instanceof HttpSyntaxError) throw new TransportError(error.message);
		throw error;
	}
}

function refusal(code: number, text: string): Status {
	try {
		const status = JSON.parse(text) as Status;
		if (status.kind === 'Status') return status;
	} catch {
		// Not a Status: the text itself is the message.
	}
	return {
		kind: 'Status',
		apiVersion: 'v1',
		metadata: {},
		status: 'Failure',
		message: text.trim() === '' ? 'unable to upgrade connection' : `unable to upgrade connection: ${text.trim()}`,
		code,
	};
}

class WebSocketSession implements RemoteSession {
	readonly #process: Process;
	readonly #duplex: ByteDuplex;
	readonly #reader: ByteReader;
	#reading: ReturnType<typeof readMessage> | undefined;
	#waiting: Wait | undefined;
	#ended = false;
	/** What the server still said before it closed can be read. */
	#canWrite = true;
	readonly readable: Wait;

	constructor(process: Process, duplex: ByteDuplex, reader: ByteReader) {
		this.#process = process;
		this.#duplex = duplex;
		this.#reader = reader;
		this.readable = { arm: (wake) => (this.#waiting ?? duplex.readable).arm(wake) };
	}

	send(channel: number, data: Uint8Array): Task<void> {
		return this.#frame('binary', concatBytes([Uint8Array.of(channel), data]));
	}

	closeChannel(channel: number): Task<void> {
		return this.#frame('binary', Uint8Array.of(CLOSE_CHANNEL, channel));
	}

	*#frame(opcode: 'binary' | 'pong' | 'close', data: Uint8Array): Task<void> {
		if (this.#ended || !this.#canWrite) return;
		const random = this.#process.randomUint32();
		const mask = Uint8Array.of(random & 0xff, (random >>> 8) & 0xff, (random >>> 16) & 0xff, random >>> 24);
		try {
			yield* this.#duplex.write(encodeFrame(opcode, data, mask));
		} catch (error) {
			if (!(error instanceof ConnectionError)) throw error;
			this.#canWrite = false;
		}
	}

	receive(): { channel: number; data: Uint8Array } | undefined | 'end' {
		while (!this.#ended) {
			this.#reading ??= readMessage(this.#reader, MESSAGE_BYTES_MAX);
			let step: IteratorResult<Wait, WebSocketMessage | undefined>;
			try {
				step = this.#reading.next();
			} catch (error) {
				if (!(error instanceof ConnectionError) && !(error instanceof HttpSyntaxError)) throw error;
				break;
			}
			if (!step.done) {
				this.#waiting = step.value;
				return undefined;
			}
			this.#reading = undefined;
			this.#waiting = undefined;
			if (step.value === undefined || step.value.opcode === 'close') break;
			if (step.value.opcode !== 'binary' || step.value.data.length === 0) continue;
			return { channel: step.value.data[0] as number, data: step.value.data.subarray(1) };
		}
		this.close();
		return 'end';
	}

	close(): void {
		if (this.#ended) return;
		this.#ended = true;
		this.#duplex.close();
	}
}
