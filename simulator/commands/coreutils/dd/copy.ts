import { errorMessage } from '../../../kernel/error-message.ts';
import { type Process, SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { Fatal, type RunContext } from '../../gnu-command.ts';
import { quotedName } from '../../quoted-name.ts';
import { HeldMemory } from '../../stdio.ts';
import { Converter } from './converter.ts';
import type { Amount, DdPlan } from './operands.ts';
import { Tally } from './tally.ts';

/** Converted at a time. */
const PIECE_BYTES = 65_536;
const PROGRESS_MS = 1000;

/** One dd at work between two open files. Models coreutils dd.c dd_copy. */
export class Copy {
	readonly #run: RunContext;
	readonly #process: Process;
	readonly #plan: DdPlan;
	readonly #input: number;
	readonly #output: number;
	readonly #converter: Converter;
	readonly #tally: Tally;
	/** Files and memory devices give all that one read asks for; pipes and terminals what they have. */
	readonly #readsWhole: boolean;
	/** Of the output block that is not full yet. */
	#pending: Uint8Array[] = [];
	#pendingBytes = 0;
	/** Bytes that the last read got, where a short one is to be told. */
	#lastRead: number | undefined;
	#progressAtMs: number;
	/** NULs at the end of the output have been skipped: its length is set at last. */
	#endsInHole = false;

	constructor(run: RunContext, plan: DdPlan, input: number, output: number) {
		const { process } = run;
		this.#run = run;
		this.#process = process;
		this.#plan = plan;
		this.#input = input;
		this.#output = output;
		this.#converter = new Converter(plan);
		this.#tally = new Tally(process, plan.status);
		this.#progressAtMs = process.now() + PROGRESS_MS;
		const isMemory = !process.isatty(input) && ['file', 'character'].includes(process.fstat(input).type);
		this.#readsWhole = isMemory || plan.inputFlags.has('fullblock');
		const picks = plan.skip.blocks > 0 || (plan.count?.blocks ?? 0) > 0 || plan.inputFlags.has('direct');
		const isTold = !plan.gathers && !this.#readsWhole && picks && plan.status !== 'none';
		this.#lastRead = isTold ? plan.inputBlock : undefined;
		// The blocks alone are held: nothing of them grows.
		new HeldMemory(process).hold(plan.inputBlock / 2);
		for (const signal of ['INT', 'USR1'] as const) process.onSignal(signal, 'catch');
	}

	/** Returns the exit status. */
	*run(): Task<number> {
		let status = 0;
		try {
			yield* this.#skip();
			yield* this.#seek();
			status = (yield* this.#copy()) ? 0 : 1;
		} catch (error) {
			if (!(error instanceof Fatal)) throw error;
			yield* this.#run.complain(error.message);
			status = 1;
		}
		yield* this.#run.out.flush();
		yield* this.#tally.report(this.#converter.truncated);
		return status;
	}

	/** False when something could not be read or written; that has been told then. */
	*#copy(): Task<boolean> {
		const { count, inputBlock, conversions } = this.#plan;
		let isWhole = true;
		for (let done = 0; count === undefined || done < count.blocks + (count.bytes > 0 ? 1 : 0); done++) {
			const size = count === undefined || done < count.blocks ? inputBlock : count.bytes;
			let pieces: Uint8Array[];
			try {
				pieces = yield* this.#read(size);
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				yield* this.#run.complain(`error reading '${this.#inputName()}': ${errorMessage(error.errno)}`);
				isWhole = false;
				break;
			}
			const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
			if (length === 0) break;
			this.#tally.read(length === inputBlock);
			if (length < inputBlock && conversions.has('sync')) pieces.push(this.#padding(inputBlock - length));
			if (!(yield* this.#pass(pieces))) return false;
			yield* this.#signals();
			if (this.#plan.status === 'progress' && this.#process.now() >= this.#progressAtMs) {
				this.#progressAtMs += PROGRESS_MS;
				yield* this.#tally.progress();
			}
			yield* this.#process.tick();
		}
		return (yield* this.#finish()) && isWhole;
	}

	#padding(length: number): Uint8Array {
		const { conversions } = this.#plan;
		return new Uint8Array(length).fill(conversions.has('block') || conversions.has('unblock') ? 0x20 : 0);
	}

	*#read(size: number): Task<Uint8Array[]> {
		const pieces: Uint8Array[] = [];
		let length = 0;
		while (length < size) {
			const piece = yield* this.#readSome(size - length);
			if (piece.length === 0) break;
			if (this.#lastRead !== undefined && this.#lastRead < size) {
				const bytes = `${this.#lastRead} byte${this.#lastRead === 1 ? '' : 's'}`;
				yield* this.#run.complain(`warning: partial read (${bytes}); suggest iflag=fullblock`);
				this.#lastRead = undefined;
			} else if (this.#lastRead !== undefined) this.#lastRead = piece.length;
			pieces.push(piece);
			length += piece.length;
			if (!this.#readsWhole) break;
		}
		return pieces;
	}

	*#readSome(size: number): Task<Uint8Array> {
		for (;;) {
			try {
				return yield* this.#process.read(this.#input, size);
			} catch (error) {
				if (!(error instanceof SystemError) || error.errno !== 'EINTR') throw error;
				yield* this.#signals();
			}
		}
	}

	/** USR1 asks how far it is; so does an interruption, before it ends the process. */
	*#signals(): Task<void> {
		for (const signal of this.#process.takeSignals()) {
			yield* this.#tally.report(this.#converter.truncated);
			if (signal !== 'INT') continue;
			this.#process.onSignal('INT', 'default');
			this.#process.kill(this.#process.pid, 'INT');
			yield* this.#process.tick();
		}
	}

	/** What was read goes to the output: as it is, or converted and gathered. */
	*#pass(pieces: readonly Uint8Array[]): Task<boolean> {
		const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
		if (!this.#plan.gathers) return yield* this.#write(pieces, length);
		for (const piece of pieces) {
			for (let from = 0; from < piece.length; from += PIECE_BYTES) {
				const converted = this.#converter.convert(piece.subarray(from, from + PIECE_BYTES));
				if (!(yield* this.#gather(converted))) return false;
				yield* this.#process.tick();
			}
		}
		return true;
	}

	*#gather(bytes: Uint8Array): Task<boolean> {
		const { outputBlock } = this.#plan;
		let rest = bytes;
		while (this.#pendingBytes + rest.length >= outputBlock) {
			const room = outputBlock - this.#pendingBytes;
			this.#pending.push(rest.subarray(0, room));
			rest = rest.subarray(room);
			if (!(yield* this.#writePending())) return false;
		}
		if (rest.length > 0) this.#pending.push(rest);
		this.#pendingBytes += rest.length;
		return true;
	}

	*#writePending(): Task<boolean> {
		const pieces = this.#pending;
		this.#pending = [];
		this.#pendingBytes = 0;
		return yield* this.#write(
			pieces,
			pieces.reduce((sum, piece) => sum + piece.length, 0),
		);
	}

	*#finish(): Task<boolean> {
		if (this.#plan.gathers) {
			if (!(yield* this.#gather(this.#converter.end()))) return false;
			if (this.#pendingBytes > 0 && !(yield* this.#writePending())) return false;
		}
		if (this.#endsInHole) this.#process.truncate(this.#output, this.#process.seek(this.#output, 0, 'cur'));
		return true;
	}

	*#write(pieces: readonly Uint8Array[], length: number): Task<boolean> {
		const { conversions, outputBlock, output } = this.#plan;
		const before = this.#size();
		try {
			if (conversions.has('sparse') && this.#isFile() && pieces.every((piece) => piece.every((byte) => byte === 0))) {
				this.#process.seek(this.#output, length, 'cur');
				this.#endsInHole = true;
			} else {
				for (const piece of pieces) yield* this.#process.write(this.#output, piece);
				this.#endsInHole = false;
			}
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			this.#tally.wrotePart(Math.max(0, this.#size() - before), this.#plan.gathers);
			yield* this.#run.complain(`error writing '${output ?? 'standard output'}': ${errorMessage(error.errno)}`);
			return false;
		}
		this.#tally.wrote(length, length === outputBlock);
		return true;
	}

	#isFile(): boolean {
		return this.#process.fstat(this.#output).type === 'file';
	}

	#size(): number {
		const { type, size } = this.#process.fstat(this.#output);
		return type === 'file' ? size : 0;
	}

	#inputName(): string {
		return this.#plan.input ?? 'standard input';
	}

	/** Past what is not wanted of the input: by position, or by reading it. */
	*#skip(): Task<void> {
		const { skip, inputBlock, status } = this.#plan;
		const bytes = lengthOf(skip, inputBlock);
		if (bytes === 0) return;
		let isPast = false;
		try {
			const { type, size } = this.#process.fstat(this.#input);
			isPast = this.#process.seek(this.#input, bytes, 'cur') > size && type === 'file';
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno !== 'ESPIPE') throw error;
			isPast = !(yield* this.#readAway(skip));
		}
		if (isPast && status !== 'none') {
			yield* this.#run.complain(`${quotedName(this.#inputName())}: cannot skip to specified offset`);
		}
	}

	/** Each read counts as a block, however short. Returns whether it was as much as was asked for. */
	*#readAway(skip: Amount): Task<boolean> {
		const { blocks, bytes } = skip;
		let left = lengthOf(skip, this.#plan.inputBlock);
		for (let done = 0; done < blocks + (bytes > 0 ? 1 : 0); done++) {
			const pieces = yield* this.#read(done < blocks ? this.#plan.inputBlock : bytes);
			if (pieces.length === 0) break;
			left -= pieces.reduce((sum, piece) => sum + piece.length, 0);
			yield* this.#process.tick();
		}
		return left === 0;
	}

	*#seek(): Task<void> {
		const bytes = lengthOf(this.#plan.seek, this.#plan.outputBlock);
		if (bytes === 0) return;
		try {
			this.#process.seek(this.#output, bytes, 'cur');
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			const name = quotedName(this.#plan.output ?? 'standard output');
			throw new Fatal(`${name}: cannot seek: ${errorMessage(error.errno)}`);
		}
		yield* this.#process.tick();
	}
}

export function lengthOf({ blocks, bytes }: Amount, block: number): number {
	return blocks * block + bytes;
}
