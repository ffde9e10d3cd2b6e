import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import type { Key } from '../keys/key-names.ts';
import { isKeywordCode, previousOffset } from '../text/characters.ts';
import { Beep } from '../vim-error.ts';
import type { InsertSession } from './insert-session.ts';

const ITEMS_MAX = 1_000;

/** Ctrl-N and Ctrl-P: the words of all buffers that begin like the one before the cursor. */
export function* startCompletion(editor: Editor, ahead: boolean): Task<void> {
	const { window } = editor;
	const { text, column } = window;
	let start = column;
	while (start > 0 && isKeywordCode(text.codePointAt(previousOffset(text, start)) as number))
		start = previousOffset(text, start);
	const typed = text.slice(start, column);
	const items = yield* wordsFor(editor, typed, start, ahead);
	begin(editor, items, start, typed, ahead, 'Keyword completion (^N^P)');
}

/** Ctrl-X Ctrl-L: whole lines. */
export function* startLineCompletion(editor: Editor): Task<void> {
	const { window, buffer } = editor;
	const start = window.text.length - window.text.trimStart().length;
	const typed = window.text.slice(start, window.column);
	const items: string[] = [];
	for (let line = 0; line < buffer.lineCount && items.length < ITEMS_MAX; line++) {
		const text = buffer.line(line).trimStart();
		if (line !== window.line && text.startsWith(typed) && text !== typed && !items.includes(text)) items.push(text);
		if (line % 50 === 0) yield* editor.tick();
	}
	begin(editor, items, start, typed, false, 'Whole line completion (^L^N^P)');
}

/** Ctrl-X Ctrl-F: file names. */
export function* startFileCompletion(editor: Editor): Task<void> {
	const { window } = editor;
	const typed = (/[^\s"'=:]*$/.exec(window.text.slice(0, window.column)) as RegExpExecArray)[0];
	const slash = typed.lastIndexOf('/');
	const folder = typed.slice(0, slash + 1);
	let names: readonly string[] = [];
	try {
		names = editor.process.readdir(folder === '' ? '.' : folder);
	} catch {
		throw new Beep();
	}
	yield* editor.tick();
	const rest = typed.slice(slash + 1);
	const items = names.filter((name) => name.startsWith(rest) && (rest.startsWith('.') || !name.startsWith('.'))).sort();
	begin(
		editor,
		items.map((name) => folder + name),
		window.column - typed.length,
		typed,
		true,
		'File name completion (^F^N^P)',
	);
}

function begin(
	editor: Editor,
	items: readonly string[],
	column: number,
	typed: string,
	ahead: boolean,
	title: string,
): void {
	if (items.length === 0) {
		editor.messages.error('-- Keyword completion (^N^P) Pattern not found'.replace('Keyword completion (^N^P)', title));
		editor.messages.lines.pop();
		editor.completion = undefined;
		throw new Beep();
	}
	editor.completion = { items, index: -1, line: editor.window.line, column, typed, title };
	move(editor, ahead ? 1 : -1);
}

/** Goes on from what was typed; in any case of letters with 'ignorecase', but for capitals with 'smartcase'. */
function begins(editor: Editor, word: string, typed: string): boolean {
	const exact = !editor.flag('ignorecase') || (editor.flag('smartcase') && typed !== typed.toLowerCase());
	if (word === typed) return false;
	return exact ? word.startsWith(typed) : word.toLowerCase().startsWith(typed.toLowerCase());
}

/** In the order in which they are found going on from the cursor, and around. */
function* wordsFor(editor: Editor, typed: string, start: number, ahead: boolean): Task<readonly string[]> {
	const { window, buffer } = editor;
	const found = new Set<string>();
	const order = Array.from({ length: buffer.lineCount }, (_, index) => (window.line + index) % buffer.lineCount);
	const after: string[] = [];
	const before: string[] = [];
	for (const line of order) {
		for (const { word, at } of wordsOf(buffer.line(line))) {
			if (!begins(editor, word, typed) || (line === window.line && at === start)) continue;
			(line === window.line && at < start ? before : after).push(word);
		}
		if (line % 20 === 0) yield* editor.tick();
		if (after.length > ITEMS_MAX) break;
	}
	const own = [...after, ...before];
	for (const word of ahead ? own : own.toReversed()) found.add(word);
	for (const other of editor.buffers) {
		if (other === buffer || !other.loaded) continue;
		for (let line = 0; line < other.lineCount && found.size < ITEMS_MAX; line++) {
			for (const { word } of wordsOf(other.line(line))) if (begins(editor, word, typed)) found.add(word);
			if (line % 20 === 0) yield* editor.tick();
		}
	}
	const items = [...found].slice(0, ITEMS_MAX);
	return ahead ? items : items.toReversed();
}

function wordsOf(text: string): readonly { readonly word: string; readonly at: number }[] {
	const out: { word: string; at: number }[] = [];
	let at = 0;
	while (at < text.length) {
		if (!isKeywordCode(text.codePointAt(at) as number)) {
			at++;
			continue;
		}
		let end = at;
		while (end < text.length && isKeywordCode(text.codePointAt(end) as number)) end++;
		if (end - at > 1 || text.charCodeAt(at) > 127) out.push({ word: text.slice(at, end), at });
		at = end;
	}
	return out;
}

function move(editor: Editor, by: number): void {
	const { completion, window, buffer } = editor;
	if (completion === undefined) return;
	const now = completion.index < 0 ? completion.typed : (completion.items[completion.index] as string);
	const count = completion.items.length + 1;
	completion.index = ((completion.index + 1 + by + count) % count) - 1;
	const next = completion.index < 0 ? completion.typed : (completion.items[completion.index] as string);
	const { text } = window;
	buffer.setLine(window.line, text.slice(0, completion.column) + next + text.slice(completion.column + now.length));
	window.column = completion.column + next.length;
}

/** A key while completion is going on; false: it means what it always means. */
export function* complete(editor: Editor, _session: InsertSession, key: Key): Task<boolean> {
	yield* editor.tick();
	switch (key) {
		case '\x0e':
		case '<Down>':
			move(editor, 1);
			return true;
		case '\x10':
		case '<Up>':
			move(editor, -1);
			return true;
		case '\x19':
			endCompletion(editor);
			return true;
		case '\x05':
			while (editor.completion !== undefined && editor.completion.index >= 0) move(editor, 1);
			endCompletion(editor);
			return true;
		default:
			endCompletion(editor);
			return false;
	}
}

export function endCompletion(editor: Editor): void {
	editor.completion = undefined;
}
