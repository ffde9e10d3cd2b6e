import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import type { Key } from '../keys/key-names.ts';
import { isNamed } from '../keys/key-names.ts';
import { indentText } from '../normal/indent.ts';
import { before } from '../text/position.ts';
import { Beep, VimError } from '../vim-error.ts';
import { expandAbbreviation } from './abbreviations.ts';
import { complete, endCompletion } from './completion.ts';
import { indentFor } from './indent-rules.ts';
import { INSERT_COMMANDS } from './insert-commands.ts';
import type { InsertSession } from './insert-session.ts';
import { addText, dropAutoIndent, typeCharacter } from './typing.ts';

export interface InsertOptions {
	readonly replace: boolean;
	readonly virtual?: boolean;
	readonly count: number;
	/** From `o` or `O`: a count opens more lines. */
	readonly lines?: 'below' | 'above';
	/** How many characters of indent were put there. */
	readonly autoIndent?: number;
}

/** Insert (or Replace) mode until Escape. Models edit.c edit. */
export function* insertText(editor: Editor, options: InsertOptions): Task<void> {
	editor.checkModifiable();
	const { window, buffer } = editor;
	const session: InsertSession = {
		replace: options.replace,
		virtual: options.virtual === true,
		start: window.position,
		autoIndented: (options.autoIndent ?? 0) > 0,
		ownIndent: false,
		replaced: [],
		moved: false,
		fresh: false,
		lastKey: '',
	};
	editor.mode = options.replace ? 'replace' : 'insert';
	buffer.marks.set('[', window.position);
	if (editor.flag('showmode')) editor.messages.shown = undefined;
	editor.pending = '';
	editor.keepColumn();
	try {
		yield* loop(editor, session);
		yield* finish(editor, session, options);
	} finally {
		endCompletion(editor);
		editor.mode = 'normal';
	}
	leave(editor);
}

function* loop(editor: Editor, session: InsertSession): Task<void> {
	for (;;) {
		const before = editor.keys.taken.length;
		const key = yield* editor.keys.next('i');
		yield* editor.tick();
		if (key === '\x1b' || key === '\x03') {
			if (key === '\x1b') expandAbbreviation(editor, session, key);
			if (editor.completion !== undefined) endCompletion(editor);
			return;
		}
		const { tick } = editor.buffer;
		const wasFresh = session.fresh;
		try {
			if (yield* handle(editor, session, key)) return;
		} catch (error) {
			if (!(error instanceof Beep) && !(error instanceof VimError)) throw error;
			if (error instanceof VimError && error.message !== '') editor.messages.error(error.message);
			editor.screen.beep();
			editor.keys.flush();
		}
		if (wasFresh && editor.buffer.tick !== tick) {
			editor.keys.taken = ['i', ...editor.keys.taken.slice(before)];
			session.fresh = false;
		} else if (session.fresh) editor.keys.taken = editor.keys.taken.slice(0, before);
		session.lastKey = key;
	}
}

/** One key; true: insertion is over. */
function* handle(editor: Editor, session: InsertSession, key: Key): Task<boolean> {
	if (editor.completion !== undefined && (yield* complete(editor, session, key))) return false;
	if (key.startsWith('<Mouse')) {
		editor.parts.mouse(editor, key);
		restart(editor, session);
		return false;
	}
	const command = INSERT_COMMANDS[key];
	if (command !== undefined) return (yield* command({ editor, session, key })) === 'leave';
	if (isNamed(key)) {
		if (key === '<Ignore>' || key === '<PasteEnd>') return false;
		throw new Beep();
	}
	typeCharacter(editor, session, key);
	return false;
}

/** The cursor went elsewhere: what follows is another insertion. */
export function restart(editor: Editor, session: InsertSession): void {
	noteInserted(editor, session);
	editor.buffer.undo.close();
	session.start = editor.window.position;
	session.moved = true;
	session.autoIndented = false;
	session.replaced.length = 0;
	session.fresh = true;
	editor.keepColumn();
}

function insertedText(editor: Editor, { start }: InsertSession): string | undefined {
	const { window, buffer } = editor;
	const end = window.position;
	if (before(end, start)) return undefined;
	if (end.line === start.line) return window.text.slice(start.column, end.column);
	const middle = buffer.slice(start.line + 1, end.line);
	return [buffer.line(start.line).slice(start.column), ...middle, window.text.slice(0, end.column)].join('\n');
}

function noteInserted(editor: Editor, session: InsertSession): void {
	const text = insertedText(editor, session);
	if (text !== undefined && (text !== '' || !session.moved)) editor.lastInserted = text;
}

/** Escape: what was typed is put in as often as the count says. */
function* finish(editor: Editor, session: InsertSession, options: InsertOptions): Task<void> {
	const { window, buffer } = editor;
	noteInserted(editor, session);
	const typed = insertedText(editor, session);
	if (options.count > 1 && !session.moved && typed !== undefined) {
		if (typed.length * options.count > 16_000_000) throw new VimError('E342: Out of memory!');
		for (let left = options.count; left > 1; left--) {
			if (options.lines !== undefined) {
				dropAutoIndent(editor, session);
				const at = window.line + 1;
				buffer.insertLines(at, ['']);
				window.line = at;
				const indent = indentText(editor, indentFor(editor, at, 'below', at - 1));
				buffer.setLine(at, indent);
				window.column = indent.length;
			}
			if (session.replace) for (const char of typed) typeCharacter(editor, session, char);
			else addText(editor, typed);
			yield* editor.tick();
		}
	}
	dropAutoIndent(editor, session);
}

function leave(editor: Editor): void {
	const { window, buffer } = editor;
	buffer.marks.set('^', window.position);
	buffer.marks.set(']', window.position);
	const stays = editor.insertNormal !== undefined;
	if (!stays && window.column > 0) {
		window.column--;
		editor.clampColumn();
	}
	editor.keepColumn();
}

/** A bracketed paste: everything as it is, without indents of our own. */
export function* pasteText(editor: Editor): Task<void> {
	let text = '';
	for (;;) {
		const key = yield* editor.keys.next(undefined);
		if (key === '<PasteEnd>') break;
		if (key === '\x1b' && editor.keys.isNested) break;
		text += key === '\r' ? '\n' : isNamed(key) ? '' : key;
		if (text.length > 16_000_000) throw new VimError('E342: Out of memory!');
	}
	addText(editor, text);
	yield* editor.tick();
}
