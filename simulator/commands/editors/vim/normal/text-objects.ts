import type { Task } from '../../../../machinery/task.ts';
import { trimEndOf } from '../../../../machinery/trim-end.ts';
import type { Editor } from '../editor.ts';
import { isBlank, previousOffset } from '../text/characters.ts';
import type { Position } from '../text/position.ts';
import { before, samePosition } from '../text/position.ts';
import { TextWalker } from '../text/text-walker.ts';
import { Beep } from '../vim-error.ts';
import { sentenceBackward, sentenceForward } from './blocks-of-text.ts';
import { enclosing, matchOf } from './match-pair.ts';
import type { Motion } from './motion.ts';
import { stopped } from './places.ts';
import { tagObject } from './tag-object.ts';
import { wordBackward, wordEnd, wordEndBackward, wordForward } from './word-motions.ts';

export interface ObjectRequest {
	readonly editor: Editor;
	/** `a`: with what is around. */
	readonly around: boolean;
	readonly count: number;
	/** The Visual area, when more than the cursor is selected. */
	readonly selected: { readonly start: Position; readonly end: Position } | undefined;
}

/** What `iw`, `a(` and their like stand for. Throws Beep. */
export function* textObject(key: string, request: ObjectRequest): Task<Motion> {
	switch (key) {
		case 'w':
			return words(request, false);
		case 'W':
			return words(request, true);
		case 's':
			return sentences(request);
		case 'p':
			return paragraphs(request);
		case 't':
			return yield* tagObject(request);
		case '"':
		case "'":
		case '`':
			return quotes(request, key);
		default: {
			const pair = BRACKETS[key];
			if (pair === undefined) throw new Beep();
			return yield* block(request, pair[0], pair[1]);
		}
	}
}

const BRACKETS: Readonly<Record<string, readonly [string, string]>> = {
	'(': ['(', ')'],
	')': ['(', ')'],
	b: ['(', ')'],
	'{': ['{', '}'],
	'}': ['{', '}'],
	B: ['{', '}'],
	'[': ['[', ']'],
	']': ['[', ']'],
	'<': ['<', '>'],
	'>': ['<', '>'],
};

/** `iw` and `aw`: a word or the blanks between two, over the ends of lines too; `aw` takes the blanks beside it. Models textobject.c current_word. */
function words({ editor, around, count, selected }: ObjectRequest, big: boolean): Motion {
	const at = new TextWalker(editor.buffer, editor.window.position, big);
	let from = selected?.start;
	let left = count;
	let inclusive = true;
	let blanksBefore = false;
	if (from === undefined) {
		toRunStart(at);
		from = at.position;
		blanksBefore = firstWord(editor, at, around);
		left--;
	}
	const backwards = selected !== undefined && before(selected.end, selected.start);
	for (; left > 0; left--) {
		inclusive = true;
		if (backwards) wordMore(at, around);
		else inclusive = nextWordMore(editor, at, around, left);
	}
	if (blanksBefore && (at.kind !== 0 || (at.column === 0 && !inclusive))) from = withBlanksBefore(editor, from, big);
	return { from, to: at.position, kind: 'char', inclusive };
}

/** To the start of the word, or blanks, within the line. */
function toRunStart(at: TextWalker): void {
	const { kind } = at;
	while (at.column > 0) {
		const column = at.column;
		at.backward();
		if (at.kind === kind) continue;
		at.column = column;
		return;
	}
}

/** The cursor's own word; true: blanks before it are wanted when there are none behind it. */
function firstWord(editor: Editor, at: TextWalker, around: boolean): boolean {
	if ((at.kind === 0) === around) {
		if (!wordEnd(at, 1, true, true)) throw stopped(editor, at);
		return false;
	}
	wordForward(at, 1, true);
	backOne(at);
	return around;
}

/** One character back, also from the start of a line to the end of the one above. */
function backOne(at: TextWalker): void {
	if (at.column > 0) at.column = previousOffset(at.text, at.column);
	else at.backwardOver();
}

/** Makes an area larger at its end; false: it ends before its last place. */
function nextWordMore(editor: Editor, at: TextWalker, around: boolean, left: number): boolean {
	if (at.forwardOver() === 'none') throw stopped(editor, at);
	if (around !== (at.kind === 0)) {
		if (!wordForward(at, 1, true) && left > 1) throw stopped(editor, at);
		if (at.column === 0) return false;
		at.column = previousOffset(at.text, at.column);
	} else if (!wordEnd(at, 1, true, true)) throw stopped(editor, at);
	return true;
}

/** Makes an area larger at its beginning. */
function wordMore(at: TextWalker, around: boolean): void {
	if (at.backwardOver() === 'none') throw new Beep();
	if (around !== (at.kind !== 0)) {
		if (!wordBackward(at, 1, true)) throw new Beep();
	} else {
		if (!wordEndBackward(at, 1, true)) throw new Beep();
		at.forwardOver();
	}
}

