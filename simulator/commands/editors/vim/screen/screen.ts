import type { Process, TerminalMode } from '../../../../kernel/process-api.ts';
import { SystemError } from '../../../../kernel/process-api.ts';
import type { Task } from '../../../../machinery/task.ts';
import { anyOf } from '../../../../machinery/task.ts';
import { encodeUtf8 } from '../../../../machinery/utf8.ts';
import { RAW_MODE } from '../../../raw-mode.ts';
import type { Editor } from '../editor.ts';
import { textOfValue } from '../ex/expression-value.ts';
import { writeSwap } from '../files/swap-file.ts';
import { KeyDecoder } from '../keys/key-decoder.ts';
import type { Key } from '../keys/key-names.ts';
import type { KeyInput } from '../keys/key-source.ts';
import type { MessageLine } from '../message-area.ts';
import { matchOf, pairsOf } from '../normal/match-pair.ts';
import { widthOf } from '../text/characters.ts';
import { Interrupted } from '../vim-error.ts';
import { difference, Grid } from './grid.ts';
import { messageRows, paintMessages } from './messages.ts';
import { paintScreen } from './paint-screen.ts';

type Brackets = readonly { readonly line: number; readonly column: number }[];

const UPDATE_MS = 4_000;

/** The terminal that an editor shows itself on. */
export class Screen {
	readonly #process: Process;
	/** Where keys are read. */
	readonly #input: number;
	readonly #decoder = new KeyDecoder();
	#mode: TerminalMode | undefined;
	#shown: Grid | undefined;
	#keys: Key[] = [];
	#bell = false;
	#started = false;
	#swapTick = 0;
	#ended = false;
	columns: number;
	rows: number;
	/** A key was read: the text has been seen. */
	#met = false;
	/** The bracket that 'showmatch' points at. */
	#brackets: Brackets = [];

