import type { Process } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { humanUnits } from '../human-size.ts';

/** What a dd counts, and how it tells it. Models coreutils dd.c print_stats. */
export class Tally {
	readonly #process: Process;
	readonly #status: string | undefined;
	readonly #startedMs: number;
	readonly #in = { full: 0, partial: 0 };
	readonly #out = { full: 0, partial: 0 };
	#bytes = 0;
	/** Characters of the line of progress that stands on the screen. */
	#shown = 0;

	constructor(process: Process, status: string | undefined) {
		this.#process = process;
		this.#status = status;
		this.#startedMs = process.now();
	}

	read(isFull: boolean): void {
		this.#in[isFull ? 'full' : 'partial']++;
	}

	wrote(bytes: number, isFull: boolean): void {
		this.#out[isFull ? 'full' : 'partial']++;
		this.#bytes += bytes;
	}

	/** Before it failed. A block that was read and written as it is does not count then. */
	wrotePart(bytes: number, gathers: boolean): void {
		if (bytes > 0 && gathers) this.#out.partial++;
		this.#bytes += bytes;
	}

	*progress(): Task<void> {
		const seconds = Math.round(this.#seconds());
		const line = this.#transferred(String(seconds));
		yield* this.#say(`\r${line.padEnd(this.#shown)}`);
		this.#shown = line.length;
	}

	*report(truncated: number): Task<void> {
		if (this.#status === 'none') return;
		if (this.#shown > 0) yield* this.#say('\n');
		this.#shown = 0;
		yield* this.#say(`${this.#in.full}+${this.#in.partial} records in\n`);
		yield* this.#say(`${this.#out.full}+${this.#out.partial} records out\n`);
		if (truncated > 0) yield* this.#say(`${truncated} truncated record${truncated === 1 ? '' : 's'}\n`);
		if (this.#status === 'noxfer') return;
		yield* this.#say(
			`${this.#transferred(
				this.#seconds()
					.toPrecision(6)
					.replace(/\.?0+$/, ''),
			)}\n`,
		);
	}

	#seconds(): number {
		return Math.max((this.#process.now() - this.#startedMs) / 1000, 0.000_1);
	}

	#transferred(seconds: string): string {
		return `${amountOf(this.#bytes)} copied, ${seconds} s, ${rate(this.#bytes / this.#seconds())}/s`;
	}

	*#say(text: string): Task<void> {
		yield* this.#process.write(2, encodeUtf8(text));
	}
}

function amountOf(bytes: number): string {
	return bytes < 1000 ? `${bytes} byte${bytes === 1 ? '' : 's'}` : `${bytes} bytes (${humanUnits(bytes)})`;
}

/** In kilobytes at least. */
function rate(bytesPerSecond: number): string {
	const units = ['kB', 'MB', 'GB', 'TB'];
	let value = bytesPerSecond / 1000;
	let unit = 0;
	while (value >= 1000 && unit < units.length - 1) {
		value /= 1000;
		unit++;
	}
	return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ${units[unit]}`;
}
