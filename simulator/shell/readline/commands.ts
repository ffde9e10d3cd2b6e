import type { Task } from '../../machinery/task.ts';
import { lastWord } from '../history/history-words.ts';
import { COMPLETION_COMMANDS } from './completion-commands.ts';
import { incrementalSearch } from './incremental-search.ts';
import type { Key } from './key-reader.ts';
import type { LineBuffer } from './line-buffer.ts';
import type { LineEditor } from './line-editor.ts';
import { MORE_COMMANDS } from './more-commands.ts';
import { RARE_COMMANDS } from './rare-commands.ts';
import { VI_COMMANDS } from './vi-commands.ts';

/** What a key does. A task when it writes or waits. */
export type EditorCommand = (editor: LineEditor, key: Key) => Task<void> | undefined;

/** A change that rings the bell when it could not be made. */
function plain(change: (editor: LineEditor, count: number) => boolean): EditorCommand {
	return (editor) => (change(editor, editor.argument ?? 1) ? undefined : editor.bell());
}

/** A change that always works. */
function always(change: (editor: LineEditor, count: number) => void): EditorCommand {
	return (editor) => {
		change(editor, editor.argument ?? 1);
		return undefined;
	};
}

/** Moves the cursor; @param strict rings the bell when it cannot move. */
function move(target: (buffer: LineBuffer, count: number) => number, strict = false): EditorCommand {
	return (editor) => {
		const before = editor.buffer.cursor;
		editor.buffer.cursor = target(editor.buffer, editor.argument ?? 1);
		return strict && editor.buffer.cursor === before ? editor.bell() : undefined;
	};
}

function kill(range: (editor: LineEditor) => readonly [number, number]): EditorCommand {
	return (editor) => {
		const [from, to] = range(editor);
		const backwards = from < editor.buffer.cursor;
		editor.kills.kill(editor.buffer.remove(from, to), backwards);
		return undefined;
	};
}

function repeated(count: number, from: number, step: (at: number) => number): number {
	let at = from;
	for (let i = 0; i < Math.min(count, 1000); i++) at = step(at);
	return at;
}

function paste(editor: LineEditor, key: Key): undefined {
	const from = editor.buffer.cursor;
	editor.buffer.insert(key.text);
	editor.standOut(from, editor.buffer.cursor);
	return undefined;
}

function endInput(editor: LineEditor): undefined {
	editor.accepted = 'end';
	return undefined;
}

function getNext(editor: LineEditor): undefined {
	editor.nextLine = editor.walk.number + 1;
	return accept(editor);
}

function yank(editor: LineEditor): Task<void> | undefined {
	const text = editor.kills.current;
	if (text === undefined) return editor.bell();
	editor.buffer.insert(text);
	return undefined;
}

function goTo(editor: LineEditor, number: number): boolean {
	const line = editor.walk.go(number, editor.buffer.text);
	if (line === undefined) return false;
	editor.buffer.load(line);
	return true;
}

/** Changes the case of a word and moves behind it. */
function changeWord(change: (word: string) => string): EditorCommand {
	return always(({ buffer }) => {
		const from = buffer.cursor;
		const to = buffer.wordEnd();
		buffer.replace(from, to, change(buffer.chars.slice(from, to).join('')));
	});
}

function capitalize(word: string): string {
	return word.toLowerCase().replace(/[\p{L}\p{N}]/u, (first) => first.toUpperCase());
}

function transposeChars(editor: LineEditor): boolean {
	const { buffer } = editor;
	if (buffer.cursor === 0 || buffer.length < 2) return false;
	const at = buffer.cursor === buffer.length ? buffer.cursor - 1 : buffer.cursor;
	buffer.replace(at - 1, at + 1, `${buffer.chars[at]}${buffer.chars[at - 1]}`);
	return true;
}

