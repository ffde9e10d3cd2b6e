import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import { indentFor } from '../insert/indent-rules.ts';
import { insertText } from '../insert/insert-mode.ts';
import { columnsBefore, firstNonBlank, nextOffset } from '../text/characters.ts';
import { Beep } from '../vim-error.ts';
import { indentOf, indentText } from './indent.ts';
import type { NormalCommand, NormalHandler, NormalOutcome } from './normal-command.ts';
import { change, deletedLines, inWholeFolds, wholeFolds } from './operator-command.ts';
import { changeCase, joinLines, remove, toLineEnd, yank } from './operators.ts';
import { put } from './put.ts';
import { charRegion, type Region } from './region.ts';

function requestOf({ editor, register }: NormalCommand, region: Region): Parameters<typeof remove>[0] {
	return { editor, region, register, visual: false, amount: 1, cursor: editor.window.position };
}

/** The characters from the cursor on (or before it), as many as there are. */
function charsRegion({ editor, count }: NormalCommand, ahead: boolean): Region {
	const { line, column, text } = editor.window;
	let other = column;
	for (let left = count; left > 0; left--) {
		if (ahead ? other >= text.length : other <= 0) break;
		other = ahead ? nextOffset(text, other) : other - 1;
	}
	if (other === column) throw new Beep();
	return ahead
		? inWholeFolds(editor, charRegion({ line, column }, { line, column: other }))
		: charRegion({ line, column: other }, { line, column });
}

function* removeChars(command: NormalCommand, ahead: boolean): Task<NormalOutcome> {
	command.editor.checkModifiable();
	if (ahead && command.editor.window.text === '') {
		const { position } = command.editor.window;
		remove(requestOf(command, charRegion(position, position)));
		return 'repeatable';
	}
	remove(requestOf(command, deletedLines(command.editor, charsRegion(command, ahead))));
	return 'repeatable';
}

function* removeToEnd(command: NormalCommand): Task<NormalOutcome> {
	const { editor } = command;
	if (editor.window.text === '' && command.count === 1) return 'repeatable';
	remove(requestOf(command, deletedLines(editor, inWholeFolds(editor, toLineEnd(editor, command.count)))));
	return 'repeatable';
}

function* changeToEnd(command: NormalCommand): Task<NormalOutcome> {
	yield* change(requestOf(command, toLineEnd(command.editor, command.count)));
	return 'repeatable';
}

/** The last of so many lines; those that there are, but not when there is none below. Throws Beep. */
function lastOf({ editor: { window, buffer }, count }: NormalCommand): number {
	if (count > 1 && window.line === buffer.lastLine) throw new Beep();
	return Math.min(window.line + count - 1, buffer.lastLine);
}

function* changeLines(command: NormalCommand): Task<NormalOutcome> {
	const { line } = command.editor.window;
	yield* change(requestOf(command, wholeFolds(command.editor, line, lastOf(command))));
	return 'repeatable';
}

function* substitute(command: NormalCommand): Task<NormalOutcome> {
	const { editor } = command;
	const region =
		editor.window.text === '' ? charRegion(editor.window.position, editor.window.position) : charsRegion(command, true);
	yield* change(requestOf(command, region));
	return 'repeatable';
}

function* yankLines(command: NormalCommand): Task<NormalOutcome> {
	const { line, column } = command.editor.window;
	yank(requestOf(command, { ...wholeFolds(command.editor, line, lastOf(command)), start: { line, column } }));
	return 'once';
}

/** i, a, I, A, gI, gi. */
function* insert({ editor, key, count }: NormalCommand): Task<NormalOutcome> {
	const { window } = editor;
	editor.checkModifiable();
	if (key === 'a' && window.text !== '') window.column = nextOffset(window.text, window.column);
	else if (key === 'A') window.column = window.text.length;
	else if (key === 'I') window.column = firstNonBlank(window.text);
	else if (key === 'gI') window.column = 0;
	else if (key === 'gi') {
		const mark = editor.buffer.marks.get('^');
		if (mark !== undefined) {
			window.line = Math.min(mark.line, editor.buffer.lastLine);
			window.column = Math.min(mark.column, window.text.length);
		}
	}
	yield* insertText(editor, { replace: false, count });
	return 'repeatable';
}

function* openLine({ editor, key, count }: NormalCommand): Task<NormalOutcome> {
	editor.checkModifiable();
	const { window, buffer } = editor;
	const at = key === 'o' ? window.line + 1 : window.line;
	const from = key === 'o' ? window.line : at + 1;
	buffer.insertLines(at, ['']);
	window.line = at;
	const indent = indentText(editor, indentFor(editor, at, key === 'o' ? 'below' : 'above', from));
	if (indent !== '') buffer.setLine(at, indent);
	window.column = indent.length;
	yield* insertText(editor, {
		replace: false,
		count,
		lines: key === 'o' ? 'below' : 'above',
		autoIndent: indent.length,
	});
	return 'repeatable';
}

