import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { processDuplex } from '../../../kernel/serving/process-duplex.ts';
import { type ByteDuplex, ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import type { ByteReader } from '../../../machinery/http/byte-reader.ts';
import { encodeFrame, encodeMessage, messageOf, readFrame } from '../../../machinery/ssh/ssh-wire.ts';
import { anyOf, type Task, type Wait } from '../../../machinery/task.ts';

const READ_BYTES = 32_768;

/** The server does not carry a connection on, and why. */
export class Refused extends Error {}

interface Through {
	readonly duplex: ByteDuplex;
	readonly reader: ByteReader;
}

/** A connection from the server to somewhere else, as if it were made from here. Throws Refused, ConnectionError. */
export function* forwarded(through: Through, host: string, port: number): Task<ForwardedDuplex> {
	yield* through.duplex.write(encodeMessage({ is: 'forward', host, port }));
	const answer = messageOf(yield* readFrame(through.reader));
	if (answer.is === 'refused') throw new Refused(answer.reason);
	if (answer.is !== 'forwarded') throw new ConnectionError('Bad packet');
	return new ForwardedDuplex(through);
}

/** Frames of data as a stream of bytes. */
export class ForwardedDuplex implements ByteDuplex {
	readonly #duplex: ByteDuplex;
	readonly #reader: ByteReader;

	constructor({ duplex, reader }: Through) {
		this.#duplex = duplex;
		this.#reader = reader;
	}

	*read(): Task<Uint8Array> {
		const frame = yield* readFrame(this.#reader);
		return frame?.type === 'data' ? frame.payload : new Uint8Array(0);
	}

	*write(data: Uint8Array): Task<void> {
		yield* this.#duplex.write(encodeFrame('data', data));
	}

	hasData(): boolean {
		return this.#reader.hasData();
	}

	get readable(): Wait {
		return this.#duplex.readable;
	}

	closeWrite(): void {
		// Told by `finishWriting`, which may have to wait.
	}

	/** Tells the other side that nothing more comes. */
	*finishWriting(): Task<void> {
		yield* this.#duplex.write(encodeMessage({ is: 'end-of-input' }));
	}

	close(): void {
		this.#duplex.close();
	}
}

/** `ssh -W`: standard input and output are the connection's. */
export function* carryStdio(process: Process, far: ForwardedDuplex): Task<number> {
	let inputOpen = true;
	try {
		for (;;) {
			while (far.hasData()) {
				const data = yield* far.read();
				if (data.length === 0) return 0;
				yield* process.write(1, data);
			}
			while (inputOpen && process.readable(0)) {
				const data = yield* process.read(0, READ_BYTES);
				if (data.length > 0) yield* far.write(data);
				else {
					inputOpen = false;
					yield* far.finishWriting();
				}
			}
			const waits = [far.readable, ...(inputOpen ? [process.whenReadable(0)] : [])];
			yield* process.block(anyOf(waits), () => far.hasData() || (inputOpen && process.readable(0)));
		}
	} catch (error) {
		if (!(error instanceof ConnectionError)) throw error;
		return 255;
	} finally {
		far.close();
	}
}

/** A client of a forwarded port, to its end. */
export function* carryClient(process: Process, fd: number, far: ByteDuplex): Task<void> {
	const near = processDuplex(process, fd);
	try {
		for (;;) {
			while (far.hasData()) {
				const data = yield* far.read();
				if (data.length === 0) return;
				yield* near.write(data);
			}
			while (near.hasData()) {
				const data = yield* near.read();
				if (data.length === 0) return;
				yield* far.write(data);
			}
			yield* process.block(anyOf([far.readable, near.readable]), () => far.hasData() || near.hasData());
		}
	} catch (error) {
		if (!(error instanceof ConnectionError) && !(error instanceof SystemError)) throw error;
	} finally {
		far.close();
		near.close();
	}
}