function transposeWords({ buffer }: LineEditor): boolean {
	const end2 = buffer.wordEnd();
	const start2 = buffer.wordStart(end2);
	const start1 = buffer.wordStart(start2);
	const end1 = buffer.wordEnd(start1);
	if (start1 === start2 || end1 > start2) return false;
	const part = (from: number, to: number): string => buffer.chars.slice(from, to).join('');
	buffer.replace(start1, end2, part(start2, end2) + part(end1, start2) + part(start1, end1));
	return true;
}

function* quotedInsert(editor: LineEditor): Task<void> {
	const key = yield* editor.nextKey();
	if (key !== undefined && key.name !== 'end') editor.buffer.insert(key.text);
}

/** C-d: deletes, or ends the input on an empty line. */
function deleteOrEnd(editor: LineEditor, key: Key): Task<void> | undefined {
	const { buffer } = editor;
	if (buffer.length === 0 && key.name === 'C-d' && editor.lastCommand !== 'delete-char') {
		editor.accepted = 'end';
		return undefined;
	}
	if (buffer.cursor >= buffer.length) return editor.bell();
	buffer.remove(buffer.cursor, buffer.cursor + (editor.argument ?? 1));
	return undefined;
}

const LAST_ARGUMENT: ReadonlySet<string> = new Set(['insert-last-argument', 'yank-last-arg']);

/** M-.: the last word of the line before; again, of the one before that. */
function yankLastArgument(editor: LineEditor): Task<void> | undefined {
	const again = LAST_ARGUMENT.has(editor.lastCommand);
	const from = again ? editor.lastArgument.number - 1 : editor.walk.last - 1;
	for (let number = from; number >= editor.walk.first; number--) {
		const line = editor.walk.lineAt(number);
		if (line === undefined) break;
		const word = lastWord(line, editor.argument);
		if (word === undefined) continue;
		const start = again ? editor.lastArgument.from : editor.buffer.cursor;
		if (again) editor.buffer.replace(start, editor.lastArgument.to, word);
		else editor.buffer.insert(word);
		editor.lastArgument = { from: start, to: editor.buffer.cursor, number };
		return undefined;
	}
	return editor.bell();
}

function yankPop(editor: LineEditor): Task<void> | undefined {
	if (editor.lastCommand !== 'yank' && editor.lastCommand !== 'yank-pop') return editor.bell();
	const before = editor.kills.current ?? '';
	const text = editor.kills.rotate() ?? '';
	const { buffer } = editor;
	// Two changes: what undoes the second leaves neither text.
	buffer.remove(buffer.cursor - [...before].length, buffer.cursor);
	buffer.insert(text);
	return undefined;
}

function* clearScreen(editor: LineEditor): Task<void> {
	yield* editor.write('\x1b[H\x1b[2J');
	editor.startAfresh();
	yield* editor.redraw();
}

/** One more digit, or the sign, of a count. */
export function typeDigit(editor: LineEditor, key: Key): undefined {
	editor.digits = key.text === '-' ? '-' : (editor.digits + key.text).slice(0, 7);
	editor.argument = editor.digits === '-' ? -1 : Number(editor.digits);
	editor.showCount();
	return undefined;
}

function overwriteMode(editor: LineEditor): undefined {
	editor.overwrites = !editor.overwrites;
	return undefined;
}

function accept(editor: LineEditor): undefined {
	editor.accepted = 'line';
	return undefined;
}

/** M-#: the line as a comment, for the history. */
function insertComment(editor: LineEditor): undefined {
	editor.buffer.cursor = 0;
	editor.buffer.insert('#');
	editor.accepted = 'line';
	return undefined;
}

function selfInsert(editor: LineEditor, key: Key): undefined {
	const count = editor.argument ?? 1;
	if (editor.overwrites) editor.buffer.remove(editor.buffer.cursor, editor.buffer.cursor + 1);
	editor.buffer.insert(count > 1 ? key.text.repeat(Math.min(count, 1000)) : key.text);
	return undefined;
}

