import { type Process, SystemError } from '../../../kernel/process-api.ts';
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

	/** Does nothing: to tell the other side takes time (`finishWriting`). */
	closeWrite(): void {}

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
	try {
		yield* carry(process, { input: 0, output: 1 }, far);
		return 0;
	} catch (error) {
		if (!(error instanceof ConnectionError)) throw error;
		return 255;
	} finally {
		far.close();
	}
}

/** Both ways, until the far side has ended; an input that ends is told there. */
function* carry(
	process: Process,
	near: { readonly input: number; readonly output: number },
	far: ForwardedDuplex,
): Task<void> {
	let inputOpen = true;
	for (;;) {
		while (far.hasData()) {
			const data = yield* far.read();
			if (data.length === 0) return;
			yield* process.write(near.output, data);
		}
		while (inputOpen && process.readable(near.input)) {
			const data = yield* process.read(near.input, READ_BYTES);
			if (data.length > 0) yield* far.write(data);
			else {
				inputOpen = false;
				yield* far.finishWriting();
			}
		}
		const waits = [far.readable, ...(inputOpen ? [process.whenReadable(near.input)] : [])];
		yield* process.block(anyOf(waits), () => far.hasData() || (inputOpen && process.readable(near.input)));
	}
}

/** A client of a forwarded port, to its end. */
export function* carryClient(process: Process, fd: number, far: ForwardedDuplex): Task<void> {
	try {
		yield* carry(process, { input: fd, output: fd }, far);
	} catch (error) {
		if (!(error instanceof ConnectionError) && !(error instanceof SystemError)) throw error;
	} finally {
		far.close();
		process.close(fd);
	}
}
