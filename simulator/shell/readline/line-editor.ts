import { SystemError, type TerminalMode } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { ExitShell, Interrupted } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import { COMMANDS, type EditorCommand, typeDigit } from './commands.ts';
import { HistoryWalk } from './history-walk.ts';
import { type Binding, defaultBinding } from './key-bindings.ts';
import { keyNames } from './key-names.ts';
import { type Key, KeyReader } from './key-reader.ts';
import type { KeymapName } from './keymaps.ts';
import { KillRing } from './kill-ring.ts';
import { LineBuffer } from './line-buffer.ts';
import { runBoundCommand } from './more-commands.ts';
import { Screen } from './screen.ts';

/** What a key for completion asks. */
export interface CompletionRequest {
	/** The function of readline. */
	readonly command: string;
	/** Complete or list when again; list; insert all; one after the other; all between braces. */
	readonly kind: 'tab' | 'list' | 'all' | 'menu' | 'braces';
	/** What may stand there: anything that the shell would offer, or one kind of it. */
	readonly source: 'any' | 'filename' | 'command' | 'username' | 'hostname' | 'variable' | 'glob' | 'history';
	/** The key, as typed. */
	readonly key: string;
	/** Steps through a menu. */
	readonly count: number;
}

/** Completes the word at the cursor; how is the shell's business. */
export interface Completer {
	complete(editor: LineEditor, request: CompletionRequest): Task<void>;
}

/**
 * Reads lines from a terminal with the keys of emacs or vi. Models readline: the terminal is in raw mode only while a line is
 * read.
 */
export class LineEditor {
	readonly shell: Shell;
	readonly fd: number;
	readonly keys: KeyReader;
	readonly buffer = new LineBuffer();
	readonly screen: Screen;
	readonly kills = new KillRing();
	readonly completer: Completer;
	walk: HistoryWalk;
	/** What is shown before the line, on its row; searches change it for a while. */
	prompt = '';
	/** The prompt's last row as the shell has it, and the rows above, which are written once. */
	#ownPrompt = '';
	#rowsAbove = '';
	#isFresh = true;
	/** What stands out in the line: what has been pasted or found. */
	region: readonly [number, number] | undefined;
	/** The text that the next line begins with. */
	nextText = '';
	/** Digits of a count as typed so far. */
	digits = '';
	/** The keys of the last command, for commands that do something else when repeated. */
	lastCommand = '';
	/** The text of the last search, which an empty search repeats. */
	lastSearch = '';
	/** M-digits. */
	argument: number | undefined;
	/** Set by a command that ends the line. */
	accepted: 'no' | 'line' | 'end' = 'no';
	/** The line goes on with a command, or with one of its words. */
	continued: '' | 'command' | 'word' = '';
	/** C-o: the history line to show next. */
	nextLine: number | undefined;
	/** Offset and length of what M-. inserted last, and how far back it came from. */
	lastArgument = { from: 0, to: 0, number: 0 };
	keymap: KeymapName = 'emacs';
	/** Typed characters take the place of those at the cursor. */
	overwrites = false;
	mark = 0;
	/** vi's `m`: by letter. */
	readonly marks = new Map<string, number>();
	/** What C-x e types; while it is recorded, `recording`. */
	macro: readonly Key[] = [];
	recording: Key[] | undefined;
	/** What the searches by prefix look for. */
	searchPrefix = '';
	/** vi: the last `f`, `t`, `F` or `T`, and the way of the last `/`. */
	viSearch: { readonly kind: 'f' | 'F' | 't' | 'T'; readonly char: string } | undefined;
	viSearchBack = true;
	/** vi: the keys of the change that `.` repeats, and those of the one being made. */
	#lastChange: readonly Key[] = [];
	#change: Key[] | undefined;
	#mode: TerminalMode | undefined;

	constructor(shell: Shell, fd: number, completer: Completer) {
		this.shell = shell;
		this.fd = fd;
		this.completer = completer;
		this.keys = new KeyReader(shell.process, fd);
		this.screen = new Screen(shell.process.terminalSize(fd).columns);
		this.walk = new HistoryWalk(shell.history);
	}