function deleteBlanks({ buffer }: LineEditor): void {
	let from = buffer.cursor;
	let to = buffer.cursor;
	while (from > 0 && /[ \t]/.test(buffer.chars[from - 1] as string)) from--;
	while (to < buffer.length && /[ \t]/.test(buffer.chars[to] as string)) to++;
	buffer.remove(from, to);
}

export const COMMANDS: ReadonlyMap<string, EditorCommand> = new Map<string, EditorCommand>([
	['self-insert', selfInsert],
	['bracketed-paste-begin', paste],
	['accept-line', accept],
	['operate-and-get-next', getNext],
	['end-of-input', endInput],
	['delete-char', deleteOrEnd],
	['backward-delete-char', plain(({ buffer }, count) => buffer.remove(buffer.cursor - count, buffer.cursor) !== '')],
	['beginning-of-line', move(() => 0)],
	['end-of-line', move((buffer) => buffer.length)],
	['forward-char', move((buffer, count) => buffer.cursor + count, true)],
	['backward-char', move((buffer, count) => buffer.cursor - count, true)],
	['forward-word', move((buffer, count) => repeated(count, buffer.cursor, (at) => buffer.wordEnd(at)))],
	['backward-word', move((buffer, count) => repeated(count, buffer.cursor, (at) => buffer.wordStart(at)))],
	['kill-line', kill(({ buffer }) => [buffer.cursor, buffer.length])],
	['unix-line-discard', kill(({ buffer }) => [0, buffer.cursor])],
	[
		'kill-word',
		kill(({ buffer, argument }) => [buffer.cursor, repeated(argument ?? 1, buffer.cursor, (at) => buffer.wordEnd(at))]),
	],
	[
		'backward-kill-word',
		kill(({ buffer, argument }) => [
			repeated(argument ?? 1, buffer.cursor, (at) => buffer.wordStart(at)),
			buffer.cursor,
		]),
	],
	['unix-word-rubout', kill(({ buffer }) => [buffer.blankWordStart(), buffer.cursor])],
	['vi-unix-word-rubout', kill(({ buffer }) => [buffer.blankWordStart(), buffer.cursor])],
	['backward-kill-line', kill(({ buffer }) => [0, buffer.cursor])],
	['kill-whole-line', kill(({ buffer }) => [0, buffer.length])],
	['yank', yank],
	['yank-pop', yankPop],
	['insert-last-argument', yankLastArgument],
	['yank-last-arg', yankLastArgument],
	['transpose-chars', plain(transposeChars)],
	['transpose-words', plain(transposeWords)],
	['upcase-word', changeWord((word) => word.toUpperCase())],
	['downcase-word', changeWord((word) => word.toLowerCase())],
	['capitalize-word', changeWord(capitalize)],
	['undo', plain(({ buffer }) => buffer.undo())],
	['revert-line', always(({ buffer }) => buffer.revert())],
	['delete-horizontal-space', always(deleteBlanks)],
	['previous-history', plain((editor, count) => goTo(editor, editor.walk.number - count))],
	['next-history', plain((editor, count) => goTo(editor, editor.walk.number + count))],
	['beginning-of-history', plain((editor) => goTo(editor, editor.walk.first))],
	['end-of-history', plain((editor) => goTo(editor, editor.walk.last))],
	['reverse-search-history', (editor) => incrementalSearch(editor, -1)],
	['forward-search-history', (editor) => incrementalSearch(editor, 1)],
	['quoted-insert', quotedInsert],
	['clear-screen', clearScreen],
	['clear-display', clearScreen],
	['redraw-current-line', (editor) => editor.redraw()],
	['tab-insert', always(({ buffer }) => buffer.insert('\t'))],
	['digit-argument', typeDigit],
	['overwrite-mode', overwriteMode],
	['insert-comment', insertComment],
	['abort', (editor) => editor.bell()],
	...COMPLETION_COMMANDS,
	...MORE_COMMANDS,
	...VI_COMMANDS,
	...RARE_COMMANDS,
]);
