import type { Process } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import type { CommandLine } from './cmdline/command-line.ts';
import type { AutoCommands } from './ex/auto-commands.ts';
import type { ExValue } from './ex/expression-value.ts';
import type { Viminfo } from './files/viminfo.ts';
import { Folds } from './folds.ts';
import type { Completion, InsertSession } from './insert/insert-session.ts';
import type { Key } from './keys/key-names.ts';
import { KeySource } from './keys/key-source.ts';
import { MessageArea } from './message-area.ts';
import type { OptionValue } from './options.ts';
import { GlobalOptions, optionNamed } from './options.ts';
import { PatternError } from './regexp/vim-pattern.ts';
import { VimRegexp } from './regexp/vim-regexp.ts';
import { Registers } from './registers.ts';
import type { Screen } from './screen/screen.ts';
import { columnsBefore, firstNonBlank, nextOffset, offsetAtColumn, previousOffset } from './text/characters.ts';
import type { Position } from './text/position.ts';
import { movedLine, TextBuffer } from './text/text-buffer.ts';
import { VimError } from './vim-error.ts';
import { Windows } from './windows.ts';

export type Mode = 'normal' | 'insert' | 'replace' | 'virtual-replace' | 'command' | 'ex';

export interface Visual {
	mode: 'v' | 'V' | '\x16';
	start: Position;
}

/** What `.` does again. */
export interface Repeat {
	readonly count: number;
	readonly register: string;
	/** What was typed, without count and register. */
	readonly keys: readonly Key[];
	/** Size of the Visual area it worked on. */
	readonly visual: { readonly mode: Visual['mode']; readonly lines: number; readonly columns: number } | undefined;
}

/** The parts that call each other in circles, wired by `vim.ts`. */
export interface EditorParts {
	normalCommand(editor: Editor): Task<void>;
	exCommand(editor: Editor, text: string): Task<void>;
	evaluate(editor: Editor, source: string): Task<ExValue>;
	selectSize(editor: Editor, size: NonNullable<Repeat['visual']>): void;
	mouse(editor: Editor, key: Key): void;
	restartInsert(editor: Editor, session: InsertSession): void;
	paste(editor: Editor): Task<void>;
	completions(editor: Editor, text: string): readonly string[];
}

export interface Substitute {
	readonly pattern: string;
	readonly replacement: string;
	readonly flags: string;
}

/** Steps of a search for a step of the process (a power of two); as many as take a while. */
const SEARCH_STEPS_LOG2 = 4;
const WORK_AT_ONCE = 16_384;
/** A line that takes a while to go through. */
const LINE_AT_ONCE = 100_000;

