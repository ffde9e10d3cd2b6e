import { Signal, type Task } from '../../../machinery/task.ts';
import type { SpdyClient } from '../remote/spdy-client.ts';

/** What may wait for a slow reader before the other streams wait too. */
const WAITING_BYTES_MAX = 262_144;

/** What has come on one stream. */
class Incoming {
	readonly pieces: Uint8Array[] = [];
	bytes = 0;
	ended = false;
}

/** The connection to a Pod, with a stream of data and one of errors for each connection that is forwarded. */
export class Tunnel {
	readonly #client: SpdyClient;
	readonly #streams = new Map<number, Incoming>();
	/** Whom it wakes, the task group puts in line itself. */
	readonly #changed = new Signal((wake) => wake());

	constructor(client: SpdyClient) {
		this.#client = client;
	}

	/** @param fin nothing will be sent on it. */
	*open(headers: ReadonlyMap<string, string>, fin: boolean): Task<number> {
		const stream = yield* this.#client.open(headers, fin);
		this.#streams.set(stream, new Incoming());
		return stream;
	}

	/** The next piece; empty at the end. */
	*read(stream: number): Task<Uint8Array> {
		for (;;) {
			const incoming = this.#streams.get(stream);
			const piece = incoming?.pieces.shift();
			if (incoming === undefined || (piece === undefined && incoming.ended)) return new Uint8Array(0);
			if (piece !== undefined) {
				incoming.bytes -= piece.length;
				this.#changed.wakeAll();
				return piece;
			}
			yield this.#changed;
		}
	}

	send(stream: number, data: Uint8Array, fin = false): Task<void> {
		return this.#client.send(stream, data, fin);
	}

	/** Nothing more is wanted of a stream. */
	*reset(stream: number): Task<void> {
		this.forget(stream);
		yield* this.#client.reset(stream);
	}

	forget(stream: number): void {
		this.#streams.delete(stream);
		this.#changed.wakeAll();
	}

	/** Hands out what comes, until the connection ends. */
	*run(): Task<void> {
		for (;;) {
			const frame = this.#client.receive();
			if (frame === 'end') return;
			if (frame === undefined) {
				yield this.#client.readable;
				continue;
			}
			if (frame.kind !== 'data' && frame.kind !== 'rst-stream') continue;
			const incoming = this.#streams.get(frame.stream);
			if (incoming === undefined) continue;
			if (frame.kind === 'rst-stream' || frame.fin) incoming.ended = true;
			if (frame.kind === 'data' && frame.data.length > 0) {
				incoming.pieces.push(frame.data);
				incoming.bytes += frame.data.length;
			}
			this.#changed.wakeAll();
			while (incoming.bytes >= WAITING_BYTES_MAX && this.#streams.has(frame.stream)) yield this.#changed;
		}
	}

	end(): Task<void> {
		return this.#client.end();
	}

	close(): void {
		this.#client.close();
	}
}
