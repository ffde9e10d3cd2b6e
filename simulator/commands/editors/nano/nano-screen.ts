import type { Process, TerminalMode } from '../../../kernel/process-api.ts';
import { SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { RAW_MODE } from '../../raw-mode.ts';
import { KeyDecoder } from '../vim/keys/key-decoder.ts';
import { difference, Grid } from '../vim/screen/grid.ts';
import { nanoKey } from './nano-keys.ts';

/** The terminal that nano shows itself on: what is painted on `grid` goes out before the next key is waited for. */
export class NanoScreen {
	grid: Grid;
	cursor = { row: 0, column: 0 };
	/** The user or the system wants it to end. */
	hangup = false;
	resized = false;
	readonly #process: Process;
	readonly #input: number;
	readonly #decoder = new KeyDecoder();
	#shown: Grid | undefined;
	#mode: TerminalMode | undefined;
	#keys: string[] = [];
	#bell = '';

	constructor(process: Process, input: number) {
		this.#process = process;
		this.#input = input;
		this.grid = this.#fresh();
	}

	#fresh(): Grid {
		const { columns, rows } = this.#process.terminalSize(1);
		return new Grid(Math.max(4, columns || 80), Math.max(4, rows || 24));
	}

	get columns(): number {
		return this.grid.columns;
	}

	get rows(): number {
		return this.grid.rows;
	}

	*start(): Task<void> {
		this.#mode = this.#process.getTerminalMode(this.#input);
		this.#process.setTerminalMode(this.#input, { ...RAW_MODE, postprocess: true });
		for (const signal of ['WINCH', 'HUP', 'TERM', 'TSTP'] as const) this.#process.onSignal(signal, 'catch');
		this.#process.onSignal('INT', 'ignore');
		this.#shown = undefined;
		this.grid = this.#fresh();
		yield* this.#write('\x1b[?2004h\x1b[?1049h\x1b[?1h\x1b=\x1b[H\x1b[2J');
	}

	*stop(): Task<void> {
		yield* this.#write(`\x1b[${this.rows};1H\x1b[?2004l\x1b[?1049l\r\x1b[?1l\x1b>`);
		if (this.#mode !== undefined) this.#process.setTerminalMode(this.#input, this.#mode);
	}

	/** The shell has the terminal until `fg`. */
	*suspend(): Task<void> {
		yield* this.stop();
		yield* this.#write('\x1b[H\x1b[2J\n\nUse "fg" to return to nano.\n');
		this.#process.onSignal('TSTP', 'default');
		try {
			this.#process.kill(0, 'TSTP');
			yield* this.#process.sleep(0);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			this.#process.takeSignals();
		}
		yield* this.start();
	}

	*#write(text: string): Task<void> {
		for (;;) {
			try {
				yield* this.#process.write(1, encodeUtf8(text));
				return;
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				if (error.errno !== 'EINTR') {
					this.hangup = true;
					return;
				}
				this.#signals();
			}
		}
	}

	beep(): void {
		this.#bell = '\x07';
	}

	get hasWaiting(): boolean {
		return this.#keys.length > 0;
	}

	/** The next key by nano's names ("^X", "M-U", "Up", a character); "" when there is something else to look at. */
	*key(): Task<string> {
		const first = this.#keys.shift();
		if (first === undefined) {
			yield* this.#flush();
			yield* this.#fill();
			if (this.resized || this.hangup) return '';
			return yield* this.key();
		}
		const plain = nanoKey(first);
		if (plain !== 'Esc') return plain;
		const second = nanoKey(yield* this.#raw());
		if (second !== 'Esc') return second.length === 1 ? `M-${second.toUpperCase()}` : `M-${second}`;
		const third = nanoKey(yield* this.#raw());
		return third.length === 1 ? `^${third.toUpperCase()}` : third;
	}

	/** A key as it was typed. */
	*#raw(): Task<string> {
		while (this.#keys.length === 0 && !this.hangup) {
			yield* this.#flush();
			yield* this.#fill();
		}
		return this.#keys.shift() ?? '';
	}

	/** What is typed until a bracketed paste ends. */
	*pasted(): Task<string> {
		const parts: string[] = [];
		while (!this.hangup) {
			const key = yield* this.#raw();
			if (key === '<PasteEnd>') break;
			if (!key.startsWith('<') || key.length === 1) parts.push(key);
		}
		return parts.join('');
	}

	/** The next key as the text it is, for M-V. */
	*verbatim(): Task<string> {
		return yield* this.#raw();
	}

	*#fill(): Task<void> {
		try {
			const bytes = yield* this.#process.read(this.#input, 4_096);
			if (bytes.length === 0) this.hangup = true;
			for (const key of this.#decoder.feed(bytes)) if (key !== '<Ignore>') this.#keys.push(key);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			if (error.errno !== 'EINTR') this.hangup = true;
			else this.#signals();
		}
	}

	#signals(): void {
		for (const signal of this.#process.takeSignals()) {
			if (signal === 'WINCH') {
				this.grid = this.#fresh();
				this.#shown = undefined;
				this.resized = true;
			} else if (signal === 'HUP' || signal === 'TERM') this.hangup = true;
		}
	}

	*#flush(): Task<void> {
		const fresh = this.#shown === undefined ? '\x1b[H\x1b[2J' : '';
		const change = difference(this.#shown, this.grid);
		this.#shown = copyOf(this.grid);
		const { row, column } = this.cursor;
		const bell = this.#bell;
		this.#bell = '';
		yield* this.#write(
			`${fresh}${change === '' ? '' : `\x1b[?25l${change}\x1b[?25h`}\x1b[${row + 1};${column + 1}H${bell}`,
		);
	}
}

function copyOf(grid: Grid): Grid {
	const copy = new Grid(grid.columns, grid.rows);
	for (let row = 0; row < grid.rows; row++) {
		copy.chars[row] = [...(grid.chars[row] as string[])];
		copy.attributes[row] = [...(grid.attributes[row] as string[])];
	}
	return copy;
}