/** Everything that one running vim knows. */
export class Editor {
	readonly process: Process;
	readonly parts: EditorParts;
	/** As it was called: "vim", "vi", "view". */
	readonly calledAs: string;
	/** The smaller vi of busybox. */
	readonly small: boolean;
	readonly global = new GlobalOptions();
	readonly registers = new Registers();
	readonly messages = new MessageArea();
	readonly keys: KeySource;
	readonly windows: Windows;
	readonly screen: Screen;
	readonly autoCommands: AutoCommands;
	readonly variables = new Map<string, ExValue>();
	readonly userCommands = new Map<string, string>();
	readonly abbreviations = new Map<string, { readonly text: string; readonly modes: string }>();
	readonly histories = { ':': [] as string[], '/': [] as string[], '=': [] as string[], '': [] as string[] };
	buffers: TextBuffer[] = [];
	/** Files named on the command line. */
	arguments: string[] = [];
	argumentAt = 0;
	mode: Mode = 'normal';
	/** Ctrl-O in insert mode: 'insert', 'replace'. */
	insertNormal: 'insert' | 'replace' | undefined;
	visual: Visual | undefined;
	lastVisual: { mode: Visual['mode']; start: Position; end: Position; toEnd: boolean } | undefined;
	repeat: Repeat | undefined;
	repeating = false;
	/** The count of the operator in hand, with its motion's. */
	operatorCount = 0;
	commandLine: CommandLine | undefined;
	completion: Completion | undefined;
	/** What 'incsearch' shows. */
	incremental: { readonly start: Position; readonly end: Position } | undefined;
	/** Keys of an unfinished command, at the foot of the screen with 'showcmd'. */
	pending = '';
	lastSearch: { pattern: string; forward: boolean; offset: string } | undefined;
	/** `:nohlsearch` was said. */
	highlightOff = false;
	lastFind: { char: string; forward: boolean; till: boolean } | undefined;
	lastSubstitute: Substitute | undefined;
	lastInserted = '';
	lastCommandLine = '';
	lastMacro = '';
	lastShellCommand = '';
	syntaxOn = false;
	filetypeOn = { detect: false, plugin: false, indent: false };
	/** Set when the program is to end. */
	exitStatus: number | undefined;
	/** -R, view. */
	readOnly = false;
	/** -n. */
	noSwap = false;
	matchParen = true;
	/** What stays in ~/.viminfo; undefined: nothing. */
	viminfo: Viminfo | undefined;
	/** A file that is opened again shows the place where it was left. Models defaults.vim. */
	returnsToLast = false;
	/** When it was started, as long as that is shown over an empty text. */
	introMs: number | undefined;
	/** E173 was told once. */
	quitWarned = false;
	/** Lines that the command has changed: the first, the one behind the last, how many there are more. */
	changed: { first: number; end: number; extra: number } | undefined;
	/** The command line that a list stands below. */
	listTyped: string | undefined;
	/** -es: no screen, commands from standard input. */
	silent = false;
	silentFailed = false;
	/** Depth of :source, :normal and :execute. */
	depth = 0;
	/** `:vertical`, `:botright`, `:tab` before a command that splits. */
	splitWay: { readonly vertical?: boolean; readonly after?: boolean; readonly tab?: boolean } = {};
	/** `:g` is running: messages wait. */
	globalBusy = false;
	/** Lines that `:g` has still to visit. */
	globalLines: (number | undefined)[] | undefined;
	globalSubstitutions: { readonly count: number; readonly lines: number } | undefined;
	/** What a script has still to say, for commands that read lines from it. */
	scriptLines: string[] | undefined;
	/** What is asked at the foot of the screen, a key being the answer. */
	question: string | undefined;
	/** Steps of searches since the last tick. */
	#work = 0;
	#ticks = 0;
	#nextBuffer = 1;

	constructor(options: {
		process: Process;
		parts: EditorParts;
		calledAs: string;
		small: boolean;
		screen: Screen;
		autoCommands: AutoCommands;
	}) {
		this.process = options.process;
		this.parts = options.parts;
		this.calledAs = options.calledAs;
		this.small = options.small;
		this.screen = options.screen;
		this.autoCommands = options.autoCommands;
		this.keys = new KeySource(options.screen.inputOf(this));
		const first = this.addBuffer('', '');
		first.loaded = true;
		this.windows = new Windows(first);
		this.global.adoptWindow(this.window.options);
	}

	get window(): Windows['current'] {
		return this.windows.current;
	}

	get buffer(): TextBuffer {
		return this.windows.current.buffer;
	}

