import type { Process } from '../../../kernel/process-api.ts';
import { SystemError } from '../../../kernel/process-api.ts';
import { anyOf, type Task, type Wait } from '../../../machinery/task.ts';
import { decodeLossless, encodeLossless, encodeUtf8 } from '../../../machinery/utf8.ts';
import type { SocatLog } from './log.ts';
import { stamp } from './log.ts';

/** One end of what socat connects. */
export interface Channel {
	/** −1: nothing comes from there, nothing can be sent there. */
	readonly readFd: number;
	readonly writeFd: number;
	readonly kind: 'file' | 'stream' | 'datagram' | 'program';
	/** What has come already when it was opened. */
	readonly early?: Uint8Array;
	/** The program behind it. */
	readonly pid?: number;
	readonly options: ReadonlyMap<string, string>;
}

export interface TransferOptions {
	readonly bufferBytes: number;
	/** How long the other direction may go on when one has ended. */
	readonly closeMs: number;
	readonly idleMs: number;
	/** Which directions there are: from the left, from the right. */
	readonly directions: readonly [boolean, boolean];
	readonly verbose: boolean;
	readonly hexadecimal: boolean;
}

/** Carries bytes both ways until an end is over. Models socat.c _socat. */
export function* transfer(
	process: Process,
	log: SocatLog,
	ends: readonly [Channel, Channel],
	options: TransferOptions,
): Task<void> {
	const state = new Transfer(process, log, ends, options);
	yield* state.run();
}

class Transfer {
	readonly #process: Process;
	readonly #log: SocatLog;
	readonly #ends: readonly [Channel, Channel];
	readonly #options: TransferOptions;
	/** Whether something may still come from the left and from the right. */
	readonly #open: [boolean, boolean];
	/** Where the bytes of each direction have got to, for -v. */
	readonly #passed: [number, number] = [0, 0];
	#untilMs = Number.POSITIVE_INFINITY;

	constructor(process: Process, log: SocatLog, ends: readonly [Channel, Channel], options: TransferOptions) {
		this.#process = process;
		this.#log = log;
		this.#ends = ends;
		this.#options = options;
		this.#open = [options.directions[0], options.directions[1]];
	}

