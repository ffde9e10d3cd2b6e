import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import type { Key } from '../keys/key-names.ts';
import { isNamed } from '../keys/key-names.ts';
import { indentOf } from '../normal/indent.ts';
import { readRegister } from '../normal/put.ts';
import { registerString } from '../registers.ts';
import { characterAt, columnsBefore, nextOffset, offsetAtColumn, previousOffset } from '../text/characters.ts';
import { TextWalker } from '../text/text-walker.ts';
import { Beep } from '../vim-error.ts';
import { expandAbbreviation } from './abbreviations.ts';
import { startCompletion, startFileCompletion, startLineCompletion } from './completion.ts';
import type { InsertSession } from './insert-session.ts';
import { readExpression } from './read-expression.ts';
import { readLiteral } from './read-literal.ts';
import { addText, breakLine, changeIndent, eraseBefore, putCharacter, typeCharacter, typeTab } from './typing.ts';

interface InsertCommand {
	readonly editor: Editor;
	readonly session: InsertSession;
	readonly key: Key;
}

type Handler = (command: InsertCommand) => Task<'leave' | undefined>;

function* erase({ editor, session }: InsertCommand, what: 'char' | 'word' | 'line'): Task<undefined> {
	eraseBefore(editor, session, what);
	return undefined;
}

function* enter({ editor, session }: InsertCommand): Task<undefined> {
	breakLine(editor, session);
	return undefined;
}

function* tab({ editor, session }: InsertCommand): Task<undefined> {
	typeTab(editor, session);
	return undefined;
}

function* remove({ editor }: InsertCommand): Task<undefined> {
	const { window, buffer } = editor;
	const { text, line, column } = window;
	if (column < text.length) buffer.setLine(line, text.slice(0, column) + text.slice(nextOffset(text, column)));
	else if (line < buffer.lastLine) {
		buffer.setLine(line, text + buffer.line(line + 1));
		buffer.deleteLines(line + 1, 1);
	} else throw new Beep();
	return undefined;
}

function* move({ editor, session, key }: InsertCommand): Task<undefined> {
	const { window, buffer } = editor;
	const { text, line, column } = window;
	const wraps = editor.text('whichwrap');
	let want: number | undefined;
	switch (key) {
		case '<Left>':
			if (column > 0) window.column = previousOffset(text, column);
			else if (wraps.includes('[') && line > 0) {
				window.line--;
				window.column = window.text.length;
			} else throw new Beep();
			break;
		case '<Right>':
			if (column < text.length) window.column = nextOffset(text, column);
			else if (wraps.includes(']') && line < buffer.lastLine) {
				window.line++;
				window.column = 0;
			} else throw new Beep();
			break;
		case '<Up>':
		case '<Down>': {
			const next = line + (key === '<Up>' ? -1 : 1);
			if (next < 0 || next > buffer.lastLine) throw new Beep();
			if (!['<Up>', '<Down>'].includes(session.lastKey)) editor.keepColumn();
			({ want } = window);
			editor.moveToLine(next);
			break;
		}
		case '<Home>':
			window.column = 0;
			break;
		case '<End>':
			window.column = text.length;
			want = Number.POSITIVE_INFINITY;
			break;
		case '<C-Home>':
			window.line = 0;
			window.column = 0;
			break;
		case '<C-End>':
			window.line = buffer.lastLine;
			window.column = window.text.length;
			break;
		default: {
			const rows = Math.max(1, window.rows - 2);
			const next = line + (key === '<PageUp>' ? -rows : rows);
			editor.moveToLine(Math.max(0, Math.min(next, buffer.lastLine)));
		}
	}
	editor.parts.restartInsert(editor, session);
	if (want !== undefined) window.want = want;
	return undefined;
}

function* moveWord({ editor, session, key }: InsertCommand): Task<undefined> {
	const at = new TextWalker(editor.buffer, editor.window.position);
	const moved = key.endsWith('Right>') ? at.forward() : at.backward();
	if (moved === 'none') throw new Beep();
	if (key.endsWith('Right>')) {
		while (at.kind !== 0 && at.forward() === 'within');
		while (at.kind === 0 && at.char !== '' && at.forward() === 'within');
	} else {
		while (at.kind === 0 && at.column > 0) at.backward();
		const { kind } = at;
		while (at.column > 0) {
			at.backward();
			if (at.kind === kind) continue;
			at.forward();
			break;
		}
	}
	editor.window.line = at.line;
	editor.window.column = at.column;
	editor.parts.restartInsert(editor, session);
	return undefined;
}

function* fromRegister({ editor, session }: InsertCommand): Task<undefined> {
	let name = yield* editor.keys.next(undefined);
	const literal = name === '\x12' || name === '\x0f' || name === '\x10';
	if (literal) name = yield* editor.keys.next(undefined);
	if (name === '=') {
		const value = yield* readExpression(editor);
		if (value !== undefined) for (const char of value) typeCharacter(editor, session, char);
		return undefined;
	}
	if (name === '\x17') return undefined;
	const text = readRegister(editor, name);
	if (text === undefined) throw new Beep();
	const string = registerString(text);
	if (literal || string.length > 5_000) addText(editor, string);
	else for (const char of string) typeCharacter(editor, session, char);
	return undefined;
}

