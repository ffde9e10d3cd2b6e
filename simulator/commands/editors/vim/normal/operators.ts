import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import { indentFor } from '../insert/indent-rules.ts';
import { columnsBefore, firstNonBlank, isBlank, nextOffset } from '../text/characters.ts';
import type { Position } from '../text/position.ts';
import { VimError } from '../vim-error.ts';
import { formatLines } from './format-text.ts';
import { setIndent, shiftLine } from './indent.ts';
import { blanksBetween } from './joined-blanks.ts';
import type { Region } from './region.ts';
import {
	blockPart,
	charRegion,
	isEmptyBlock,
	isEmptyRegion,
	lastLineOf,
	regionLines,
	removeRegion,
	textOf,
} from './region.ts';

export interface OperatorRequest {
	readonly editor: Editor;
	readonly region: Region;
	readonly register: string;
	/** From Visual mode. */
	readonly visual: boolean;
	/** How often to shift. */
	readonly amount: number;
	/** Where the cursor stood. */
	readonly cursor: Position;
}

/** "3 fewer lines", when they are more than 'report'. */
export function reportLines(editor: Editor, difference: number): void {
	if (editor.globalBusy || Math.abs(difference) <= editor.number('report')) return;
	const count = Math.abs(difference);
	if (editor.buffer.hasNoLines && difference < 0) return;
	if (count === 1) editor.messages.say(difference > 0 ? '1 more line' : '1 line less');
	else editor.messages.say(difference > 0 ? `${count} more lines` : `${count} fewer lines`);
}

export function setChangeMarks(editor: Editor, start: Position, end: Position): void {
	editor.buffer.marks.set('[', start);
	editor.buffer.marks.set(']', end);
}

/** `y` */
export function yank({ editor, region, register }: OperatorRequest): void {
	const text = textOf(editor, region);
	if (register !== '_') editor.registers.yank(register, text);
	const lines = text.lines.length;
	const last = region.type === 'char' ? { ...region.end, column: Math.max(0, region.end.column - 1) } : region.end;
	setChangeMarks(editor, region.type === 'line' ? { line: region.start.line, column: 0 } : region.start, last);
	if (lines > editor.number('report') && !editor.globalBusy) {
		const into = register === '' || register === '"' ? '' : ` into "${register}`;
		if (region.type === 'block') editor.messages.say(`block of ${lines} lines yanked${into}`);
		else editor.messages.say(`${lines} lines yanked${into}`);
	}
	placeAfterYank(editor, region);
}

function placeAfterYank(editor: Editor, region: Region): void {
	editor.window.line = region.start.line;
	editor.window.column = region.start.column;
	if (region.type === 'block') {
		editor.window.column = blockPart(editor, region, region.start.line).from;
	}
	editor.clampColumn();
	if (region.type !== 'line') editor.keepColumn();
}

/** `d` */
export function remove(request: OperatorRequest): void {
	const { editor, region, register } = request;
	const { buffer } = editor;
	editor.checkModifiable();
	if (buffer.hasNoLines) return;
	if (isEmptyRegion(region) || isEmptyBlock(editor, region)) {
		// There is something to undo all the same.
		keepTouched(editor, region);
		return;
	}
	if (register !== '_') editor.registers.delete(register, textOf(editor, region), region.useFirst);
	const before = buffer.lineCount;
	const column = region.type === 'block' ? blockColumn(editor, region) : region.start.column;
	editor.window.line = region.start.line;
	editor.window.column = Math.min(column, editor.window.text.length);
	if (region.type !== 'line') keepTouched(editor, region);
	removeRegion(editor, region);
	const { window } = editor;
	if (region.type === 'line') {
		// After it `U` has nothing to bring back.
		buffer.lineBefore = undefined;
		editor.moveTo({ line: region.start.line, column: 0 });
		editor.beginLine();
		if (buffer.hasNoLines && !editor.globalBusy) editor.messages.say('--No lines in buffer--');
	} else {
		window.line = region.start.line;
		window.column = column;
	}
	editor.clampColumn();
	editor.keepColumn();
	setChangeMarks(
		editor,
		{ line: window.line, column: region.type === 'line' ? 0 : column },
		{ line: window.line, column },
	);
	if (region.type !== 'block') reportLines(editor, buffer.lineCount - before);
}

