import type { Task } from '../../machinery/task.ts';
import { loadInputrc } from '../builtins/bind.ts';
import { correctPath } from '../builtins/spell-path.ts';
import type { EditorCommand } from './commands.ts';
import type { LineEditor } from './line-editor.ts';

/** Where a word of the shell's forward ends: what quotes hold belongs to it. Models bash bashline.c bash_forward_shellword. */
function shellWordEnd(chars: readonly string[], from: number): number {
	let at = from;
	while (at < chars.length && isDelimiter(chars[at])) at++;
	while (at < chars.length && !isDelimiter(chars[at])) {
		const c = chars[at] as string;
		if (c === '\\') at += 2;
		else if (c === "'" || c === '"') {
			const close = chars.indexOf(c, at + 1);
			at = close < 0 ? chars.length : close + 1;
		} else at++;
	}
	return Math.min(at, chars.length);
}

/** Where a word of the shell's backward begins: the last one that a walk from the line's start meets before the cursor. */
function shellWordStart(chars: readonly string[], from: number): number {
	let start = 0;
	for (let at = 0; at < from; ) {
		while (at < from && isDelimiter(chars[at])) at++;
		if (at < from) start = at;
		at = Math.max(at + 1, shellWordEnd(chars, at));
	}
	return start;
}

function isDelimiter(char: string | undefined): boolean {
	return char !== undefined && /[ \t\n()<>;&|]/.test(char);
}

function times(editor: LineEditor, step: (chars: readonly string[], at: number) => number): number {
	let at = editor.buffer.cursor;
	for (let left = Math.min(editor.argument ?? 1, 1000); left > 0; left--) at = step(editor.buffer.chars, at);
	return at;
}

function moves(step: (chars: readonly string[], at: number) => number): EditorCommand {
	return (editor) => {
		editor.buffer.cursor = times(editor, step);
		return undefined;
	};
}

function kills(step: (chars: readonly string[], at: number) => number): EditorCommand {
	return (editor) => {
		const { cursor } = editor.buffer;
		const at = times(editor, step);
		editor.kills.kill(editor.buffer.remove(Math.min(at, cursor), Math.max(at, cursor)), at < cursor);
		return undefined;
	};
}

function transposeShellWords(editor: LineEditor): Task<void> | undefined {
	const { buffer } = editor;
	const { chars } = buffer;
	const end2 = shellWordEnd(chars, buffer.cursor);
	const start2 = shellWordStart(chars, end2);
	const start1 = shellWordStart(chars, start2);
	const end1 = shellWordEnd(chars, start1);
	if (start1 === start2 || end1 > start2) return editor.bell();
	const part = (from: number, to: number): string => chars.slice(from, to).join('');
	buffer.replace(start1, end2, part(start2, end2) + part(end1, start2) + part(start1, end1));
	return undefined;
}

/** M-p, M-n: asks for a text, and goes to a line of the history that holds it. Models readline search.c noninc_search. */
function asksAndSearches(direction: -1 | 1): EditorCommand {
	return (editor) => askAndSearch(editor, direction);
}

function* askAndSearch(editor: LineEditor, direction: -1 | 1): Task<void> {
	const { buffer, walk } = editor;
	const before = { prompt: editor.prompt, text: buffer.text, cursor: buffer.cursor };
	editor.prompt = `${before.prompt}:`;
	buffer.load('');
	let given: string | undefined;
	for (;;) {
		yield* editor.redraw();
		const key = yield* editor.nextKey();
		if (key === undefined) continue;
		if (key.name === 'C-m' || key.name === 'C-j') {
			given = buffer.text;
			break;
		}
		const erases = key.name === 'C-?' || key.name === 'C-h';
		if (key.name === 'C-g' || key.name === 'end' || key.name === 'timeout' || (erases && buffer.length === 0)) break;
		if (erases) buffer.remove(buffer.cursor - 1, buffer.cursor);
		else if (key.text !== '' && key.name === key.text) buffer.insert(key.text);
	}
	editor.prompt = before.prompt;
	buffer.load(before.text, before.cursor);
	if (given === undefined) return;
	const wanted = given === '' ? editor.lastSearch : given;
	editor.lastSearch = wanted;
	for (let number = walk.number + direction; number >= walk.first && number < walk.last; number += direction) {
		const line = walk.lineAt(number) ?? '';
		const at = wanted === '' ? -1 : line.indexOf(wanted);
		if (at < 0) continue;
		buffer.load(walk.go(number, before.text) ?? '', [...line.slice(0, at)].length);
		return;
	}
	yield* editor.bell();
}

function correctWord(editor: LineEditor): Task<void> | undefined {
	const { buffer, shell } = editor;
	const end = shellWordEnd(buffer.chars, shellWordStart(buffer.chars, buffer.cursor));
	const start = shellWordStart(buffer.chars, end);
	const meant = correctPath(shell, buffer.chars.slice(start, end).join(''));
	if (meant === undefined) return editor.bell();
	buffer.replace(start, end, meant);
	return undefined;
}

/** The first word of the line as its alias has it. */
function expandAlias(editor: LineEditor): Task<void> | undefined {
	const { buffer, shell } = editor;
	const [word = ''] = /^\S+/.exec(buffer.text) ?? [];
	const alias = shell.aliases.get(word);
	if (alias === undefined) return editor.bell();
	const { length } = buffer;
	buffer.replace(0, [...word].length, alias);
	buffer.cursor += length - [...word].length;
	return undefined;
}

/** Ctrl-U of Emacs: four times as often. */
function universal(editor: LineEditor): undefined {
	editor.argument = Math.min((editor.argument ?? 1) * 4, 1_000_000);
	editor.showCount();
	return undefined;
}

function reread(editor: LineEditor): undefined {
	loadInputrc(editor.shell);
	return undefined;
}

function* setMark(editor: LineEditor): Task<void> {
	const key = yield* editor.nextKey();
	if (key === undefined || !/^[a-z]$/.test(key.name)) yield* editor.bell();
	else editor.marks.set(key.name, editor.buffer.cursor);
}

function* goToMark(editor: LineEditor): Task<void> {
	const key = yield* editor.nextKey();
	const at = key?.name === '`' ? editor.mark : editor.marks.get(key?.name ?? '');
	if (at === undefined) yield* editor.bell();
	else editor.buffer.cursor = at;
}

export const RARE_COMMANDS: ReadonlyMap<string, EditorCommand> = new Map<string, EditorCommand>([
	['shell-forward-word', moves(shellWordEnd)],
	['shell-backward-word', moves(shellWordStart)],
	['shell-kill-word', kills(shellWordEnd)],
	['shell-backward-kill-word', kills(shellWordStart)],
	['shell-transpose-words', transposeShellWords],
	['non-incremental-reverse-search-history', asksAndSearches(-1)],
	['non-incremental-forward-search-history', asksAndSearches(1)],
	['spell-correct-word', correctWord],
	['alias-expand-line', expandAlias],
	['universal-argument', universal],
	['re-read-init-file', reread],
	['vi-set-mark', setMark],
	['vi-goto-mark', goToMark],
]);
