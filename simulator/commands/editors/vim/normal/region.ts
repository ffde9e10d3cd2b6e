import type { Editor } from '../editor.ts';
import type { RegisterText } from '../registers.ts';
import { columnsBefore, nextOffset, offsetAtColumn } from '../text/characters.ts';
import type { Position } from '../text/position.ts';
import { samePosition } from '../text/position.ts';

/** Text that an operator works on. `end` of 'char' is the place after its last character (a column may be beyond the line: its break too). */
export interface Region {
	readonly type: 'char' | 'line' | 'block';
	readonly start: Position;
	readonly end: Position;
	/** Blocks: first and last cell, or to the end of each line. */
	readonly left: number;
	readonly right: number;
	readonly toEnd: boolean;
	/** A deletion goes to "1 even when it is small. */
	readonly useFirst: boolean;
	/** The motion led to a line's beginning: the region ends with the line before. */
	readonly adjusted?: boolean;
}

export function charRegion(start: Position, end: Position, useFirst = false): Region {
	return { type: 'char', start, end, left: 0, right: 0, toEnd: false, useFirst };
}

/** Nothing is between its ends. */
export function isEmptyRegion({ type, start, end }: Region): boolean {
	return type === 'char' && samePosition(start, end);
}

/** A block on one empty line. */
export function isEmptyBlock(editor: Editor, { type, start, end }: Region): boolean {
	return type === 'block' && start.line === end.line && editor.buffer.line(start.line) === '';
}

export function lineRegion(first: number, last: number): Region {
	const start = { line: first, column: 0 };
	return { type: 'line', start, end: { line: last, column: 0 }, left: 0, right: 0, toEnd: false, useFirst: false };
}

/** What part of a line a block covers: offsets, and cells that hang out at its sides. */
export function blockPart(editor: Editor, region: Region, line: number): BlockPart {
	const text = editor.buffer.line(line);
	const { tabstop } = editor;
	const width = columnsBefore(text, text.length, tabstop);
	if (width <= region.left) return { from: text.length, to: text.length, before: 0, after: 0, short: true, width };
	const from = offsetAtColumn(text, region.left, tabstop);
	const fromColumn = columnsBefore(text, from, tabstop);
	const to = region.toEnd ? text.length : Math.min(text.length, endOffset(text, region.right, tabstop));
	const toColumn = columnsBefore(text, to, tabstop);
	const before = region.left - fromColumn;
	const after = region.toEnd ? 0 : Math.max(0, toColumn - region.right - 1);
	return { from, to, before, after, short: false, width };
}

export interface BlockPart {
	readonly from: number;
	readonly to: number;
	/** Cells of the first character that lie left of the block (a tab is cut). */
	readonly before: number;
	/** Cells of the last one that lie right of it. */
	readonly after: number;
	/** The line ends before the block. */
	readonly short: boolean;
	readonly width: number;
}

function endOffset(text: string, right: number, tabstop: number): number {
	const at = offsetAtColumn(text, right, tabstop);
	return at >= text.length ? text.length : nextOffset(text, at);
}

/** The text of a region. */
export function textOf(editor: Editor, region: Region): RegisterText {
	const { buffer } = editor;
	const { start, end } = region;
	if (region.type === 'line') return { lines: buffer.slice(start.line, end.line + 1), type: 'line' };
	if (region.type === 'block') {
		const lines: string[] = [];
		for (let line = start.line; line <= end.line; line++) {
			const part = blockPart(editor, region, line);
			const text = buffer.line(line);
			// A line that ends before the block is filled up.
			if (part.short) lines.push(part.width < region.left ? ' '.repeat(blockWidth(editor, region)) : '');
			else if (part.before > 0 || part.after > 0) {
				lines.push(cutBlock(text, part, editor.tabstop, region));
			} else lines.push(text.slice(part.from, part.to));
		}
		const width = region.toEnd ? blockWidth(editor, region) - 1 : region.right - region.left + 1;
		return { lines, type: 'block', width };
	}
	if (start.line === end.line)
		return { lines: [buffer.line(start.line).slice(start.column, end.column)], type: 'char' };
	const lines = [
		buffer.line(start.line).slice(start.column),
		...buffer.slice(start.line + 1, end.line),
		end.line > buffer.lastLine ? '' : buffer.line(end.line).slice(0, end.column),
	];
	return { lines, type: 'char' };
}

/** Cells of a block; to the lines' ends one more than the longest line has. */
function blockWidth({ buffer, tabstop }: Editor, { start, end, left, right, toEnd }: Region): number {
	if (!toEnd) return right - left + 1;
	const widths = buffer.slice(start.line, end.line + 1).map((text) => columnsBefore(text, text.length, tabstop));
	return Math.max(0, ...widths) - left + 1;
}

function cutBlock(text: string, part: BlockPart, tabstop: number, region: Region): string {
	const fromColumn = columnsBefore(text, part.from, tabstop);
	const firstEnd = nextOffset(text, part.from);
	const firstWidth = columnsBefore(text, firstEnd, tabstop) - fromColumn;
	if (firstEnd >= part.to) return ' '.repeat(Math.min(firstWidth - part.before, region.right - region.left + 1));
	const head = part.before > 0 ? ' '.repeat(firstWidth - part.before) : text.slice(part.from, firstEnd);
	if (part.after === 0) return head + text.slice(firstEnd, part.to);
	const lastStart = offsetAtColumn(text, region.right, tabstop);
	const lastColumn = columnsBefore(text, lastStart, tabstop);
	return `${head}${text.slice(firstEnd, lastStart)}${' '.repeat(region.right - lastColumn + 1)}`;
}

/** Takes the text of a region out; the cursor is the caller's business. */
export function removeRegion(editor: Editor, region: Region): void {
	const { buffer } = editor;
	const { start, end } = region;
	if (region.type === 'line') {
		buffer.deleteLines(start.line, end.line - start.line + 1);
		return;
	}
	if (region.type === 'block') {
		for (let line = start.line; line <= end.line; line++) {
			const part = blockPart(editor, region, line);
			if (part.short) continue;
			const text = buffer.line(line);
			const fill = ' '.repeat(part.before) + ' '.repeat(part.after);
			buffer.setLine(line, text.slice(0, part.from) + fill + text.slice(part.to));
		}
		return;
	}
	const head = buffer.line(start.line).slice(0, start.column);
	const tail = end.line > buffer.lastLine ? '' : buffer.line(end.line).slice(end.column);
	const last = Math.min(end.line, buffer.lastLine);
	if (last > start.line) {
		buffer.setLine(start.line, head + tail);
		buffer.deleteLines(start.line + 1, last - start.line);
	} else buffer.setLine(start.line, head + tail);
}

/** The last line that a region touches; one that ends with a break does not touch the next. */
export function lastLineOf({ type, start, end }: Region): number {
	return type === 'char' && end.column === 0 && end.line > start.line ? end.line - 1 : end.line;
}

/** How many lines a region touches. */
export function regionLines(region: Region): number {
	return lastLineOf(region) - region.start.line + 1;
}
