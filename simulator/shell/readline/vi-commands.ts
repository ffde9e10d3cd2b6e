import type { Task } from '../../machinery/task.ts';
import { lastWord } from '../history/history-words.ts';
import type { EditorCommand } from './commands.ts';
import type { Key } from './key-reader.ts';
import type { LineEditor } from './line-editor.ts';
import { viMotion } from './vi-motions.ts';

/** Escape: to command mode, the cursor on the character before. */
function toCommandMode(editor: LineEditor): undefined {
	if (editor.keymap === 'vi-insert') {
		editor.buffer.cursor--;
		editor.endChange();
	}
	editor.overwrites = false;
	editor.keymap = 'vi-command';
	return undefined;
}

function insertAt(position: (editor: LineEditor) => number): EditorCommand {
	return (editor, key) => {
		editor.beginChange(key);
		editor.buffer.cursor = position(editor);
		editor.keymap = 'vi-insert';
		return undefined;
	};
}

function* move(editor: LineEditor, key: Key): Task<void> {
	const reached = yield* viMotion(editor, key, editor.argument ?? 1);
	if (reached === undefined) yield* editor.bell();
	else editor.buffer.cursor = Math.min(reached.at, Math.max(0, editor.buffer.length - 1));
}

/** `d`, `c` and `y` with their motions; `D`, `C` and `Y` to the end of the line. */
function* operate(editor: LineEditor, key: Key): Task<void> {
	const { buffer } = editor;
	const operator = key.name.toLowerCase();
	let count = editor.argument ?? 1;
	let from = buffer.cursor;
	let to = buffer.length;
	if (operator !== 'y') editor.beginChange(key);
	if (key.name === operator) {
		let motion = yield* editor.nextKey();
		const digits = /^[1-9]$/.test(motion?.name ?? '') ? Number(motion?.name) : undefined;
		if (digits !== undefined) {
			count *= digits;
			motion = yield* editor.nextKey();
		}
		if (motion === undefined) return;
		if (motion.name === operator) from = 0;
		else {
			// `cw` changes as far as `ce` does.
			const onWord = buffer.chars[from] !== ' ';
			const name = operator === 'c' && onWord ? (CHANGED_AS[motion.name] ?? motion.name) : motion.name;
			const reached = yield* viMotion(editor, { ...motion, name }, count);
			if (reached === undefined) {
				yield* editor.bell();
				return;
			}
			[from, to] = reached.at < from ? [reached.at, from] : [from, reached.at + (reached.inclusive ? 1 : 0)];
		}
	}
	if (operator === 'y') {
		editor.kills.joining = false;
		editor.kills.kill(buffer.chars.slice(from, to).join(''), false);
		return;
	}
	editor.kills.kill(buffer.remove(from, to), false);
	if (operator === 'c') editor.keymap = 'vi-insert';
	else {
		buffer.cursor = Math.min(buffer.cursor, Math.max(0, buffer.length - 1));
		editor.endChange();
	}
}

const CHANGED_AS: { readonly [motion: string]: string } = { w: 'e', W: 'E' };

function remove(editor: LineEditor, key: Key): Task<void> | undefined {
	const { buffer } = editor;
	if (buffer.length === 0) return editor.bell();
	editor.beginChange(key);
	const count = editor.argument ?? 1;
	const [from, to] = key.name === 'X' ? [buffer.cursor - count, buffer.cursor] : [buffer.cursor, buffer.cursor + count];
	if (to === 0) return editor.bell();
	editor.kills.kill(buffer.remove(Math.max(0, from), to), false);
	buffer.cursor = Math.min(buffer.cursor, Math.max(0, buffer.length - 1));
	editor.endChange();
	return undefined;
}

/** `s` and `S`. */
function substitute(editor: LineEditor, key: Key): undefined {
	const { buffer } = editor;
	editor.beginChange(key);
	const [from, to] = key.name === 'S' ? [0, buffer.length] : [buffer.cursor, buffer.cursor + (editor.argument ?? 1)];
	editor.kills.kill(buffer.remove(from, to), false);
	editor.keymap = 'vi-insert';
	return undefined;
}

function* changeChar(editor: LineEditor, key: Key): Task<void> {
	editor.beginChange(key);
	const wanted = yield* editor.nextKey();
	const { buffer } = editor;
	if (wanted === undefined || wanted.name === 'Escape' || wanted.text === '' || buffer.length === 0) return;
	const count = Math.min(editor.argument ?? 1, buffer.length - buffer.cursor);
	buffer.replace(buffer.cursor, buffer.cursor + count, wanted.text.repeat(count));
	buffer.cursor--;
	editor.endChange();
}

function replaceMode(editor: LineEditor, key: Key): undefined {
	editor.beginChange(key);
	editor.overwrites = true;
	editor.keymap = 'vi-insert';
	return undefined;
}

function changeCase(editor: LineEditor, key: Key): undefined {
	const { buffer } = editor;
	editor.beginChange(key);
	const from = buffer.cursor;
	const to = Math.min(buffer.length, from + (editor.argument ?? 1));
	const changed = buffer.chars.slice(from, to).map((c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase()));
	buffer.replace(from, to, changed.join(''));
	buffer.cursor = Math.min(to, Math.max(0, buffer.length - 1));
	editor.endChange();
	return undefined;
}

