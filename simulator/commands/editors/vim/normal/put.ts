import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import { Folds } from '../folds.ts';
import type { RegisterText } from '../registers.ts';
import { registerFromString } from '../registers.ts';
import { columnsBefore, nextOffset, offsetAtColumn } from '../text/characters.ts';
import { VimError } from '../vim-error.ts';
import { indentOf, setIndent } from './indent.ts';
import { reportLines, setChangeMarks } from './operators.ts';

const TEXT_MAX = 16 * 1024 * 1024;

/** A register by its name, the read-only ones too; undefined: it is empty. */
export function readRegister(editor: Editor, name: string): RegisterText | undefined {
	const string = readOnly(editor, name);
	if (string === undefined) return editor.registers.get(name);
	return string === '' ? undefined : registerFromString(string);
}

function readOnly(editor: Editor, name: string): string | undefined {
	switch (name) {
		case '%':
			return editor.buffer.name;
		case '#':
			return editor.window.alternate?.name ?? '';
		case ':':
			return editor.lastCommandLine;
		case '/':
			return editor.lastSearch?.pattern ?? '';
		case '.':
			return editor.lastInserted;
		default:
			return undefined;
	}
}

export interface PutOptions {
	readonly register: string;
	readonly count: number;
	readonly before: boolean;
	/** The cursor goes behind the text (gp). */
	readonly behind: boolean;
	/** Lines get the indent of where they are put (]p). */
	readonly fitIndent: boolean;
	/** Whatever was yanked, as lines (`:put`). */
	readonly asLines?: boolean;
}

export function* put(editor: Editor, options: PutOptions): Task<void> {
	editor.checkModifiable();
	const found = readRegister(editor, options.register);
	// What is put may come to nothing: it is a change to undo by then.
	editor.buffer.keepLines(editor.window.line + 1, 0);
	if (found === undefined) {
		const shown = options.register === '' ? '"' : options.register;
		throw new VimError(`E353: Nothing in register ${shown}`);
	}
	const text: RegisterText = options.asLines === true ? { lines: found.lines, type: 'line' } : found;
	const size = text.lines.reduce((sum, line) => sum + line.length + 1, 0);
	if (size * options.count > TEXT_MAX) throw new VimError('E342: Out of memory!');
	yield* editor.tick();
	const lines = editor.buffer.lineCount;
	if (text.type === 'line') putLines(editor, text, options);
	else if (text.type === 'block') putBlock(editor, text, options);
	else putChars(editor, text, options);
	reportLines(editor, editor.buffer.lineCount - lines);
}

function putLines(editor: Editor, { lines }: RegisterText, options: PutOptions): void {
	const { buffer, window } = editor;
	const all: string[] = [];
	for (let done = 0; done < options.count; done++) all.push(...lines);
	// Folded lines stay together.
	const fold = Folds.closedAt(window, window.line);
	const at = options.before ? (fold?.first ?? window.line) : (fold?.last ?? window.line) + 1;
	const wanted = indentOf(editor, window.line);
	buffer.insertLines(at, all);
	if (options.fitIndent) {
		const difference = wanted - indentOf(editor, at);
		for (let line = at; line < at + all.length; line++) {
			if (buffer.line(line) !== '') setIndent(editor, line, indentOf(editor, line) + difference);
		}
	}
	setChangeMarks(editor, { line: at, column: 0 }, { line: at + all.length - 1, column: 0 });
	if (options.behind) editor.moveTo({ line: Math.min(at + all.length, buffer.lastLine), column: 0 });
	else {
		editor.moveTo({ line: options.asLines === true ? at + all.length - 1 : at, column: 0 });
		editor.beginLine();
	}
}

function putChars(editor: Editor, { lines }: RegisterText, options: PutOptions): void {
	const { buffer, window } = editor;
	const { line } = window;
	const text = window.text;
	const at = options.before || text === '' ? window.column : nextOffset(text, window.column);
	const head = text.slice(0, at);
	const tail = text.slice(at);
	if (lines.length === 1) {
		const added = (lines[0] as string).repeat(options.count);
		buffer.setLine(line, head + added + tail);
		const end = at + added.length;
		setChangeMarks(editor, { line, column: at }, { line, column: Math.max(at, end - 1) });
		window.column = options.behind ? end : Math.max(0, end - 1);
		if (added === '') window.column = Math.max(0, at - (options.before ? 0 : 1));
	} else {
		const all = [...lines];
		for (let done = 1; done < options.count; done++) {
			all[all.length - 1] = (all.at(-1) as string) + lines[0];
			all.push(...lines.slice(1));
		}
		const last = all.at(-1) as string;
		buffer.setLine(line, head + all[0]);
		buffer.insertLines(line + 1, [...all.slice(1, -1), last + tail]);
		const endLine = line + all.length - 1;
		setChangeMarks(editor, { line, column: at }, { line: endLine, column: Math.max(0, last.length - 1) });
		if (options.behind) {
			window.line = endLine;
			window.column = last.length;
		} else if (head.length === at && at < head.length + (all[0] as string).length) window.column = at;
		else {
			window.column = Math.min(at, (head + all[0]).length);
		}
	}
	editor.clampColumn();
	editor.keepColumn();
}

function putBlock(editor: Editor, text: RegisterText, options: PutOptions): void {
	const { buffer, window, tabstop } = editor;
	const width = text.width ?? 0;
	const first = window.line;
	const here = window.text;
	const offset = options.before || here === '' ? window.column : nextOffset(here, window.column);
	const column = columnsBefore(here, offset, tabstop);
	let endColumn = 0;
	text.lines.forEach((piece, index) => {
		const line = first + index;
		if (line > buffer.lastLine) buffer.insertLines(line, ['']);
		const old = buffer.line(line);
		const at = Math.min(offsetAtColumn(old, column, tabstop), old.length);
		const reached = columnsBefore(old, at, tabstop);
		const padding = ' '.repeat(Math.max(0, column - reached));
		const filler = ' '.repeat(Math.max(0, width - columnsBefore(piece, piece.length, 8)));
		// A tab that lies across is split into blanks.
		const split = padding !== '' && at < old.length;
		const behind = split ? nextOffset(old, at) : at;
		const rest = split ? ' '.repeat(columnsBefore(old, behind, tabstop) - column) : '';
		const tail = rest + old.slice(behind);
		let added = '';
		for (let done = 1; done <= options.count; done++)
			added += done < options.count || tail !== '' ? piece + filler : piece;
		buffer.setLine(line, old.slice(0, at) + padding + added + tail);
		endColumn = at + padding.length + added.length;
	});
	const last = first + text.lines.length - 1;
	setChangeMarks(editor, { line: first, column: offset }, { line: last, column: Math.max(0, endColumn - 1) });
	if (options.behind) {
		window.line = last;
		window.column = endColumn;
	} else window.column = Math.min(offsetAtColumn(window.text, column, tabstop), window.text.length);
	editor.clampColumn();
	editor.keepColumn();
}
