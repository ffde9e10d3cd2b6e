import type { Task, Wait } from '../task.ts';
import type { ByteDuplex } from './byte-duplex.ts';
import type { ByteReader } from './byte-reader.ts';
import { HttpSyntaxError } from './http-reader.ts';
import { encodeFrame, readMessage } from './websocket.ts';

const MESSAGE_BYTES_MAX = 16 * 1024 * 1024;
/** Status 1000: all is well. */
const NORMAL_CLOSURE = Uint8Array.of(1000 >> 8, 1000 & 255);

/** A WebSocket as a connection of its own. Models client-go/tools/portforward TunnelingConnection. */
export class WebSocketTunnel implements ByteDuplex {
	readonly #duplex: ByteDuplex;
	readonly #reader: ByteReader;
	readonly #mask: () => Uint8Array | undefined;
	#ended = false;

	/** @param mask four random bytes for each frame; clients need it. */
	constructor(duplex: ByteDuplex, reader: ByteReader, mask: () => Uint8Array | undefined = () => undefined) {
		this.#duplex = duplex;
		this.#reader = reader;
		this.#mask = mask;
	}

	*read(): Task<Uint8Array> {
		while (!this.#ended) {
			const message = yield* readMessage(this.#reader, MESSAGE_BYTES_MAX);
			if (message === undefined || message.opcode === 'close') this.#ended = true;
			else if (message.opcode === 'ping') yield* this.#duplex.write(encodeFrame('pong', message.data, this.#mask()));
			else if (message.opcode === 'text') throw new HttpSyntaxError(400, 'invalid message type received');
			else if (message.opcode === 'binary' && message.data.length > 0) return message.data;
		}
		return new Uint8Array(0);
	}

	*write(data: Uint8Array): Task<void> {
		yield* this.#duplex.write(encodeFrame('binary', data, this.#mask()));
	}

	/** Also when all that has come is a ping. */
	hasData(): boolean {
		return this.#ended || this.#reader.hasData();
	}

	get readable(): Wait {
		return this.#duplex.readable;
	}

	/** Tells the other side that nothing more comes. */
	*end(): Task<void> {
		yield* this.#duplex.write(encodeFrame('close', NORMAL_CLOSURE, this.#mask()));
	}

	closeWrite(): void {
		this.#duplex.closeWrite();
	}

	close(): void {
		this.#duplex.close();
	}
}