	addBuffer(name: string, path: string): TextBuffer {
		const buffer: TextBuffer = new TextBuffer(this.#nextBuffer++, name, path, {
			now: () => this.process.now(),
			listener: this,
			visual: () => this.lastVisual,
			cursor: () => (this.buffers.length > 0 && this.buffer === buffer ? this.window.position : buffer.lastCursor),
		});
		this.global.adoptBuffer(buffer);
		this.buffers.push(buffer);
		return buffer;
	}

	linesChanged(buffer: TextBuffer, at: number, removed: number, added: number): void {
		if (buffer === this.buffer) {
			this.#noteChange(at, removed, added);
			this.#moveLastVisual(at, removed, added);
		}
		if (this.globalLines !== undefined && buffer === this.buffer) followLines(this.globalLines, at, removed, added);
		for (const window of this.windows.all()) {
			window.jumps.forEach((jump, index) => {
				if (jump.buffer !== buffer) return;
				const line = movedLine(jump.position.line, at, removed, added) ?? Math.min(at, buffer.lastLine);
				window.jumps[index] = { buffer, position: { ...jump.position, line } };
			});
			if (window.buffer !== buffer) continue;
			Folds.move(window, at, removed, added);
			const previous = movedLine(window.previous.line, at, removed, added);
			window.previous = { ...window.previous, line: previous ?? Math.min(at, buffer.lastLine) };
			if (window === this.window) continue;
			window.line = Math.max(0, Math.min(movedLine(window.line, at, removed, added) ?? at, buffer.lastLine));
			window.top = Math.max(0, Math.min(movedLine(window.top, at, removed, added) ?? at, buffer.lastLine));
		}
	}

	/** '< and '> go with their lines. */
	#moveLastVisual(at: number, removed: number, added: number): void {
		const last = this.lastVisual;
		if (last === undefined) return;
		const moved = ({ line, column }: Position): Position => ({
			line: movedLine(line, at, removed, added) ?? Math.min(at, this.buffer.lastLine),
			column,
		});
		this.lastVisual = { ...last, start: moved(last.start), end: moved(last.end) };
	}

	#noteChange(at: number, removed: number, added: number): void {
		const extra = added - removed;
		const { changed } = this;
		if (changed === undefined) {
			this.changed = { first: at, end: at + added, extra };
			return;
		}
		changed.first = Math.min(changed.first, at);
		changed.end = changed.end >= at + removed ? changed.end + extra : at + added;
		changed.extra += extra;
	}

	/** Whether rows below the change are moved on the screen instead of drawn anew. Models drawscreen.c win_update. */
	get shiftsRows(): boolean {
		const { changed, window } = this;
		if (changed === undefined || changed.extra === 0) return false;
		if (this.flag('number') || this.flag('relativenumber')) return false;
		if (changed.first < window.top || (changed.first === window.top && changed.extra > 0)) return false;
		const row = changed.end - window.top;
		return changed.end < window.bottom && row + Math.abs(changed.extra) < window.rows - 2;
	}

	/** An option's value for the current buffer and window. */
	option(name: string): OptionValue {
		const kind = optionNamed(name);
		if (kind === undefined) throw new Error(`assertion failed: no option ${name}`);
		const own =
			kind.scope === 'buffer' ? this.buffer.options : kind.scope === 'window' ? this.window.options : undefined;
		return own?.get(kind.name) ?? (this.global.values.get(kind.name) as OptionValue);
	}

	flag(name: string): boolean {
		return this.option(name) === true;
	}

	number(name: string): number {
		return this.option(name) as number;
	}

	text(name: string): string {
		return this.option(name) as string;
	}

	get tabstop(): number {
		return this.number('tabstop');
	}

	get shiftwidth(): number {
		return this.number('shiftwidth') || this.tabstop;
	}

	/** Moves the cursor; the column that j and k keep to follows. */
	moveTo(position: Position): void {
		const { window } = this;
		window.line = Math.max(0, Math.min(position.line, this.buffer.lastLine));
		window.column = Math.max(0, position.column);
		this.clampColumn();
		this.keepColumn();
	}

	/** To the line's first character that is not blank, or its last one. */
	beginLine(): void {
		const { text } = this.window;
		this.window.column = Math.max(0, Math.min(firstNonBlank(text), text.length - 1));
		this.keepColumn();
	}

	/** The same, unless 'nostartofline' keeps the column. */
	startLine(): void {
		if (this.flag('startofline')) this.beginLine();
		else this.moveToLine(this.window.line);
	}

	/** The column the cursor is in becomes the one to keep to. */
	keepColumn(): void {
		const { window } = this;
		window.want = columnsBefore(window.text, window.column, this.tabstop);
		if (this.mode === 'normal' && window.text[window.column] === '\t' && this.visual === undefined) {
			window.want += this.tabstop - (window.want % this.tabstop) - 1;
		}
	}

	/** To a line, in the column that is kept to. */
	moveToLine(line: number): void {
		const { window } = this;
		window.line = Math.max(0, Math.min(line, this.buffer.lastLine));
		window.column =
			window.want === Number.POSITIVE_INFINITY
				? window.text.length
				: offsetAtColumn(window.text, window.want, this.tabstop);
		this.clampColumn();
	}

	/** The last place the cursor may be in a line: on its last character, but after it where text is inserted or selected. */
	clampColumn(): void {
		const { window } = this;
		const { text } = window;
		if (window.line > this.buffer.lastLine) window.line = this.buffer.lastLine;
		const beyond = this.mode !== 'normal' || this.insertNormal !== undefined || this.visual !== undefined;
		if (window.column < text.length) {
			if (window.column > 0 && nextOffset(text, previousOffset(text, window.column)) > window.column) {
				window.column = previousOffset(text, window.column + 1);
			}
			return;
		}
		window.column = beyond || text === '' ? text.length : previousOffset(text, text.length);
	}

	/** Counts work of loops that the user decides; looks for Ctrl-C now and then. */
	*tick(): Task<void> {
		// Long lines make every step longer.
		for (let left = this.window.text.length; left >= 0; left -= 500) yield* this.process.tick();
		const work = this.#work >> SEARCH_STEPS_LOG2;
		this.#work = 0;
		if (work > 0) yield* this.process.tick(work);
		if (++this.#ticks % 256 === 0) yield* this.screen.lookForInterrupt();
	}

	/** After what takes long only with long lines or long searches. */
	*settle(): Task<void> {
		if (this.#work > WORK_AT_ONCE || this.window.text.length > LINE_AT_ONCE) yield* this.tick();
	}

	/** Throws VimError. '' is the last pattern. */
	regexp(pattern: string): VimRegexp {
		try {
			return new VimRegexp(pattern, {
				ignoreCase: this.flag('ignorecase'),
				smartCase: this.flag('smartcase'),
				magic: this.flag('magic'),
				tilde: this.lastSubstitute?.replacement,
				spend: (steps) => {
					this.#work += steps;
				},
			});
		} catch (error) {
			if (error instanceof PatternError) throw new VimError(error.message);
			throw error;
		}
	}

	/** Throws VimError E21 where nothing may be changed. */
	checkModifiable(): void {
		if (!this.flag('modifiable')) throw new VimError("E21: Cannot make changes, 'modifiable' is off");
		if (this.flag('readonly') && !this.buffer.modified && this.buffer.marks.get('\0warned') === undefined) {
			this.buffer.marks.set('\0warned', { line: 0, column: 0 });
			this.messages.warn('W10: Warning: Changing a readonly file');
		}
	}

	/** Runs `keys` as if they were typed, to their end. */
	*runKeys(keys: readonly Key[], mappable: boolean): Task<void> {
		if (++this.depth > 100) {
			this.depth--;
			throw new VimError('E169: Command too recursive');
		}
		const kept = this.keys.enter(keys, mappable);
		try {
			while (this.keys.hasWaiting && this.exitStatus === undefined) {
				yield* this.parts.normalCommand(this);
				yield* this.tick();
			}
		} finally {
			this.keys.leave(kept);
			this.depth--;
		}
	}
}

function followLines(lines: (number | undefined)[], at: number, removed: number, added: number): void {
	lines.forEach((line, index) => {
		if (line !== undefined) lines[index] = movedLine(line, at, removed, added);
	});
}
