import { SystemError, type TerminalMode } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { Interrupted } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import { COMMANDS, type EditorCommand, KEYMAP } from './commands.ts';
import { HistoryWalk } from './history-walk.ts';
import { type Key, KeyReader } from './key-reader.ts';
import { KillRing } from './kill-ring.ts';
import { LineBuffer } from './line-buffer.ts';
import { Screen } from './screen.ts';

/** Completes the word at the cursor; how is the shell's business. */
export type Completer = (editor: LineEditor, request: 'complete' | 'list') => Task<void>;

/**
 * Reads lines from a terminal with emacs keys. Models readline: the terminal is in raw mode only while a line is
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
	/** What is shown before the line; searches change it for a while. */
	prompt = '';
	/** The keys of the last command, for commands that do something else when repeated. */
	lastCommand = '';
	/** The text of the last search, which an empty search repeats. */
	lastSearch = '';
	/** M-digits. */
	argument: number | undefined;
	/** Set by a command that ends the line. */
	accepted: 'no' | 'line' | 'end' = 'no';
	/** The last Tab changed the line: the next one does not list yet. */
	completionChanged = false;
	/** C-o: the history line to show next. */
	nextLine: number | undefined;
	/** Offset and length of what M-. inserted last, and how far back it came from. */
	lastArgument = { from: 0, to: 0, number: 0 };
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
	*readLine(prompt: string): Task<string | undefined> {
		this.prompt = prompt;
		this.walk = new HistoryWalk(this.shell.history);
		this.buffer.load('');
		if (this.nextLine !== undefined) {
			const line = this.walk.go(this.nextLine, '');
			if (line !== undefined) this.buffer.load(line);
			this.nextLine = undefined;
		}
		this.accepted = 'no';
		this.lastCommand = '';
		this.argument = undefined;
		this.#enterRaw();
		this.screen.reset(this.shell.process.terminalSize(this.fd).columns);
		try {
			yield* this.write(this.#paste('\x1b[?2004h'));
			yield* this.redraw();
			yield* this.#edit();
			if (this.#ended()) {
				yield* this.write(`${this.screen.leave()}${this.#paste('\x1b[?2004l')}\r\n`);
				return undefined;
			}
			yield* this.redraw();
			yield* this.write(`${this.screen.leave()}\n${this.#paste('\x1b[?2004l\r')}`);
			return this.buffer.text;
		} finally {
			this.leaveRaw();
		}
	}

	/** The switches of bracketed paste, which busybox does not know. */
	#paste(switches: string): string {
		return this.shell.isBash ? switches : '';
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
			yield* this.press(key);
			yield* this.shell.process.tick();
			if (this.accepted === 'no' && !this.keys.hasMore) yield* this.redraw();
		}
	}

	/** The next key; undefined when a signal came instead (a resize was dealt with). */
	*nextKey(): Task<Key | undefined> {
		try {
			return yield* this.keys.next();
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
		const name = KEYMAP.get(key.name) ?? (isText(key) ? 'self-insert' : undefined);
		const command: EditorCommand | undefined = name === undefined ? undefined : COMMANDS.get(name);
		if (command === undefined || name === undefined) {
			if (key.name !== '') yield* this.bell();
			return;
		}
		if (name !== 'digit-argument') this.kills.joining = this.lastCommand.includes('kill') && name.includes('kill');
		const outcome = command(this, key);
		if (outcome !== undefined) yield* outcome;
		if (name !== 'digit-argument') this.argument = undefined;
		this.lastCommand = name;
	}

	/** Rings once the line is shown as it is. */
	*bell(): Task<void> {
		yield* this.redraw();
		yield* this.write('\x07');
	}

	*redraw(): Task<void> {
		yield* this.write(this.screen.draw(this.prompt, this.buffer.chars, this.buffer.cursor));
	}

	/** Goes below the line to print something there; the line is drawn again afterwards. */
	*printBelow(text: string): Task<void> {
		yield* this.write(`${this.screen.leave()}\n${text}`);
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