function put(editor: LineEditor, key: Key): Task<void> | undefined {
	const text = editor.kills.current;
	if (text === undefined) return editor.bell();
	editor.beginChange(key);
	const { buffer } = editor;
	if (key.name === 'p' && buffer.length > 0) buffer.cursor++;
	buffer.insert(text.repeat(Math.min(editor.argument ?? 1, 100)));
	buffer.cursor--;
	editor.endChange();
	return undefined;
}

/** A digit of a count; `0` without one before it goes to the beginning of the line. */
function digit(editor: LineEditor, key: Key): undefined {
	if (key.name === '0' && editor.argument === undefined) {
		editor.buffer.cursor = 0;
		return undefined;
	}
	editor.argument = Math.min(10_000, (editor.argument ?? 0) * 10 + Number(key.name));
	editor.showCount();
	return undefined;
}

function fetch(editor: LineEditor): Task<void> | undefined {
	const number = editor.argument ?? editor.walk.last;
	const line = editor.walk.go(number, editor.buffer.text);
	if (line === undefined) return editor.bell();
	editor.buffer.load(line, 0);
	return undefined;
}

/** `/` goes back in time, `?` forth; the pattern is typed behind it. */
function* search(editor: LineEditor, key: Key): Task<void> {
	const { prompt } = editor;
	const original = { text: editor.buffer.text, cursor: editor.buffer.cursor };
	editor.prompt = key.name;
	editor.buffer.load('');
	for (;;) {
		yield* editor.redraw();
		const typed = yield* editor.nextKey();
		if (typed === undefined) continue;
		if (typed.name === 'C-m' || typed.name === 'C-j' || typed.name === 'Escape' || typed.name === 'end') break;
		if (typed.name === 'C-?' || typed.name === 'C-h') {
			if (editor.buffer.length === 0) break;
			editor.buffer.remove(editor.buffer.length - 1, editor.buffer.length);
		} else if (typed.name === typed.text) editor.buffer.insert(typed.text);
	}
	const pattern = editor.buffer.text;
	editor.prompt = prompt;
	editor.buffer.load(original.text, original.cursor);
	if (pattern !== '') editor.lastSearch = pattern;
	editor.viSearchBack = key.name === '/';
	yield* lookAgain(editor, editor.viSearchBack);
}

function* lookAgain(editor: LineEditor, back: boolean): Task<void> {
	const step = back ? -1 : 1;
	const anchored = editor.lastSearch.startsWith('^');
	const pattern = anchored ? editor.lastSearch.slice(1) : editor.lastSearch;
	for (let number = editor.walk.number + step; ; number += step) {
		const line = number < editor.walk.first || number >= editor.walk.last ? undefined : editor.walk.lineAt(number);
		if (line === undefined || pattern === '') break;
		if (anchored ? !line.startsWith(pattern) : !line.includes(pattern)) continue;
		editor.buffer.load(editor.walk.go(number, editor.buffer.text) as string, 0);
		return;
	}
	yield* editor.bell();
}

/** `_`: the last word of the line before, behind the cursor. */
function yankArgument(editor: LineEditor): Task<void> | undefined {
	const line = editor.walk.lineAt(editor.walk.last - 1);
	const word = line === undefined ? undefined : lastWord(line, editor.argument);
	if (word === undefined) return editor.bell();
	editor.buffer.cursor++;
	editor.buffer.insert(` ${word}`);
	editor.keymap = 'vi-insert';
	return undefined;
}

function endOrNothing(editor: LineEditor): Task<void> | undefined {
	if (editor.buffer.length > 0) return editor.bell();
	editor.accepted = 'end';
	return undefined;
}

export const VI_COMMANDS: ReadonlyMap<string, EditorCommand> = new Map<string, EditorCommand>([
	['vi-movement-mode', toCommandMode],
	['vi-insertion-mode', insertAt((editor) => editor.buffer.cursor)],
	['vi-append-mode', insertAt((editor) => editor.buffer.cursor + 1)],
	['vi-append-eol', insertAt((editor) => editor.buffer.length)],
	[
		'vi-insert-beg',
		insertAt((editor) =>
			Math.max(
				0,
				editor.buffer.chars.findIndex((char) => char !== ' '),
			),
		),
	],
	['vi-next-word', move],
	['vi-prev-word', move],
	['vi-end-word', move],
	['vi-char-search', move],
	['vi-first-print', move],
	['vi-match', move],
	['vi-column', move],
	['vi-delete-to', operate],
	['vi-change-to', operate],
	['vi-yank-to', operate],
	['vi-delete', remove],
	['vi-rubout', remove],
	['vi-subst', substitute],
	['vi-change-char', changeChar],
	['vi-change-case', changeCase],
	['vi-replace', replaceMode],
	['vi-put', put],
	['vi-arg-digit', digit],
	['vi-fetch-history', fetch],
	['vi-search', search],
	['vi-search-again', (editor, key) => lookAgain(editor, editor.viSearchBack !== (key.name === 'N'))],
	['vi-undo', (editor) => (editor.buffer.undo() ? undefined : editor.bell())],
	['vi-redo', (editor) => (editor.redo() ? undefined : editor.bell())],
	['vi-yank-arg', yankArgument],
	['vi-eof-maybe', endOrNothing],
]);