/** The blanks before a word, unless they are the line's indent. */
function withBlanksBefore(editor: Editor, from: Position, big: boolean): Position {
	if (from.column === 0) return from;
	const at = new TextWalker(editor.buffer, from, big);
	at.backward();
	toRunStart(at);
	return at.kind === 0 && at.column > 0 ? at.position : from;
}

const isWhiteLine = (editor: Editor, line: number): boolean => /^\s*$/.test(editor.buffer.line(line));

/** `ip` and `ap`. Models textobject.c current_par. */
function paragraphs(request: ObjectRequest): Motion {
	const { editor, around, count, selected } = request;
	const { buffer, window, visual } = editor;
	if (selected !== undefined && selected.start.line !== window.line) return moreParagraphs(request, selected.start);
	let start = window.line;
	const white = isWhiteLine(editor, start);
	while (start > 0 && isWhiteLine(editor, start - 1) === white) start--;
	let end = white ? runEnd(editor, start) : start - 1;
	let left = !around && white ? count - 1 : count;
	while (left-- > 0) {
		if (end >= buffer.lastLine) throw new Beep();
		const gap = isWhiteLine(editor, end + 1);
		if (around || !gap) end = runEnd(editor, end + 1);
		if (left === 0 && white && around) break;
		if ((around || gap) && end < buffer.lastLine && isWhiteLine(editor, end + 1)) end = runEnd(editor, end + 1);
	}
	// A paragraph at the end of the text takes the empty lines before it instead.
	if (around && !white && !isWhiteLine(editor, end)) while (start > 0 && isWhiteLine(editor, start - 1)) start--;
	// One line that is selected already becomes more.
	if (visual?.mode === 'V' && start === end) return moreParagraphs(request, visual.start);
	return { from: { line: start, column: 0 }, to: { line: end, column: 0 }, kind: 'line' };
}

/** More paragraphs, at the end of the area where the cursor is. */
function moreParagraphs({ editor, around, count }: ObjectRequest, from: Position): Motion {
	const { window, buffer } = editor;
	const step = window.line < from.line ? -1 : 1;
	const edge = step < 0 ? 0 : buffer.lastLine;
	let { line } = window;
	for (let left = count; left > 0; left--) {
		if (line === edge) {
			editor.moveTo({ line, column: 0 });
			throw new Beep();
		}
		const first = isWhiteLine(editor, line + step);
		line = runEnd(editor, line + step, step);
		// What follows a run differs from it.
		if (around && line !== edge && isWhiteLine(editor, line + step) !== first) line = runEnd(editor, line + step, step);
	}
	return { from, to: { line, column: 0 }, kind: 'char', inclusive: true };
}

/** The last line of those alike, up or down. */
function runEnd(editor: Editor, line: number, step = 1): number {
	const white = isWhiteLine(editor, line);
	const edge = step < 0 ? 0 : editor.buffer.lastLine;
	let end = line;
	while (end !== edge && isWhiteLine(editor, end + step) === white) end += step;
	return end;
}

function sentences({ editor, around, count }: ObjectRequest): Motion {
	const at = new TextWalker(editor.buffer, editor.window.position);
	const { text } = at;
	const next = sentenceForward(editor, at.position, 1);
	let start = sentenceBackward(editor, { line: at.line, column: at.column + 1 }, 1) ?? { line: 0, column: 0 };
	let blankStart: Position | undefined;
	// On the blanks between sentences these are the object.
	const gap = text.slice(0, at.column + 1).match(/[.!?][)\]"']*([ \t]+)$/);
	if (gap !== null && isBlank(at.char))
		blankStart = { line: at.line, column: at.column + 1 - (gap[1] as string).length };
	let end = next ?? endOf(editor);
	for (let left = count - 1; left > 0; left--) end = sentenceForward(editor, end, 1) ?? endOf(editor);
	if (blankStart !== undefined && count === 1) {
		start = blankStart;
		if (around) end = sentenceForward(editor, end, 1) ?? endOf(editor);
	} else if (!around) end = withoutBlanks(editor, start, end);
	else if (end.column >= editor.buffer.line(end.line).length && end.column > 0) {
		// With none behind it, the blanks before it go along.
		const line = editor.buffer.line(start.line);
		const blanks = isBlank(line[start.column - 1]) && !isBlank(editor.buffer.line(end.line)[end.column - 1]);
		if (blanks) start = { line: start.line, column: trimEndOf(line.slice(0, start.column), ' \t').length };
	}
	return { from: start, to: end, kind: 'char', inclusive: false };
}

function endOf(editor: Editor): Position {
	return { line: editor.buffer.lastLine, column: editor.buffer.line(editor.buffer.lastLine).length };
}

