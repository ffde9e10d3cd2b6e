import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import { readLiteral } from '../insert/read-literal.ts';
import type { Key } from '../keys/key-names.ts';
import { isNamed } from '../keys/key-names.ts';
import { readRegister } from '../normal/put.ts';
import { search, splitPattern } from '../normal/search.ts';
import { registerString } from '../registers.ts';
import { isKeywordCode, nextOffset, previousOffset } from '../text/characters.ts';
import { VimError } from '../vim-error.ts';
import type { CommandLine } from './command-line.ts';

const TEXT_MAX = 100_000;

/** What is typed behind ":", "/", "?" or "=", or for `:append` behind nothing; undefined: it was given up. */
export function* readCommandLine(editor: Editor, prompt: string, initial = ''): Task<string | undefined> {
	const line: CommandLine = { prompt, text: initial, cursor: initial.length, menu: undefined, hint: '' };
	const { mode, commandLine: outer } = editor;
	const { window } = editor;
	const view = { line: window.line, column: window.column, top: window.top, left: window.left };
	editor.commandLine = line;
	editor.mode = 'command';
	editor.messages.shown = undefined;
	if (!editor.messages.mustWait) editor.messages.lines = [];
	try {
		return yield* new CommandLineReader(editor, line).read(view);
	} finally {
		editor.commandLine = outer;
		editor.mode = mode === 'command' ? 'normal' : mode;
		editor.incremental = undefined;
	}
}

interface View {
	readonly line: number;
	readonly column: number;
	readonly top: number;
	readonly left: number;
}

class CommandLineReader {
	readonly #editor: Editor;
	readonly #line: CommandLine;
	/** Where in the history it stands; its length: below it. */
	#at: number;
	#typed: string | undefined;
	readonly #history: string[];

	constructor(editor: Editor, line: CommandLine) {
		this.#editor = editor;
		this.#line = line;
		this.#history = editor.histories[line.prompt === '?' ? '/' : (line.prompt as '/' | ':' | '=' | '')];
		this.#at = this.#history.length;
	}

	*read(view: View): Task<string | undefined> {
		const editor = this.#editor;
		const line = this.#line;
		for (;;) {
			const key = yield* editor.keys.next('c');
			yield* editor.tick();
			if (key === '\r' || key === '\n') {
				this.#restore(view);
				this.#remember();
				if (line.prompt === ':' && !editor.keys.isNested) editor.messages.shown = { text: `:${line.text}`, group: '' };
				return line.text;
			}
			if (key === '\x1b' || key === '\x03' || ((key === '<BS>' || key === '\b') && line.text === '')) {
				this.#restore(view);
				if (line.text !== '') this.#remember();
				return undefined;
			}
			const before = line.text;
			yield* this.#press(key);
			if (line.text.length > TEXT_MAX) throw new VimError('E342: Out of memory!');
			if (line.text !== before && /^[/?]$/.test(line.prompt)) yield* this.#preview(view);
		}
	}

	#remember(): void {
		const { text } = this.#line;
		const history = this.#history;
		if (text === '' || this.#editor.keys.isNested) return;
		const same = history.indexOf(text);
		if (same >= 0) history.splice(same, 1);
		history.push(text);
		if (history.length > 200) history.shift();
	}

	#restore(view: View): void {
		const { window } = this.#editor;
		if (this.#editor.incremental === undefined) return;
		window.line = view.line;
		window.column = view.column;
		window.top = view.top;
		window.left = view.left;
		this.#editor.incremental = undefined;
	}

	/** 'incsearch': shows what would be found. */
	*#preview(view: View): Task<void> {
		const editor = this.#editor;
		if (!editor.flag('incsearch') || editor.keys.isNested || editor.keys.hasWaiting) return;
		const { pattern } = splitPattern(this.#line.text, this.#line.prompt);
		const { window } = editor;
		window.line = view.line;
		window.column = view.column;
		editor.incremental = { start: view, end: view };
		if (pattern === '') return;
		try {
			const forward = this.#line.prompt === '/';
			const result = yield* search(editor, editor.regexp(pattern), view, { forward, wrap: editor.flag('wrapscan') });
			if (result === undefined) return;
			window.line = result.found.start.line;
			window.column = result.found.start.column;
			editor.incremental = result.found;
		} catch (error) {
			if (!(error instanceof VimError)) throw error;
		}
	}