	/** One line, without its newline; undefined at the end of input. Throws Interrupted for Ctrl-C. */
	*readLine(prompt: string, continued: LineEditor['continued'] = ''): Task<string | undefined> {
		const above = prompt.lastIndexOf('\n') + 1;
		this.#rowsAbove = prompt.slice(0, above).replace(/[\x01\x02]/g, '');
		this.#ownPrompt = prompt.slice(above);
		this.prompt = this.#ownPrompt;
		this.region = undefined;
		this.continued = continued;
		this.walk = new HistoryWalk(this.shell.history);
		this.buffer.load(this.nextText);
		this.nextText = '';
		if (this.nextLine !== undefined) {
			const line = this.walk.go(this.nextLine, '');
			if (line !== undefined) this.buffer.load(line);
			this.nextLine = undefined;
		}
		this.accepted = 'no';
		this.lastCommand = '';
		this.argument = undefined;
		this.digits = '';
		this.mark = 0;
		this.marks.clear();
		this.overwrites = false;
		this.keymap = this.shell.options.set.vi ? 'vi-insert' : 'emacs';
		try {
			yield* this.begin();
			yield* this.#edit();
			if (this.#ended()) {
				yield* this.write(`${this.screen.leave()}${this.#paste('\x1b[?2004l')}\r\n`);
				return undefined;
			}
			yield* this.redraw();
			yield* this.write(`${this.screen.leave(true)}\n${this.#paste('\x1b[?2004l\r')}`);
			return this.buffer.text;
		} finally {
			this.leaveRaw();
		}
	}

	/** Raw mode, and the line on the terminal; again after a command of the line editor had it for itself. */
	*begin(): Task<void> {
		this.#enterRaw();
		this.startAfresh();
		yield* this.write(this.#paste('\x1b[?2004h'));
		yield* this.redraw();
	}

	/** vi: a change begins with this key; what follows belongs to it until it ends. */
	beginChange(key: Key): void {
		this.#change = [...[...String(this.argument ?? '')].map((c) => ({ name: c, text: c })), key];
	}

	endChange(): void {
		if (this.#change !== undefined) this.#lastChange = this.#change;
		this.#change = undefined;
	}

	/** vi's `.`: false when nothing was changed yet. */
	redo(): boolean {
		this.keys.typeAhead(this.#lastChange);
		return this.#lastChange.length > 0;
	}

	/** The switches of bracketed paste, which busybox does not know. */
	#paste(switches: string): string {
		return this.shell.isBash && this.shell.keyBindings?.isOn('enable-bracketed-paste') !== false ? switches : '';
	}

	#ended(): boolean {
		return this.accepted === 'end';
	}

	#enterRaw(): void {
		const mode = this.shell.process.getTerminalMode(this.fd);
		this.#mode = mode;
		this.shell.process.setTerminalMode(this.fd, { ...mode, canonical: false, echo: false, mapReturn: false });
	}

	/** The terminal as it was, while commands run. */
	leaveRaw(): void {
		if (this.#mode !== undefined) this.shell.process.setTerminalMode(this.fd, this.#mode);
		this.#mode = undefined;
	}

	*#edit(): Task<void> {
		while (this.accepted === 'no') {
			const key = yield* this.nextKey();
			if (key === undefined) continue;
			if (key.name === 'timeout') {
				yield* this.write(`${this.#paste('\x1b[?2004l\r')}\x07timed out waiting for input: auto-logout\n`);
				throw new ExitShell(this.shell.status);
			}
			this.region = undefined;
			yield* this.press(key);
			yield* this.shell.process.tick();
			if (this.accepted === 'no' && !this.keys.hasMore) yield* this.redraw();
		}
	}

	/** The next key; undefined when a signal came instead (a resize was dealt with). */
	*nextKey(): Task<Key | undefined> {
		try {
			this.keys.escapeAlone = this.keymap !== 'emacs';
			const key = yield* this.keys.next();
			this.#change?.push(key);
			this.recording?.push(key);
			return key;
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			if (error.errno === 'EIO') return { name: 'end', text: '' };
			if (error.errno !== 'EINTR') throw error;
			yield* this.#signals();
			return undefined;
		}
	}