/** Where a block begins once a character that lies across its edge is cut. */
function blockColumn(editor: Editor, region: Region): number {
	const { from, before } = blockPart(editor, region, region.start.line);
	return from + before;
}

/** The lines of a region are one thing to undo. */
function keepTouched({ buffer }: Editor, { start, end }: Region, byEx = false): void {
	buffer.keepLines(start.line, Math.min(end.line, buffer.lastLine) - start.line + 1, byEx);
}

/** The part of `c` before text is typed. Blocks are the caller's business. */
export function removeForChange(request: OperatorRequest): void {
	const { editor, region, register } = request;
	editor.checkModifiable();
	if (region.type !== 'line') {
		if (register !== '_' && !isEmptyRegion(region) && !editor.buffer.hasNoLines)
			editor.registers.delete(register, textOf(editor, region), region.useFirst);
		const column = region.type === 'block' ? blockColumn(editor, region) : region.start.column;
		keepTouched(editor, region);
		removeRegion(editor, region);
		editor.window.line = region.start.line;
		editor.window.column = column;
		return;
	}
	if (register !== '_' && !editor.buffer.hasNoLines)
		editor.registers.delete(register, textOf(editor, region), region.useFirst);
	const { start, end } = region;
	const text = editor.buffer.line(start.line);
	const indent =
		editor.flag('autoindent') || editor.text('indentexpr') !== '' ? text.slice(0, firstNonBlank(text)) : '';
	if (end.line > start.line) {
		editor.window.line = start.line + 1;
		editor.buffer.deleteLines(start.line + 1, end.line - start.line);
	}
	editor.window.line = start.line;
	editor.buffer.setLine(start.line, indent);
	if (end.line > start.line) editor.buffer.lineBefore = undefined;
	editor.window.column = indent.length;
}

/** Calls `change` with each piece of text of a region. */
function mapText(editor: Editor, region: Region, change: (text: string) => string): void {
	const { buffer } = editor;
	const { start, end } = region;
	for (let line = start.line; line <= Math.min(end.line, buffer.lastLine); line++) {
		const text = buffer.line(line);
		let from = 0;
		let to = text.length;
		if (region.type === 'block') {
			const part = blockPart(editor, region, line);
			if (part.short) continue;
			({ from, to } = part);
		} else if (region.type === 'char') {
			if (line === start.line) from = start.column;
			if (line === end.line) to = Math.min(to, end.column);
		}
		const changed = text.slice(0, from) + change(text.slice(from, to)) + text.slice(to);
		if (changed !== text) buffer.setLine(line, changed);
	}
}

function swapCase(text: string): string {
	return [...text].map((char) => (char === char.toLowerCase() ? upperOf(char) : char.toLowerCase())).join('');
}

function upperOf(char: string): string {
	const upper = char.toUpperCase();
	return [...upper].length === 1 ? upper : char;
}

function rot13(text: string): string {
	return text.replace(/[a-zA-Z]/g, (char) => {
		const base = char <= 'Z' ? 65 : 97;
		return String.fromCharCode(((char.charCodeAt(0) - base + 13) % 26) + base);
	});
}

const CASES: Readonly<Record<string, (text: string) => string>> = {
	'g~': swapCase,
	gu: (text) => [...text].map((char) => char.toLowerCase()).join(''),
	gU: (text) => [...text].map(upperOf).join(''),
	'g?': rot13,
};

export function changeCase(request: OperatorRequest, operator: string): void {
	const { editor } = request;
	editor.checkModifiable();
	const region = caseRegion(editor, request.region);
	keepTouched(editor, region);
	mapText(editor, region, CASES[operator] as (text: string) => string);
	const { window } = editor;
	window.line = region.start.line;
	window.column = region.type === 'block' ? blockPart(editor, region, region.start.line).from : region.start.column;
	editor.clampColumn();
	const { line, column } = region.end;
	const end = region.type === 'line' ? editor.buffer.line(line).length : column;
	setChangeMarks(editor, region.start, { line, column: Math.max(0, end - 1) });
	const lines = regionLines(region);
	if (lines > editor.number('report') && region.type !== 'block') editor.messages.say(`${lines} lines changed`);
}