function withoutBlanks(editor: Editor, start: Position, end: Position): Position {
	let { line, column } = end;
	if (column === 0 && line > start.line) {
		line--;
		column = editor.buffer.line(line).length;
	}
	const text = editor.buffer.line(line);
	while (column > 0 && isBlank(text[column - 1]) && (line > start.line || column > start.column + 1)) column--;
	return { line, column };
}

function quotes({ editor, around, count, selected }: ObjectRequest, quote: string): Motion {
	const { line, text } = editor.window;
	const column = selected === undefined ? editor.window.column : Math.max(selected.start.column, selected.end.column);
	const pair = quotePair(text, column, quote);
	if (pair === undefined) throw new Beep();
	let [start, end] = pair;
	if (around) {
		const after = end + 1;
		let blanks = after;
		while (isBlank(text[blanks])) blanks++;
		if (blanks > after) end = blanks - 1;
		else while (start > 0 && isBlank(text[start - 1])) start--;
	} else if (count < 2) {
		start++;
		end--;
	}
	if (end < start) {
		return { from: { line, column: start }, to: { line, column: start }, kind: 'char', inclusive: false, exact: true };
	}
	return { from: { line, column: start }, to: { line, column: end }, kind: 'char', inclusive: true, exact: true };
}

function quotePair(text: string, column: number, quote: string): [number, number] | undefined {
	const find = (from: number): number => {
		for (let at = from; at < text.length; at++) {
			if (text[at] === '\\') at++;
			else if (text[at] === quote) return at;
		}
		return -1;
	};
	let start = find(0);
	while (start >= 0) {
		const end = find(start + 1);
		if (end < 0) return undefined;
		if (column <= end) return [start, end];
		start = find(end + 1);
	}
	return undefined;
}

function* block({ editor, around, count, selected }: ObjectRequest, open: string, close: string): Task<Motion> {
	let at: Position = editor.window.position;
	const area = selected !== undefined && !samePosition(selected.start, selected.end) ? selected : undefined;
	if (area !== undefined) at = before(area.start, area.end) ? area.start : area.end;
	let start = editor.buffer.line(at.line)[at.column] === open && area === undefined ? at : undefined;
	if (editor.buffer.line(at.line)[at.column] === close && area === undefined) {
		start = yield* matchOf(editor, at, open, close, false);
		if (start === undefined) throw new Beep();
	}
	for (let left = start === undefined ? count : count - 1; left > 0; left--) {
		start = yield* enclosing(editor, start ?? at, open, close, false);
		if (start === undefined && left === count) start = yield* nextOpening(editor, at, open, count);
		if (start === undefined) throw new Beep();
		if (before(at, start)) break;
	}
	const end = yield* matchOf(editor, start as Position, open, close, true);
	if (end === undefined) throw new Beep();
	if (around) return { from: start as Position, to: end, kind: 'char', inclusive: true, exact: true };
	return inside(editor, start as Position, end, open === '{', area !== undefined || editor.visual !== undefined);
}

/** Outside of all brackets one of the next is taken. */
function* nextOpening(editor: Editor, from: Position, open: string, count: number): Task<Position | undefined> {
	let left = count;
	for (let { line, column } = from; line <= editor.buffer.lastLine; line++, column = -1) {
		const text = editor.buffer.line(line);
		for (let at = text.indexOf(open, column + 1); at >= 0; at = text.indexOf(open, at + 1))
			if (--left === 0) return { line, column: at };
		yield* editor.tick();
	}
	return undefined;
}

/** Without the brackets; without the break after the first, and the indent before the last. */
function inside(editor: Editor, start: Position, end: Position, brace: boolean, visual: boolean): Motion {
	const from = new TextWalker(editor.buffer, start);
	from.forwardOver();
	const to = new TextWalker(editor.buffer, end);
	let lineStart = to.column === 0;
	to.backwardOver();
	if (brace) {
		while (to.column >= 0 && isIndent(to)) {
			lineStart = true;
			if (to.backwardOver() !== 'within') break;
		}
	}
	if (visual) return { from: from.position, to: to.position, kind: 'char', inclusive: true, exact: true };
	if (lineStart) {
		to.forwardOver();
		return { from: from.position, to: to.position, kind: 'char', inclusive: false };
	}
	if (before(to.position, from.position)) {
		return { from: from.position, to: from.position, kind: 'char', inclusive: false, exact: true };
	}
	return { from: from.position, to: to.position, kind: 'char', inclusive: true };
}

/** Whether all before and at the place is indent, with text after it. */
function isIndent(at: TextWalker): boolean {
	return /^[ \t]*$/.test(at.text.slice(0, at.column + 1)) && at.text !== '' && at.column < at.text.length;
}