/** Ctrl-T and Ctrl-D. */
function* shift({ editor, session, key }: InsertCommand): Task<undefined> {
	const { window, shiftwidth, buffer } = editor;
	const now = indentOf(editor, window.line);
	session.autoIndented = false;
	session.ownIndent = true;
	if (key === '\x04' && (session.lastKey === '0' || session.lastKey === '^') && window.column > 0) {
		const { text } = window;
		buffer.setLine(window.line, text.slice(0, window.column - 1) + text.slice(window.column));
		window.column--;
		changeIndent(editor, 0);
		return undefined;
	}
	const cells =
		key === '\x14'
			? (Math.floor(now / shiftwidth) + 1) * shiftwidth
			: Math.max(0, (Math.ceil(now / shiftwidth) - 1) * shiftwidth);
	changeIndent(editor, cells);
	return undefined;
}

/** Ctrl-E and Ctrl-Y: the character below or above. */
function* copyChar({ editor, session, key }: InsertCommand): Task<undefined> {
	const { window, buffer, tabstop } = editor;
	const line = window.line + (key === '\x05' ? 1 : -1);
	if (line < 0 || line > buffer.lastLine) throw new Beep();
	const text = buffer.line(line);
	const char = characterAt(text, offsetAtColumn(text, columnsBefore(window.text, window.column, tabstop), tabstop));
	if (char === '') throw new Beep();
	putCharacter(editor, session, char);
	return undefined;
}

function* again({ editor, session, key }: InsertCommand): Task<'leave' | undefined> {
	for (const char of editor.lastInserted) typeCharacter(editor, session, char);
	return key === '\0' ? 'leave' : undefined;
}

function* literal({ editor, session, key }: InsertCommand): Task<undefined> {
	expandAbbreviation(editor, session, key);
	session.autoIndented = false;
	const char = yield* readLiteral(editor);
	if (char === '\n') breakLine(editor, session);
	else if (!isNamed(char)) putCharacter(editor, session, char);
	return undefined;
}

/** Ctrl-O: one command of Normal mode. */
function* oneCommand({ editor, session }: InsertCommand): Task<undefined> {
	const { mode } = editor;
	const { window } = editor;
	const { line } = window;
	// Behind the last character the command meets that one, and comes back behind it.
	const atEnd = window.column >= window.text.length;
	if (atEnd && window.column > 0) window.column = previousOffset(window.text, window.column);
	const { column } = window;
	editor.insertNormal = session.replace ? 'replace' : 'insert';
	editor.mode = 'normal';
	const { taken } = editor.keys;
	yield* editor.parts.normalCommand(editor);
	while (editor.visual !== undefined) yield* editor.parts.normalCommand(editor);
	// In a line of one character these have gone to its beginning, not stayed at its end.
	const toStart = ['0', '^', '<Home>'].includes(editor.keys.taken[0] ?? '');
	editor.keys.taken = taken;
	editor.insertNormal = undefined;
	editor.mode = mode;
	const { text } = window;
	const behind =
		(atEnd && !toStart && window.line === line && window.column === column) || window.want === Number.POSITIVE_INFINITY;
	if (behind && window.column < text.length && nextOffset(text, window.column) === text.length)
		window.column = text.length;
	window.column = Math.min(window.column, text.length);
	editor.parts.restartInsert(editor, session);
	return undefined;
}

function* completion({ editor, key }: InsertCommand): Task<undefined> {
	yield* startCompletion(editor, key === '\x0e');
	return undefined;
}

function* special({ editor }: InsertCommand): Task<undefined> {
	const key = yield* editor.keys.next(undefined);
	if (key === '\x0e' || key === '\x10') yield* startCompletion(editor, key === '\x0e');
	else if (key === '\x0c') yield* startLineCompletion(editor);
	else if (key === '\x06') yield* startFileCompletion(editor);
	else throw new Beep();
	return undefined;
}

function* undoBreak({ editor, session }: InsertCommand): Task<undefined> {
	const key = yield* editor.keys.next(undefined);
	if (key === 'u') editor.buffer.undo.close();
	else if (key === 'j' || key === 'k') yield* move({ editor, session, key: key === 'j' ? '<Down>' : '<Up>' });
	return undefined;
}

function* toggleReplace({ editor, session }: InsertCommand): Task<undefined> {
	session.replace = !session.replace;
	editor.mode = session.replace ? 'replace' : 'insert';
	return undefined;
}

function* paste({ editor, session }: InsertCommand): Task<undefined> {
	session.autoIndented = false;
	yield* editor.parts.paste(editor);
	return undefined;
}

function* suspend({ editor, session }: InsertCommand): Task<undefined> {
	typeCharacter(editor, session, '\x1a');
	return undefined;
}

/** What keys do in Insert mode that are no text. */
export const INSERT_COMMANDS: Readonly<Record<string, Handler>> = {
	'<BS>': (command) => erase(command, 'char'),
	'\b': (command) => erase(command, 'char'),
	'\x17': (command) => erase(command, 'word'),
	'\x15': (command) => erase(command, 'line'),
	'\r': enter,
	'\n': enter,
	'\t': tab,
	'<Del>': remove,
	'<Left>': move,
	'<Right>': move,
	'<Up>': move,
	'<Down>': move,
	'<Home>': move,
	'<End>': move,
	'<C-Home>': move,
	'<C-End>': move,
	'<PageUp>': move,
	'<PageDown>': move,
	'<S-Left>': moveWord,
	'<S-Right>': moveWord,
	'<C-Left>': moveWord,
	'<C-Right>': moveWord,
	'\x12': fromRegister,
	'\x14': shift,
	'\x04': shift,
	'\x05': copyChar,
	'\x19': copyChar,
	'\x01': again,
	'\0': again,
	'\x16': literal,
	'\x11': literal,
	'\x0f': oneCommand,
	'\x0e': completion,
	'\x10': completion,
	'\x18': special,
	'\x07': undoBreak,
	'<Insert>': toggleReplace,
	'<PasteStart>': paste,
	'\x1a': suspend,
};
