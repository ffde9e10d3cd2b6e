import type { Process } from '../../../kernel/process-api.ts';
import { type ByteDuplex, ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import { type ByteReader, concatBytes } from '../../../machinery/http/byte-reader.ts';
import { HttpSyntaxError } from '../../../machinery/http/http-reader.ts';
import type { WebSocketMessage } from '../../../machinery/http/websocket.ts';
import { encodeFrame, readMessage } from '../../../machinery/http/websocket.ts';
import type { Task, Wait } from '../../../machinery/task.ts';
import { randomMask } from './random-mask.ts';
import type { RemoteSession } from './remote-session.ts';

const MESSAGE_BYTES_MAX = 16 * 1024 * 1024;
const CLOSE_CHANNEL = 255;

/** Channels as the first byte of a WebSocket's messages. Models client-go/tools/remotecommand's websocket executor. */
export class WebSocketSession implements RemoteSession {
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
		try {
			yield* this.#duplex.write(encodeFrame(opcode, data, randomMask(this.#process)));
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