	*run(): Task<void> {
		const [left, right] = this.#ends;
		yield* this.#log.notice(
			`starting data transfer loop with FDs [${left.readFd},${left.writeFd}] and [${right.readFd},${right.writeFd}]`,
		);
		for (const from of [0, 1] as const) {
			const early = this.#ends[from].early;
			if (early !== undefined && this.#open[from]) yield* this.#forward(from, early);
		}
		while (this.#open[0] || this.#open[1]) {
			let moved = false;
			for (const from of [0, 1] as const) {
				if (this.#open[from] && this.#process.readable(this.#ends[from].readFd)) {
					moved = true;
					yield* this.#move(from);
				}
			}
			if (moved) continue;
			if (!(yield* this.#rest())) return;
		}
	}

	/** Waits for something to come. @returns whether to go on. */
	*#rest(): Task<boolean> {
		const process = this.#process;
		const fds = [0, 1].flatMap((at) => (this.#open[at as 0 | 1] ? [this.#ends[at as 0 | 1].readFd] : []));
		const endMs = Math.min(this.#untilMs, process.now() + this.#options.idleMs);
		if (process.now() >= this.#untilMs) return false;
		const waits: Wait[] = fds.map((fd) => process.whenReadable(fd));
		if (endMs !== Number.POSITIVE_INFINITY) waits.push(process.timer(endMs));
		const isReady = (): boolean => fds.some((fd) => process.readable(fd));
		yield* process.block(anyOf(waits), isReady);
		if (isReady() || process.now() < endMs) return true;
		if (this.#untilMs === Number.POSITIVE_INFINITY) yield* this.#log.notice('inactivity timeout triggered');
		return false;
	}

	*#move(from: 0 | 1): Task<void> {
		const { readFd, options, kind } = this.#ends[from];
		let data: Uint8Array;
		try {
			data = yield* this.#process.read(readFd, this.#options.bufferBytes);
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
			data = new Uint8Array(0);
		}
		if (data.length === 0 && kind !== 'datagram') {
			if (options.has('ignoreeof')) {
				yield* this.#process.sleep(1000);
				return;
			}
			yield* this.#log.notice(`socket ${from + 1} (fd ${readFd}) is at EOF`);
			yield* this.#finish(from);
			return;
		}
		yield* this.#forward(from, data);
	}

	*#forward(from: 0 | 1, data: Uint8Array): Task<void> {
		const other = this.#ends[from === 0 ? 1 : 0];
		const bytes = newlines(data, this.#ends[from].options, other.options);
		if (this.#options.verbose || this.#options.hexadecimal) yield* this.#dump(from, bytes);
		this.#passed[from] += bytes.length;
		try {
			yield* this.#process.write(other.writeFd, bytes);
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
			yield* this.#finish(from);
		}
	}

	/** Nothing more comes from there: the other end is told, and has a moment to say the rest. */
	*#finish(from: 0 | 1): Task<void> {
		this.#open[from] = false;
		const other = this.#ends[from === 0 ? 1 : 0];
		const how = other.options;
		if (other.kind === 'stream' && !how.has('shut-none')) {
			try {
				this.#process.shutdown(other.writeFd, 'write');
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
			}
		}
		if (other.kind === 'program' && other.writeFd >= 0) this.#process.close(other.writeFd);
		this.#untilMs = Math.min(this.#untilMs, this.#process.now() + this.#options.closeMs);
		yield* this.#process.tick();
	}

	/** Models socat.c xioclose and its dump of blocks. */
	*#dump(from: 0 | 1, data: Uint8Array): Task<void> {
		const nowMs = this.#process.now();
		const at = `${stamp(nowMs, '/')}.${String(nowMs % 1000).padStart(6, '0')}000`;
		const start = this.#passed[from];
		const head = `${from === 0 ? '>' : '<'} ${at}  length=${data.length} from=${start} to=${start + data.length - 1}\n`;
		const body = this.#options.hexadecimal
			? yield* hexadecimal(this.#process, data, this.#options.verbose)
			: plain(data);
		yield* this.#process.write(2, encodeUtf8(head + body));
	}
}

/** Newlines as either end wants them: crnl makes CR LF of what is sent there, and LF of what comes from there. */
function newlines(data: Uint8Array, from: ReadonlyMap<string, string>, to: ReadonlyMap<string, string>): Uint8Array {
	if (!from.has('crnl') && !to.has('crnl')) return data;
	let text = decodeLossless(data);
	if (from.has('crnl')) text = text.replaceAll('\r\n', '\n');
	if (to.has('crnl')) text = text.replaceAll('\n', '\r\n');
	return encodeLossless(text);
}

function plain(data: Uint8Array): string {
	let text = '';
	for (const byte of data) {
		if (byte === 10) text += '\n';
		else if (byte === 13) text += '\\r';
		else if (byte === 9) text += '\t';
		else if (byte === 92) text += '\\\\';
		else text += byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.';
	}
	return text;
}

function* hexadecimal(process: Process, data: Uint8Array, withText: boolean): Task<string> {
	if (!withText) return `${Array.from(data, digits).join('')}\n`;
	const lines: string[] = [];
	for (let at = 0; at < data.length; at += 16) {
		const row = data.subarray(at, at + 16);
		const letters = Array.from(row, (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
		lines.push(`${Array.from(row, digits).join('').padEnd(48)}  ${letters}\n`);
		yield* process.tick();
	}
	return `${lines.join('')}--\n`;
}

function digits(byte: number): string {
	return ` ${byte.toString(16).padStart(2, '0')}`;
}