	*#signals(): Task<void> {
		const { shell } = this;
		for (const signal of shell.process.takeSignals()) {
			if (signal === 'WINCH') {
				yield* this.write(this.screen.resize(shell.process.terminalSize(this.fd).columns));
				yield* this.redraw();
			} else if (signal === 'INT' && shell.traps.get('INT') === undefined) {
				yield* this.redraw();
				const switches = this.#paste('\x1b[?2004l\r\x1b[?2004h\x1b[?2004l\r');
				yield* this.write(`^C${this.screen.leave()}${switches}\n`);
				throw new Interrupted();
			} else shell.pendingSignals.push(signal);
		}
		if (shell.pendingSignals.length > 0) yield* shell.interrupted();
	}

	/** Runs what a key is bound to. */
	*press(key: Key): Task<void> {
		const found = yield* this.#bindingOf(key);
		if (found === undefined) return;
		const { binding, last } = found;
		if (binding?.kind === 'macro') {
			this.keys.typeAhead(keysOf(binding.text));
			return;
		}
		if (binding?.kind === 'command') {
			yield* runBoundCommand(this, binding.text);
			return;
		}
		if (this.digits !== '' && /^\d$/.test(last.name)) {
			typeDigit(this, last);
			return;
		}
		const plain = this.keymap !== 'vi-command' && isText(last) ? 'self-insert' : undefined;
		const name = binding?.name === 'self-insert' ? plain : (binding?.name ?? plain);
		const command: EditorCommand | undefined = name === undefined ? undefined : COMMANDS.get(name);
		if (command === undefined || name === undefined) {
			if (key.name !== '') yield* this.bell();
			return;
		}
		const digits = name === 'digit-argument' || name === 'vi-arg-digit' || name === 'universal-argument';
		if (!digits) {
			this.kills.joining = KILLS.has(this.lastCommand) && KILLS.has(name);
			this.prompt = this.#ownPrompt;
			this.digits = '';
		}
		const outcome = command(this, last);
		if (outcome !== undefined) yield* outcome;
		if (!digits) this.argument = undefined;
		this.lastCommand = name;
	}

	/** What a key does, with those that have to follow it. Undefined when a signal came between them. */
	*#bindingOf(key: Key): Task<{ readonly binding: Binding | undefined; readonly last: Key } | undefined> {
		let sequence = key.name;
		let last = key;
		for (;;) {
			const own = this.shell.keyBindings;
			const binding = own === undefined ? defaultBinding(this.keymap, sequence) : own.lookUp(this.keymap, sequence);
			if (binding === undefined && /(?:M-|C-x )[A-Z]$/.test(sequence)) {
				// do-lowercase-version
				sequence = sequence.slice(0, -1) + sequence.slice(-1).toLowerCase();
				continue;
			}
			if (binding !== 'prefix') return { binding, last };
			const next = yield* this.nextKey();
			if (next === undefined) return undefined;
			last = next;
			sequence += ` ${next.name}`;
		}
	}

	/** Rings once the line is shown as it is. */
	*bell(): Task<void> {
		yield* this.redraw();
		yield* this.ring();
	}

	*ring(): Task<void> {
		if (this.shell.keyBindings?.variable('bell-style') !== 'none') yield* this.write('\x07');
	}

	*redraw(): Task<void> {
		const above = this.#isFresh && this.prompt === this.#ownPrompt ? this.#rowsAbove : '';
		this.#isFresh = false;
		const prompt = this.prompt === this.#ownPrompt ? this.#modeText() + this.prompt : this.prompt;
		yield* this.write(above + this.screen.draw(prompt, this.buffer.chars, this.buffer.cursor, this.region));
	}

	/** `show-mode-in-prompt`. */
	#modeText(): string {
		const { keyBindings } = this.shell;
		if (keyBindings?.isOn('show-mode-in-prompt') !== true) return '';
		const names = { emacs: 'emacs-mode-string', 'vi-insert': 'vi-ins-mode-string', 'vi-command': 'vi-cmd-mode-string' };
		return keyBindings.variable(names[this.keymap]) ?? '';
	}

	/** `enable-active-region`: what has just been pasted or found stands out until the next key. */
	standOut(from: number, to: number): void {
		const { keyBindings } = this.shell;
		const wanted = keyBindings?.isOn('enable-active-region') !== false && this.#paste('x') !== '';
		this.region = wanted && from < to ? [from, to] : undefined;
	}

	/** A count is being typed: it stands where the prompt was. */
	showCount(): void {
		this.prompt = `(arg: ${this.argument ?? 1}) `;
	}

	/** Goes below the line to print something there; the line is drawn again afterwards. */
	*printBelow(text: string): Task<void> {
		yield* this.redraw();
		yield* this.write(`${this.screen.leave()}\n${text}`);
		this.startAfresh();
	}

	/** Something else has been written: prompt and line are drawn anew where the cursor is. */
	startAfresh(): void {
		this.#isFresh = true;
		this.screen.reset(this.shell.process.terminalSize(this.fd).columns);
	}

	*write(text: string): Task<void> {
		if (text === '') return;
		yield* this.shell.write(this.fd === 0 ? 2 : this.fd, text);
	}
}

function isText(key: Key): boolean {
	return key.text !== '' && key.name === key.text;
}

/** Kills one after the other go into one text. */
const KILLS: ReadonlySet<string> = new Set(
	(
		'kill-line unix-line-discard kill-word backward-kill-word unix-word-rubout backward-kill-line kill-whole-line ' +
		'unix-filename-rubout vi-unix-word-rubout kill-region copy-region-as-kill'
	).split(' '),
);

function keysOf(text: string): Key[] {
	const out: Key[] = [];
	for (const name of keyNames(text)) {
		const [char] = name;
		if (name === '' || char === undefined) continue;
		const control = /^C-(.)$/.exec(name)?.[1];
		const code =
			control === undefined
				? undefined
				: control === '?'
					? '\x7f'
					: String.fromCharCode(control.toUpperCase().charCodeAt(0) & 0x1f);
		out.push({ name, text: code ?? ([...name].length === 1 ? name : '') });
	}
	return out;
}