/**
 * A region of nothing at a line's beginning ends before it, which counts as the rest of the line; at the text's
 * beginning as a character. Models ops.c op_tilde.
 */
function caseRegion(editor: Editor, region: Region): Region {
	const { line, column } = region.start;
	if (!isEmptyRegion(region) || column > 0) return region;
	const text = editor.buffer.line(line);
	const end = line > 0 ? text.length : text === '' ? 0 : nextOffset(text, 0);
	return charRegion(region.start, { line, column: end });
}

/** `>` and `<`. */
export function shift({ editor, region, visual, amount }: OperatorRequest, right: boolean): void {
	editor.checkModifiable();
	const { start } = region;
	const { column } = editor.window;
	keepTouched(editor, region);
	if (region.type === 'block') shiftBlock(editor, region, right, amount);
	else
		for (let line = start.line; line <= lastLineOf(region); line++) shiftLine(editor, line, right ? amount : -amount);
	const { window } = editor;
	window.line = start.line;
	if (region.type === 'block') window.column = column;
	else editor.beginLine();
	editor.clampColumn();
	const lines = regionLines(region);
	const last = lastLineOf(region);
	const lastColumn = Math.max(0, editor.buffer.line(last).length - 1);
	setChangeMarks(editor, { line: start.line, column: 0 }, { line: last, column: lastColumn });
	if (lines > editor.number('report')) {
		const times = amount === 1 ? '1 time' : `${amount} times`;
		editor.messages.say(`${lines} lines ${right ? '>' : '<'}ed ${times}`);
	}
	if (visual) editor.keepColumn();
}

/** Blanks before a block count, too, when it goes to the right. Models ops.c shift_block. */
function shiftBlock(editor: Editor, region: Region, right: boolean, amount: number): void {
	const { buffer, tabstop } = editor;
	const cells = amount * editor.shiftwidth;
	for (let line = region.start.line; line <= region.end.line; line++) {
		const part = blockPart(editor, region, line);
		if (part.short) continue;
		const text = buffer.line(line);
		const behind = part.from + firstNonBlank(text.slice(part.from));
		const end = columnsBefore(text, behind, tabstop);
		let from = part.from;
		if (right) {
			while (from > 0 && isBlank(text[from - 1])) from--;
			const column = columnsBefore(text, from, tabstop);
			buffer.setLine(line, text.slice(0, from) + fill(editor, column, end - column + cells) + text.slice(behind));
			continue;
		}
		const wanted = Math.max(Math.min(region.left, end), end - cells);
		while (from < behind && columnsBefore(text, nextOffset(text, from), tabstop) <= wanted) from++;
		const blanks = ' '.repeat(Math.max(0, wanted - columnsBefore(text, from, tabstop)));
		buffer.setLine(line, text.slice(0, from) + blanks + text.slice(behind));
	}
}

/** Blanks of so many cells from a column on. */
function fill(editor: Editor, column: number, width: number): string {
	if (editor.flag('expandtab')) return ' '.repeat(width);
	const { tabstop } = editor;
	let out = '';
	let at = column;
	const end = column + width;
	while (at < end) {
		const next = at + tabstop - (at % tabstop);
		if (next > end) return out + ' '.repeat(end - at);
		out += '\t';
		at = next;
	}
	return out;
}

/** `=` */
export function* reindent({ editor, region }: OperatorRequest): Task<void> {
	editor.checkModifiable();
	const lines = regionLines(region);
	keepTouched(editor, region, true);
	for (let line = region.start.line; line <= lastLineOf(region); line++) {
		const text = editor.buffer.line(line);
		if (text.trim() === '') {
			if (text !== '') editor.buffer.setLine(line, '');
		} else setIndent(editor, line, indentFor(editor, line, 'operator'));
		yield* editor.tick();
	}
	editor.window.line = region.start.line;
	editor.startLine();
	setChangeMarks(editor, { line: region.start.line, column: 0 }, { line: region.end.line, column: 0 });
	if (lines > editor.number('report')) editor.messages.say(`${lines} lines indented `);
}