function* replaceMode({ editor, count, key }: NormalCommand): Task<NormalOutcome> {
	editor.checkModifiable();
	yield* insertText(editor, { replace: true, virtual: key === 'gR', count });
	return 'repeatable';
}

function* replaceChars({ editor, count }: NormalCommand): Task<NormalOutcome> {
	const key = yield* editor.keys.next(undefined);
	if (key === '\x1b' || key.length > 2) throw new Beep();
	editor.checkModifiable();
	const literal = key === '\x16' || key === '\x11' ? yield* editor.keys.next(undefined) : undefined;
	const char = literal ?? key;
	editor.lastInserted = char;
	const { window, buffer } = editor;
	const { text, line, column } = window;
	let end = column;
	for (let left = count; left > 0; left--) {
		if (end >= text.length) throw new Beep();
		end = nextOffset(text, end);
	}
	if ((char === '\r' || char === '\n') && literal === undefined) {
		const tail = text.slice(end);
		const rest = editor.flag('autoindent') ? tail.trimStart() : tail;
		// An indent with nothing behind it does not stay.
		const indent = editor.flag('autoindent') && rest !== '' ? indentText(editor, indentOf(editor, line)) : '';
		buffer.setLine(line, text.slice(0, column));
		buffer.insertLines(line + 1, [indent + rest]);
		editor.moveTo({ line: line + 1, column: Math.max(0, indent.length - 1) });
		return 'repeatable';
	}
	const one = char === '\x1b' && literal === undefined ? '' : char;
	const added = one === '\t' && literal === undefined ? tabsFrom(editor, count) : one.repeat(count);
	buffer.setLine(line, text.slice(0, column) + added + text.slice(end));
	window.column = column + added.length - 1;
	editor.clampColumn();
	editor.keepColumn();
	return 'repeatable';
}

/** So many tabs at the cursor, as blanks where 'expandtab' says so. */
function tabsFrom(editor: Editor, count: number): string {
	if (!editor.flag('expandtab')) return '\t'.repeat(count);
	const { window, tabstop } = editor;
	const cell = columnsBefore(window.text, window.column, tabstop);
	const step = editor.number('softtabstop') || tabstop;
	return ' '.repeat(step - (cell % step) + (count - 1) * step);
}

function* swapCase(command: NormalCommand): Task<NormalOutcome> {
	const { editor, count } = command;
	const { line, column, text } = editor.window;
	if (text === '') throw new Beep();
	let end = column;
	for (let left = count; left > 0 && end < text.length; left--) end = nextOffset(text, end);
	changeCase(requestOf(command, charRegion({ line, column }, { line, column: end })), 'g~');
	editor.window.column = end;
	editor.clampColumn();
	editor.keepColumn();
	return 'repeatable';
}

function* join({ editor, key, count }: NormalCommand): Task<NormalOutcome> {
	const lines = Math.max(2, count);
	if (editor.window.line >= editor.buffer.lastLine) throw new Beep();
	const room = editor.buffer.lastLine - editor.window.line + 1;
	joinLines(editor, editor.window.line, Math.min(lines, room), key === 'J');
	return 'repeatable';
}

function* putText({ editor, key, count, register }: NormalCommand): Task<NormalOutcome> {
	const fitIndent = key.startsWith('[') || key.startsWith(']');
	const before = key === 'P' || key === 'gP' || key === '[p' || key === '[P' || key === ']P';
	if (key === ']P') yield* put(editor, { register, count, before: true, behind: false, fitIndent: true });
	else yield* put(editor, { register, count, before, behind: key.startsWith('g'), fitIndent });
	return 'repeatable';
}

/** Commands that change the text by themselves. */
export const CHANGE_COMMANDS: Readonly<Record<string, NormalHandler>> = {
	x: (command) => removeChars(command, true),
	'<Del>': (command) => removeChars(command, true),
	X: (command) => removeChars(command, false),
	D: removeToEnd,
	C: changeToEnd,
	s: substitute,
	S: changeLines,
	Y: yankLines,
	i: insert,
	'<Insert>': insert,
	a: insert,
	I: insert,
	A: insert,
	gI: insert,
	gi: insert,
	o: openLine,
	O: openLine,
	R: replaceMode,
	gR: replaceMode,
	r: replaceChars,
	'~': swapCase,
	J: join,
	gJ: join,
	p: putText,
	P: putText,
	gp: putText,
	gP: putText,
	']p': putText,
	'[p': putText,
	'[P': putText,
	']P': putText,
};