	constructor(process: Process, input: number) {
		this.#process = process;
		this.#input = input;
		({ columns: this.columns, rows: this.rows } = this.#size());
	}

	#size(): { columns: number; rows: number } {
		if (!this.#process.isatty(1)) return { columns: 80, rows: 24 };
		const { columns, rows } = this.#process.terminalSize(1);
		return { columns: Math.max(12, columns || 80), rows: Math.max(2, rows || 24) };
	}

	/** Takes the terminal: raw keys, the alternate screen. */
	*start(editor: Editor): Task<void> {
		const process = this.#process;
		if (process.isatty(this.#input)) {
			this.#mode = process.getTerminalMode(this.#input);
			process.setTerminalMode(this.#input, { ...RAW_MODE, postprocess: true });
		}
		for (const signal of ['WINCH', 'INT', 'TSTP'] as const) process.onSignal(signal, 'catch');
		this.#started = true;
		this.#shown = undefined;
		yield* this.#write(
			`\x1b[?1049h${editor.small ? '' : '\x1b[?1h\x1b=\x1b[?2004h'}${this.#mouse(editor)}\x1b[H\x1b[2J`,
		);
	}

	#mouse(editor: Editor): string {
		return /[anvi]/.test(editor.text('mouse')) ? '\x1b[?1000h\x1b[?1002h\x1b[?1006h' : '';
	}

	/** Gives the terminal back. */
	*stop(editor: Editor): Task<void> {
		if (!this.#started) return;
		this.#started = false;
		yield* this.#write(
			`${editor.small ? '' : '\x1b[?1006l\x1b[?1002l\x1b[?1000l\x1b[?2004l\x1b[?1l\x1b>'}\x1b[${this.rows};1H\x1b[K\x1b[?1049l`,
		);
		if (this.#mode !== undefined) this.#process.setTerminalMode(this.#input, this.#mode);
	}

	*#write(text: string): Task<void> {
		for (;;) {
			try {
				yield* this.#process.write(1, encodeUtf8(text));
				return;
			} catch (error) {
				if (!(error instanceof SystemError) || error.errno !== 'EINTR') throw error;
				this.#process.takeSignals();
			}
		}
	}

	inputOf(editor: Editor): KeyInput {
		return new ScreenInput(this, editor);
	}

	/** The next draw writes everything. */
	forget(): void {
		this.#shown = undefined;
	}

	beep(): void {
		this.#bell = true;
	}

	mouseChanged(editor: Editor): void {
		if (!this.#started) return;
		this.#pendingOutput += this.#mouse(editor) || '\x1b[?1006l\x1b[?1002l\x1b[?1000l';
	}

	#pendingOutput = '';

	/** Gives every window its place, for the size that the terminal has now. */
	arrange(editor: Editor): void {
		editor.global.values.set('columns', this.columns);
		editor.global.values.set('lines', this.rows);
		editor.windows.arrange(this.columns, this.rows - 1, editor.number('laststatus'));
	}

	/** Keys from the terminal, after the screen shows what there is. None when `timeoutMs` passes. */
	*read(editor: Editor, timeoutMs: number | undefined): Task<readonly Key[]> {
		for (;;) {
			if (this.#keys.length > 0 && !editor.messages.waits) {
				this.#met = true;
				return this.#keys.splice(0);
			}
			if (this.#ended) {
				editor.exitStatus ??= 1;
				return ['\x1b'];
			}
			if (!editor.silent) yield* this.draw(editor);
			if (editor.messages.lines.length > 0 && !editor.silent) {
				yield* this.#confirmMessages(editor);
				continue;
			}
			const swapDue =
				editor.buffer.swapPath !== undefined && editor.buffer.tick !== this.#swapTick && editor.buffer.modified;
			const more = yield* this.#fill(timeoutMs ?? (swapDue ? UPDATE_MS : undefined));
			if (more) continue;
			if (timeoutMs !== undefined) return [];
			this.#swapTick = editor.buffer.tick;
			yield* writeSwap(editor, editor.buffer);
		}
	}

	/** Keys that others have not used. */
	unread(keys: readonly Key[]): void {
		this.#keys.unshift(...keys);
	}

	/** Waits for bytes; false when time passes first. */
	*#fill(timeoutMs: number | undefined): Task<boolean> {
		const process = this.#process;
		try {
			if (timeoutMs !== undefined) {
				const atMs = process.now() + timeoutMs;
				while (!process.readable(this.#input)) {
					if (process.now() >= atMs) return false;
					yield* process.block(anyOf([process.whenReadable(this.#input), process.timer(atMs)]));
				}
			}
			const bytes = yield* process.read(this.#input, 4_096);
			if (bytes.length === 0) this.#ended = true;
			this.#keys.push(...this.#decoder.feed(bytes));
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			if (error.errno !== 'EINTR') {
				this.#ended = true;
				return true;
			}
			this.#signals();
		}
		return true;
	}

	#signals(): void {
		for (const signal of this.#process.takeSignals()) {
			if (signal === 'WINCH') {
				({ columns: this.columns, rows: this.rows } = this.#size());
				this.#shown = undefined;
				this.#pendingOutput += '\x1b[H\x1b[2J';
			} else if (signal === 'INT') this.#keys.push('\x03');
			else if (signal === 'TSTP') this.#keys.push('\x1a');
		}
	}

	/** Long work looks here whether Ctrl-C was typed. Throws Interrupted. */
	*lookForInterrupt(): Task<void> {
		if (!this.#started || !this.#process.readable(this.#input)) return;
		yield* this.#fill(undefined);
		const at = this.#keys.indexOf('\x03');
		if (at < 0) return;
		this.#keys.splice(0, at + 1);
		throw new Interrupted();
	}

	/** Brings the terminal to what the editor is now. */
	*draw(editor: Editor): Task<void> {
		this.arrange(editor);
		this.#brackets = yield* this.#matching(editor);
		const grid = new Grid(this.columns, this.rows);
		const cursor = paintScreen(editor, grid, this.#brackets);
		const change = difference(this.#shown, grid);
		this.#shown = grid;
		const bell = this.#bell && editor.text('belloff') !== 'all' && !editor.flag('visualbell') ? '\x07' : '';
		this.#bell = false;
		const pending = this.#pendingOutput;
		this.#pendingOutput = '';
		const hides = change === '' ? ['', ''] : ['\x1b[?25l', '\x1b[?25h'];
		yield* this.#write(`${pending}${hides[0]}${change}\x1b[${cursor.row + 1};${cursor.column + 1}H${hides[1]}${bell}`);
	}

	/** The bracket under the cursor and its other half. Models runtime/plugin/matchparen.vim. */
	*#matching(editor: Editor): Task<Brackets> {
		if (editor.small || !editor.matchParen || editor.keys.hasWaiting) return [];
		const { window } = editor;
		const { line } = window;
		let { column } = window;
		const char = window.text[column];
		let pair = pairsOf(editor).find(([open, close]) => char === open || char === close);
		if (pair === undefined && editor.mode === 'insert' && column > 0) {
			column--;
			pair = pairsOf(editor).find(([open, close]) => window.text[column] === open || window.text[column] === close);
		}
		if (pair === undefined) return [];
		const other = yield* matchOf(
			editor,
			{ line, column },
			pair[0],
			pair[1],
			window.text[column] === pair[0],
			2 * this.rows,
		);
		return other === undefined ? [] : [{ line, column }, other];
	}

	/** One message goes to the foot of the screen; more of them wait for Enter. */
	*#confirmMessages(editor: Editor): Task<void> {
		const { messages } = editor;
		const { lines } = messages;
		messages.lines = [];
		const one = lines[0] as MessageLine;
		const room = this.#messageRoom(editor);
		const wide = messageRows([one], Math.max(1, this.columns)) > 1;
		const covers = one.group === 'ErrorMsg' && widthOf(one.text) > room;
		if (lines.length === 1 && !messages.mustWait && !covers && (!wide || room < 10)) {
			messages.shown = one;
			return;
		}
		if (lines.length === 1 && messageRows([one], this.columns) === 1 && !covers && editor.listTyped === undefined) {
			messages.mustWait = false;
			messages.shown = one;
			return;
		}
		messages.mustWait = false;
		const typed = editor.listTyped === undefined ? [] : [{ text: editor.listTyped, group: '' } as const];
		editor.listTyped = undefined;
		yield* this.#page(editor, [...typed, ...lines]);
	}

	/** Cells of the last row before what 'showcmd' and 'ruler' show there. Models option.c comp_col. */
	#messageRoom(editor: Editor): number {
		const ruler = editor.flag('ruler') && editor.windows.list().length === 1 && editor.number('laststatus') < 2;
		const command = editor.flag('showcmd') ? (ruler ? 10 : 11) : 0;
		return this.columns - 1 - command - (ruler ? 18 : 0);
	}

	/** Shows lines over the foot of the screen until a key is hit. */
	*#page(editor: Editor, lines: readonly MessageLine[]): Task<void> {
		let from = 0;
		const screenful = this.rows - 1;
		while (messageRows(lines.slice(from), this.columns) > screenful && editor.flag('more')) {
			let to = from + 1;
			while (messageRows(lines.slice(from, to + 1), this.columns) <= screenful) to++;
			const key = yield* this.#show(editor, lines.slice(from, to), '-- More --', 'MoreMsg', true);
			if (key === 'q' || key === '\x1b' || key === '\x03') return;
			from = key === '\r' || key === 'j' ? from + 1 : to;
			if (key === 'G') break;
		}
		const key = yield* this.#show(
			editor,
			lines.slice(from),
			'Press ENTER or type command to continue',
			'Question',
			false,
		);
		editor.messages.shown = undefined;
		if (key !== '\r' && key !== ' ' && key !== '\n' && key !== '\x1b' && key !== '\x03') this.#keys.unshift(key);
	}

	*#show(
		editor: Editor,
		lines: readonly MessageLine[],
		prompt: string,
		group: 'MoreMsg' | 'Question',
		_more: boolean,
	): Task<Key> {
		const grid = new Grid(this.columns, this.rows);
		// What goes wrong at the start is told on an empty screen.
		if (this.#met) paintScreen(editor, grid, []);
		paintMessages(editor, grid, lines, { text: prompt, group });
		const column = Math.min(prompt.length, this.columns - 1);
		const change = difference(this.#shown, grid);
		this.#shown = grid;
		yield* this.#write(`${this.#pendingOutput}${change}\x1b[${this.rows};${column + 1}H${this.#bell ? '\x07' : ''}`);
		this.#pendingOutput = '';
		this.#bell = false;
		const key = yield* this.#oneKey();
		this.#met = true;
		return key;
	}

	*#oneKey(): Task<Key> {
		while (this.#keys.length === 0) {
			if (this.#ended) return '\x03';
			yield* this.#fill(undefined);
		}
		const key = this.#keys.shift() as Key;
		return key === '<Ignore>' || key.startsWith('<Mouse') ? yield* this.#oneKey() : key;
	}

	/** Asks something whose answer is one key; the last line is the question. */
	*ask(editor: Editor, lines: readonly string[]): Task<Key> {
		if (editor.silent || !this.#started) return 'q';
		const grid = new Grid(this.columns, this.rows);
		const group = (text: string): MessageLine['group'] =>
			text.startsWith('E325') || text.startsWith('WARNING') ? 'ErrorMsg' : '';
		if (this.#met) paintScreen(editor, grid, []);
		paintMessages(
			editor,
			grid,
			lines.slice(0, -1).map((text) => ({ text, group: group(text) })),
			{ text: lines.at(-1) as string, group: 'MoreMsg' },
		);
		const change = difference(this.#shown, grid);
		this.#shown = grid;
		yield* this.#write(
			`${change}\x1b[${this.rows};${Math.min((lines.at(-1) as string).length, this.columns - 1) + 1}H`,
		);
		return yield* this.#oneKey();
	}

	/** Ctrl-Z: the shell has the terminal until `fg`. */
	*suspend(editor: Editor): Task<void> {
		if (editor.flag('autowrite') && editor.buffer.modified && editor.buffer.name !== '')
			yield* editor.parts.exCommand(editor, 'write');
		yield* this.stop(editor);
		const process = this.#process;
		process.onSignal('TSTP', 'default');
		try {
			process.kill(0, 'TSTP');
			yield* process.sleep(0);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			process.takeSignals();
		}
		({ columns: this.columns, rows: this.rows } = this.#size());
		yield* this.start(editor);
	}

	/** Gives the terminal to a command for a while. */
	*leave(editor: Editor, shown: string, modified: boolean): Task<void> {
		yield* this.stop(editor);
		this.#process.onSignal('INT', 'ignore');
		yield* this.#write(`${shown}\n${modified && editor.flag('warn') ? '[No write since last change]\n' : ''}`);
	}

	/** @param asks what is asked before the screen comes back, and who reads the answer. */
	*comeBack(
		editor: Editor,
		status: number,
		waits: boolean,
		asks: { readonly text: string; readonly answer: (nextKey: () => Task<Key>) => Task<void> } | undefined,
	): Task<void> {
		if (waits) {
			if (status !== 0) yield* this.#write(`\nshell returned ${status}\n`);
			if (this.#process.isatty(this.#input))
				this.#process.setTerminalMode(this.#input, { ...RAW_MODE, postprocess: true });
			if (asks !== undefined) {
				yield* this.#write(`\n${asks.text}`);
				yield* asks.answer(() => this.#oneKey());
			}
			yield* this.#write('\nPress ENTER or type command to continue');
			const key = yield* this.#oneKey();
			if (key === ':') this.#keys.unshift(key);
			if (this.#mode !== undefined) this.#process.setTerminalMode(this.#input, this.#mode);
		}
		editor.messages.shown = undefined;
		yield* this.start(editor);
	}
}

/** The keys of an editor come from its screen. */
class ScreenInput implements KeyInput {
	readonly #screen: Screen;
	readonly #editor: Editor;

	constructor(screen: Screen, editor: Editor) {
		this.#screen = screen;
		this.#editor = editor;
	}

	read(timeoutMs: number | undefined): Task<readonly Key[]> {
		return this.#screen.read(this.#editor, timeoutMs);
	}

	*evaluate(source: string): Task<string> {
		return textOfValue(yield* this.#editor.parts.evaluate(this.#editor, source));
	}

	get timeoutMs(): number | undefined {
		return this.#editor.flag('timeout') ? this.#editor.number('timeoutlen') : undefined;
	}

	get buffer(): number {
		return this.#editor.buffer.number;
	}

	tick(): Task<void> {
		return this.#editor.tick();
	}
}