/** `!`: the rest is typed on the command line. */
export function filterPrefix(editor: Editor, region: Region): string {
	const first = region.start.line;
	const last = region.end.line;
	if (first === last) return '.!';
	const from = first === editor.window.line ? '.' : String(first + 1);
	const to =
		last === editor.buffer.lastLine ? '$' : first === editor.window.line ? `.+${last - first}` : String(last + 1);
	return `${from},${to}!`;
}

/** `gq` and `gw`. */
export function* format({ editor, region, cursor }: OperatorRequest, keepCursor: boolean): Task<void> {
	editor.checkModifiable();
	editor.window.line = cursor.line;
	editor.window.column = cursor.column;
	keepTouched(editor, region);
	const last = yield* formatLines(editor, region.start.line, lastLineOf(region));
	setChangeMarks(editor, { line: region.start.line, column: 0 }, { line: last, column: 0 });
	if (keepCursor) {
		editor.moveTo(cursor);
		return;
	}
	// A motion that ended before a line leads on to it: `.` does the next lines.
	editor.moveTo({ line: region.adjusted === true ? last + 1 : last, column: 0 });
	editor.beginLine();
}

/** `J` and `gJ` on some lines. */
export function joinLines(editor: Editor, first: number, count: number, spaces: boolean): void {
	editor.checkModifiable();
	const { buffer } = editor;
	const last = Math.min(first + count - 1, buffer.lastLine);
	let text = buffer.line(first);
	let joined = text;
	const joint = text.length;
	let column = joint;
	for (let line = first + 1; line <= last; line++) {
		const next = buffer.line(line);
		if (!spaces) {
			column = text.length;
			text += next;
			continue;
		}
		const added = withoutComment(editor, next.slice(firstNonBlank(next)), text);
		const blanks = added === '' || added.startsWith(')') ? '' : blanksBetween(editor, text, joined);
		joined = added;
		column = text.length;
		if (added === '' && line > first + 1) column = Math.min(column, text.length);
		text += blanks + added;
	}
	editor.window.line = first;
	buffer.keepLines(first, last - first + 1);
	buffer.setLine(first, text);
	buffer.deleteLines(first + 1, last - first);
	editor.window.line = first;
	editor.window.column = column;
	editor.clampColumn();
	editor.keepColumn();
	setChangeMarks(editor, { line: first, column: joint }, { line: first, column: text.length });
}

/** 'formatoptions' j: a comment's leader goes when comments are joined. */
function withoutComment(editor: Editor, next: string, before: string): string {
	if (!editor.text('formatoptions').includes('j')) return next;
	const leader = /^(?:#+|\/\/+|"+)[ \t]*/.exec(next);
	return leader !== null && before.trimStart().startsWith((leader[0] as string).trim()[0] as string)
		? next.slice(leader[0].length)
		: next;
}

/** `r` in Visual mode. */
export function replaceWith({ editor, region }: OperatorRequest, char: string): void {
	editor.checkModifiable();
	keepTouched(editor, region);
	mapText(editor, region, (text) => [...text].map(() => char).join(''));
	const { window } = editor;
	window.line = region.start.line;
	if (region.type === 'block') window.column = blockPart(editor, region, region.start.line).from;
	else window.column = region.type === 'line' ? 0 : region.start.column;
	editor.clampColumn();
}

/** The region from a place to the end of its line, or of one further on. Throws VimError on the last line. */
export function toLineEnd(editor: Editor, count: number): Region {
	const { line, column } = editor.window;
	const last = line + count - 1;
	const { lastLine } = editor.buffer;
	if (count > 1 && line === lastLine) throw new VimError('');
	const end = Math.min(last, lastLine);
	return charRegion({ line, column }, { line: end, column: editor.buffer.line(end).length });
}