	#insert(text: string): void {
		const line = this.#line;
		line.text = line.text.slice(0, line.cursor) + text + line.text.slice(line.cursor);
		line.cursor += text.length;
	}

	#erase(from: number): void {
		const line = this.#line;
		line.text = line.text.slice(0, from) + line.text.slice(line.cursor);
		line.cursor = from;
	}

	*#press(key: Key): Task<void> {
		const line = this.#line;
		if (key !== '\t' && key !== '<S-Tab>' && !(line.menu !== undefined && (key === '\x0e' || key === '\x10')))
			line.menu = undefined;
		if (key !== '<Up>' && key !== '<Down>' && key !== '\x10' && key !== '\x0e') this.#typed = undefined;
		switch (key) {
			case '<BS>':
			case '\b':
				if (line.cursor > 0) this.#erase(previousOffset(line.text, line.cursor));
				return;
			case '\x17':
				this.#erase(wordBefore(line.text, line.cursor));
				return;
			case '\x15':
				this.#erase(0);
				return;
			case '\x16':
			case '\x11': {
				line.hint = '^';
				const literal = yield* readLiteral(this.#editor);
				line.hint = '';
				if (!isNamed(literal)) this.#insert(literal);
				return;
			}
			case '\x12':
				yield* this.#register();
				return;
			case '\t':
				yield* this.#complete(1);
				return;
			case '<S-Tab>':
				yield* this.#complete(-1);
				return;
			case '\x0e':
			case '\x10':
				if (line.menu !== undefined) yield* this.#complete(key === '\x0e' ? 1 : -1);
				else this.#recall(key === '\x10' ? -1 : 1, false);
				return;
			case '<Up>':
			case '<Down>':
				this.#recall(key === '<Up>' ? -1 : 1, true);
				return;
			default:
				this.#moveOrInsert(key);
		}
	}

	#moveOrInsert(key: Key): void {
		const line = this.#line;
		switch (key) {
			case '<Left>':
				line.cursor = line.cursor > 0 ? previousOffset(line.text, line.cursor) : 0;
				return;
			case '<Right>':
				if (line.cursor < line.text.length) line.cursor = nextOffset(line.text, line.cursor);
				return;
			case '<S-Left>':
			case '<C-Left>':
				line.cursor = wordBefore(line.text, line.cursor);
				return;
			case '<S-Right>':
			case '<C-Right>': {
				const rest = /^\S*\s*/.exec(line.text.slice(line.cursor)) as RegExpExecArray;
				line.cursor += rest[0].length;
				return;
			}
			case '<Home>':
			case '\x02':
				line.cursor = 0;
				return;
			case '<End>':
			case '\x05':
				line.cursor = line.text.length;
				return;
			case '<Del>':
				line.text = line.text.slice(0, line.cursor) + line.text.slice(nextOffset(line.text, line.cursor));
				return;
			default:
				if (!isNamed(key) && (key >= ' ' || key === '\x1b')) this.#insert(key);
				else if (!isNamed(key) && this.#editor.keys.lastTyped === false) this.#insert(key);
		}
	}

	*#register(): Task<void> {
		const editor = this.#editor;
		const line = this.#line;
		line.hint = '"';
		let name = yield* editor.keys.next(undefined);
		if (name === '\x12' || name === '\x0f') name = yield* editor.keys.next(undefined);
		line.hint = '';
		if (name === '\x17' || name === '\x01') {
			this.#insert(wordAt(editor, name === '\x01'));
			return;
		}
		if (name === '\x0c') {
			this.#insert(editor.window.text);
			return;
		}
		const text = readRegister(editor, name);
		if (text !== undefined) this.#insert(registerString(text).replace(/\n$/, '').replaceAll('\n', '\r'));
	}

	#recall(by: number, matching: boolean): void {
		const line = this.#line;
		const history = this.#history;
		this.#typed ??= line.text;
		for (let at = this.#at + by; at >= 0 && at <= history.length; at += by) {
			const text: string = at === history.length ? this.#typed : (history[at] as string);
			if (at < history.length && matching && !text.startsWith(this.#typed)) continue;
			this.#at = at;
			line.text = text;
			line.cursor = text.length;
			return;
		}
		this.#editor.screen.beep();
	}

	*#complete(by: number): Task<void> {
		const line = this.#line;
		if (line.prompt !== ':') {
			this.#insert('\t');
			return;
		}
		if (line.menu === undefined) {
			const items = this.#editor.parts.completions(this.#editor, line.text.slice(0, line.cursor));
			yield* this.#editor.tick();
			if (items.length === 0) {
				this.#insert('\t');
				return;
			}
			line.menu = { items, index: by > 0 ? 0 : items.length - 1 };
		} else {
			const count = line.menu.items.length;
			line.menu.index = (line.menu.index + by + count) % count;
		}
		const item = line.menu.items[line.menu.index] as string;
		line.text = item;
		line.cursor = item.length;
		if (line.menu.items.length === 1) line.menu = undefined;
	}
}

function wordBefore(text: string, cursor: number): number {
	let at = cursor;
	while (at > 0 && /\s/.test(text[at - 1] as string)) at--;
	if (at === 0) return 0;
	const word = isKeywordCode(text.codePointAt(at - 1) as number);
	while (at > 0 && !/\s/.test(text[at - 1] as string) && isKeywordCode(text.codePointAt(at - 1) as number) === word)
		at--;
	return at;
}

function wordAt(editor: Editor, big: boolean): string {
	const { text, column } = editor.window;
	const isPart = (at: number): boolean =>
		at >= 0 &&
		at < text.length &&
		(big ? !/\s/.test(text[at] as string) : isKeywordCode(text.codePointAt(at) as number));
	let start = column;
	while (start < text.length && !isPart(start)) start++;
	while (isPart(start - 1)) start--;
	let end = start;
	while (isPart(end)) end++;
	return text.slice(start, end);
}
