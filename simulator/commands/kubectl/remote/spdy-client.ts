import { type ByteDuplex, ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import type { ByteReader } from '../../../machinery/http/byte-reader.ts';
import { HttpSyntaxError } from '../../../machinery/http/http-reader.ts';
import { DEFAULT_LIMITS } from '../../../machinery/limits.ts';
import { Lock } from '../../../machinery/lock.ts';
import { GOAWAY, RESET, type SpdyFrame } from '../../../machinery/spdy/frame.ts';
import { SpdyCodec } from '../../../machinery/spdy/spdy-codec.ts';
import { SpdyError } from '../../../machinery/spdy/spdy-error.ts';
import type { Task, Wait } from '../../../machinery/task.ts';

/** The client's end of a SPDY connection. Several tasks of a `TaskGroup` may send on it, one receives. */
export class SpdyClient {
	readonly #duplex: ByteDuplex;
	readonly #reader: ByteReader;
	readonly #codec = new SpdyCodec(DEFAULT_LIMITS);
	/** Whom it wakes, a task group puts in line itself. */
	readonly #writing = new Lock((wake) => wake());
	#reading: ReturnType<SpdyCodec['read']> | undefined;
	#waiting: Wait | undefined;
	#nextStream = 1;
	#ended = false;
	readonly readable: Wait;

	constructor(duplex: ByteDuplex, reader: ByteReader) {
		this.#duplex = duplex;
		this.#reader = reader;
		this.readable = { arm: (wake) => (this.#waiting ?? duplex.readable).arm(wake) };
	}

	/** @param fin nothing will be sent on it. @returns its number. */
	*open(headers: ReadonlyMap<string, string>, fin = false): Task<number> {
		const stream = this.#nextStream;
		this.#nextStream += 2;
		yield* this.#send({ kind: 'syn-stream', stream, fin, headers });
		return stream;
	}

	*send(stream: number, data: Uint8Array, fin = false): Task<void> {
		yield* this.#send({ kind: 'data', stream, fin, data });
	}

	/** Nothing more is wanted of a stream. */
	*reset(stream: number): Task<void> {
		yield* this.#send({ kind: 'rst-stream', stream, status: RESET.cancel });
	}

	/** Undefined: nothing now; wait on `readable`. */
	receive(): SpdyFrame | undefined | 'end' {
		if (this.#ended) return 'end';
		this.#reading ??= this.#codec.read(this.#reader);
		try {
			const step = this.#reading.next();
			this.#waiting = step.done ? undefined : step.value;
			if (!step.done) return undefined;
			this.#reading = undefined;
			if (step.value !== undefined && step.value.kind !== 'goaway') return step.value;
		} catch (error) {
			const broken = error instanceof ConnectionError || error instanceof SpdyError || error instanceof HttpSyntaxError;
			if (!broken) throw error;
		}
		this.close();
		return 'end';
	}

	/** Says that no more comes, and closes the connection. */
	*end(): Task<void> {
		yield* this.#send({ kind: 'goaway', lastStream: 0, status: GOAWAY.ok });
		this.close();
	}

	close(): void {
		if (this.#ended) return;
		this.#ended = true;
		this.#duplex.close();
	}

	/** What cannot be sent any more is lost: reading tells that the connection is over. */
	*#send(frame: SpdyFrame): Task<void> {
		yield* this.#writing.acquire();
		try {
			if (!this.#ended) yield* this.#duplex.write(this.#codec.encode(frame));
		} catch (error) {
			if (!(error instanceof ConnectionError)) throw error;
		} finally {
			this.#writing.release();
		}
	}
}
