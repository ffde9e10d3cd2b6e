import type { Task } from '../../../../machinery/task.ts';
import { trimEndOf } from '../../../../machinery/trim-end.ts';
import type { Editor } from '../editor.ts';
import { Folds } from '../folds.ts';
import { characterAt, firstNonBlank, nextOffset, offsetAtColumn, previousOffset } from '../text/characters.ts';
import type { Position } from '../text/position.ts';
import { TextWalker } from '../text/text-walker.ts';
import { Beep, VimError } from '../vim-error.ts';
import { paragraphBackward, paragraphForward, sentenceBackward, sentenceForward } from './blocks-of-text.ts';
import { markPosition } from './marks.ts';
import { enclosing, matchOf, pairsOf } from './match-pair.ts';
import type { Motion, MotionCommand, MotionRequest } from './motion.ts';
import { char, lastColumn, linewise, startColumn, stopped } from './places.ts';
import { screenMotions } from './screen-motions.ts';
import { searchMotions } from './search-motions.ts';
import { wordBackward, wordEnd, wordEndBackward, wordForward } from './word-motions.ts';

function* left({ editor, count, key, operator }: MotionRequest): Task<Motion> {
	const { window } = editor;
	let { line, column } = window;
	const flag = { '<BS>': 'b', '\b': 'b', h: 'h', '<Left>': '<' }[key] ?? '';
	const wraps = flag !== '' && editor.text('whichwrap').split(',').includes(flag);
	for (let left = count; left > 0; left--) {
		if (column > 0) column = previousOffset(editor.buffer.line(line), column);
		else if (wraps && line > 0) {
			line--;
			const text = editor.buffer.line(line);
			column = Math.max(0, previousOffset(text, text.length));
		} else if (left === count && operator === '') throw new Beep();
		else break;
	}
	return char({ line, column });
}

function* right({ editor, count, key, operator, visual }: MotionRequest): Task<Motion> {
	const { window } = editor;
	let { line, column } = window;
	const flag = { ' ': 's', l: 'l', '<Right>': '>' }[key] ?? '';
	const wraps = flag !== '' && editor.text('whichwrap').split(',').includes(flag);
	for (let left = count; left > 0; left--) {
		const text = editor.buffer.line(line);
		const next = column < text.length ? nextOffset(text, column) : column;
		const last = next >= text.length && !(visual && next === text.length && column < text.length);
		if (!last) column = next;
		else if (wraps && line < editor.buffer.lastLine && !(operator !== '' && left === 1)) {
			line++;
			column = 0;
		} else if (operator !== '' && column < text.length) {
			column = text.length;
			break;
		} else if (left === count && !(operator !== '' && text === '')) throw new Beep();
		else break;
	}
	return char({ line, column });
}

/** Lines down (or up), closed folds counting as one. */
function lineAway(editor: Editor, count: number): number {
	const { window, buffer } = editor;
	let { line } = window;
	if (window.folds.length === 0) {
		const target = line + count;
		if (count > 0 ? line >= buffer.lastLine : line <= 0) throw new Beep();
		return Math.max(0, Math.min(target, buffer.lastLine));
	}
	for (let left = Math.abs(count); left > 0; left--) {
		const fold = Folds.closedAt(window, line);
		const next = count > 0 ? (fold?.last ?? line) + 1 : (fold?.first ?? line) - 1;
		if (next < 0 || next > buffer.lastLine) throw new Beep();
		line = count > 0 ? next : (Folds.closedAt(window, next)?.first ?? next);
	}
	return line;
}

function* down(request: MotionRequest): Task<Motion> {
	return vertical(request, lineAway(request.editor, request.count));
}

function* up(request: MotionRequest): Task<Motion> {
	return vertical(request, lineAway(request.editor, -request.count));
}

function vertical({ editor }: MotionRequest, line: number): Motion {
	const { want } = editor.window;
	const text = editor.buffer.line(line);
	const column =
		want === Number.POSITIVE_INFINITY
			? lastColumn(text)
			: Math.min(offsetAtColumn(text, want, editor.tabstop), text.length);
	return { to: { line, column }, kind: 'line', want: 'same' };
}

/** To the first character that is not blank of a line `by` away. */
function* lineStartAway({ editor, count }: MotionRequest, by: number): Task<Motion> {
	const line = lineAway(editor, by * count);
	return { to: { line, column: firstNonBlank(editor.buffer.line(line)) }, kind: 'line' };
}

function* underscore({ editor, count }: MotionRequest): Task<Motion> {
	const line = count === 1 ? editor.window.line : lineAway(editor, count - 1);
	return { to: { line, column: startColumn(editor, line) }, kind: 'line' };
}

function* lineBegin({ editor }: MotionRequest): Task<Motion> {
	return char({ line: editor.window.line, column: 0 });
}

function* lineText({ editor }: MotionRequest): Task<Motion> {
	return char({ line: editor.window.line, column: startColumn(editor, editor.window.line) });
}

function* lineEnd({ editor, count, operator, visual }: MotionRequest): Task<Motion> {
	const line = count === 1 ? editor.window.line : lineAway(editor, count - 1);
	const text = editor.buffer.line(line);
	const column = visual || editor.insertNormal !== undefined ? text.length : lastColumn(text);
	const empty = text === '' && operator !== '';
	return char({ line, column }, { inclusive: !empty, want: Number.POSITIVE_INFINITY });
}

function* lastNonBlank({ editor, count }: MotionRequest): Task<Motion> {
	const line = count === 1 ? editor.window.line : lineAway(editor, count - 1);
	const text = editor.buffer.line(line);
	const trimmed = trimEndOf(text, ' \t');
	return char({ line, column: lastColumn(trimmed) }, { inclusive: text !== '' });
}

function* toColumn({ editor, count }: MotionRequest): Task<Motion> {
	const { line } = editor.window;
	const text = editor.buffer.line(line);
	return char(
		{ line, column: Math.min(offsetAtColumn(text, count - 1, editor.tabstop), text.length) },
		{ want: count - 1 },
	);
}

function* toLine(request: MotionRequest): Task<Motion> {
	const { editor, given, count, key } = request;
	const last = editor.buffer.lastLine;
	const line = given ? Math.min(count - 1, last) : key === 'G' ? last : 0;
	return linewise(editor, Math.max(0, line));
}

function* percent(request: MotionRequest): Task<Motion> {
	const { editor, given, count } = request;
	if (given) {
		if (count > 100) throw new Beep();
		const line = Math.floor((count * editor.buffer.lineCount + 99) / 100) - 1;
		return linewise(editor, Math.max(0, line));
	}
	const { line, column } = editor.window;
	const text = editor.buffer.line(line);
	const pairs = pairsOf(editor);
	for (let at = column; at < text.length; at++) {
		const pair = pairs.find(([open, close]) => text[at] === open || text[at] === close);
		if (pair === undefined) continue;
		const to = yield* matchOf(editor, { line, column: at }, pair[0], pair[1], text[at] === pair[0]);
		if (to === undefined) throw new Beep();
		return char(to, { inclusive: true, jump: true, useFirst: true });
	}
	throw new Beep();
}

function* word({ editor, count, operator }: MotionRequest, big: boolean): Task<Motion> {
	const at = new TextWalker(editor.buffer, editor.window.position, big);
	const blank = at.kind === 0;
	if (operator === 'c' && at.char !== '' && !blank) {
		wordEnd(at, count, true, false);
		return char(at.position, { inclusive: true });
	}
	const start = at.position;
	if (!wordForward(at, count, operator !== '') && operator === '') {
		if (at.column > start.column || at.line > start.line) clampWalker(at);
		if (at.line === start.line && at.column === start.column) throw new Beep();
		// The end of the text was reached: it stands there, and beeps.
		editor.moveTo(at.position);
		throw new Beep();
	}
	if (operator === '') clampWalker(at);
	return char(at.position);
}

/** Off a line's break. */
function clampWalker(at: TextWalker): void {
	if (at.column > 0 && at.char === '') at.column = previousOffset(at.text, at.column);
}

function* endOfWord({ editor, count, operator }: MotionRequest, big: boolean): Task<Motion> {
	const at = new TextWalker(editor.buffer, editor.window.position, big);
	const start = at.position;
	const reached = wordEnd(at, count, false, false);
	clampWalker(at);
	if (!reached && operator === '') {
		if (at.line !== start.line || at.column !== start.column) editor.moveTo(at.position);
		throw new Beep();
	}
	return char(at.position, { inclusive: true });
}

function* backWord({ editor, count }: MotionRequest, big: boolean): Task<Motion> {
	const at = new TextWalker(editor.buffer, editor.window.position, big);
	if (!wordBackward(at, count, false)) throw stopped(editor, at);
	return char(at.position);
}

function* backWordEnd({ editor, count }: MotionRequest, big: boolean): Task<Motion> {
	const at = new TextWalker(editor.buffer, editor.window.position, big);
	if (!wordEndBackward(at, count, false)) throw stopped(editor, at);
	return char(at.position, { inclusive: true });
}

function* paragraph({ editor, count, operator }: MotionRequest, ahead: boolean): Task<Motion> {
	const { line } = editor.window;
	const to = ahead ? paragraphForward(editor, line, count) : paragraphBackward(editor, line, count);
	if (to === undefined) throw new Beep();
	const text = editor.buffer.line(to.line);
	const atEnd = to.column > 0;
	const column = operator === '' && atEnd ? lastColumn(text) : atEnd ? lastColumn(text) : to.column;
	return char({ line: to.line, column }, { jump: true, useFirst: true, inclusive: atEnd });
}

function* sentence({ editor, count, operator }: MotionRequest, ahead: boolean): Task<Motion> {
	const start = editor.window.position;
	const to = ahead ? sentenceForward(editor, start, count) : sentenceBackward(editor, start, count);
	if (to === undefined) throw new Beep();
	const text = editor.buffer.line(to.line);
	const beyond = to.column >= text.length && text !== '';
	const column = beyond && operator === '' ? lastColumn(text) : to.column;
	return char({ line: to.line, column }, { jump: true, useFirst: true });
}

function* findChar(request: MotionRequest, ahead: boolean, till: boolean): Task<Motion> {
	const { editor } = request;
	const key = yield* editor.keys.next(undefined);
	if (key === '\x1b' || key.length > 2) throw new Beep();
	const wanted = key === '\x16' ? yield* editor.keys.next(undefined) : key;
	editor.lastFind = { char: wanted, forward: ahead, till };
	return findAgain(request, { char: wanted, forward: ahead, till }, false);
}

function findAgain(
	{ editor, count }: MotionRequest,
	find: { char: string; forward: boolean; till: boolean },
	again: boolean,
): Motion {
	const { line, column } = editor.window;
	const text = editor.buffer.line(line);
	let at = column;
	for (let left = count; left > 0; left--) {
		// `;` after `t` does not stay before the same character.
		const skip = again && find.till && count === 1 ? 1 : 0;
		at = find.forward
			? text.indexOf(find.char, at + 1 + skip)
			: at - 1 - skip < 0
				? -1
				: text.lastIndexOf(find.char, at - 1 - skip);
		if (at < 0) throw new Beep();
	}
	if (find.till) at = find.forward ? previousOffset(text, at) : nextOffset(text, at);
	return char({ line, column: at }, { inclusive: find.forward });
}

function* repeatFind(request: MotionRequest, opposite: boolean): Task<Motion> {
	const last = request.editor.lastFind;
	if (last === undefined) throw new Beep();
	return findAgain(request, { ...last, forward: last.forward !== opposite }, true);
}

function* toMark({ editor, visual }: MotionRequest, linewise: boolean): Task<Motion> {
	const name = yield* editor.keys.next(undefined);
	const position = yield* markPosition(editor, name);
	if (position === undefined) throw new VimError('E20: Mark not set');
	const jump = !'[]<>\'`".^'.includes(name) || name === "'" || name === '`';
	if (linewise) return { to: { line: position.line, column: startColumn(editor, position.line) }, kind: 'line', jump };
	const text = editor.buffer.line(position.line);
	const end = visual ? text.length : lastColumn(text);
	return char({ line: position.line, column: Math.min(position.column, end) }, { jump });
}

/** `[(` and `])`, `[{` and `]}`. */
function* unclosed({ editor, count }: MotionRequest, open: string, close: string, ahead: boolean): Task<Motion> {
	let at: Position = editor.window.position;
	for (let left = count; left > 0; left--) {
		const next = yield* enclosing(editor, at, open, close, ahead);
		if (next === undefined) throw new Beep();
		at = next;
	}
	return char(at, { inclusive: ahead, jump: true });
}

/** `[[`, `]]`, `[]`, `][`: lines that begin with a brace. */
function* section({ editor, count }: MotionRequest, ahead: boolean, brace: string): Task<Motion> {
	const { buffer } = editor;
	let { line } = editor.window;
	for (let left = count; left > 0; left--) {
		const from = line;
		do line += ahead ? 1 : -1;
		while (line > 0 && line < buffer.lastLine && !buffer.line(line).startsWith(brace));
		line = Math.max(0, Math.min(line, buffer.lastLine));
		if (line === from) throw new Beep();
	}
	const column = startColumn(editor, line);
	return char({ line, column: buffer.line(line).startsWith(brace) ? 0 : column }, { jump: true });
}

function* byteAway({ editor, count }: MotionRequest): Task<Motion> {
	let left = count - 1;
	for (let line = 0; line <= editor.buffer.lastLine; line++) {
		const { length } = editor.buffer.line(line);
		if (left <= length) return char({ line, column: Math.min(left, length) }, { jump: true });
		left -= length + 1;
	}
	return linewise(editor, editor.buffer.lastLine);
}

/** Every motion by its keys. */
export const MOTIONS: Readonly<Record<string, MotionCommand>> = {
	h: left,
	'<Left>': left,
	'<BS>': left,
	'\b': left,
	l: right,
	'<Right>': right,
	' ': right,
	j: down,
	'<Down>': down,
	'\n': down,
	'\x0e': down,
	k: up,
	'<Up>': up,
	'\x10': up,
	'+': (request) => lineStartAway(request, 1),
	'\r': (request) => lineStartAway(request, 1),
	'-': (request) => lineStartAway(request, -1),
	_: underscore,
	'0': lineBegin,
	'<Home>': lineBegin,
	'^': lineText,
	$: lineEnd,
	'<End>': lineEnd,
	g_: lastNonBlank,
	'|': toColumn,
	G: toLine,
	gg: toLine,
	'<C-End>': toLine,
	'<C-Home>': toLine,
	'%': percent,
	w: (request) => word(request, false),
	W: (request) => word(request, true),
	'<S-Right>': (request) => word(request, false),
	'<C-Right>': (request) => word(request, true),
	e: (request) => endOfWord(request, false),
	E: (request) => endOfWord(request, true),
	b: (request) => backWord(request, false),
	B: (request) => backWord(request, true),
	'<S-Left>': (request) => backWord(request, false),
	'<C-Left>': (request) => backWord(request, true),
	ge: (request) => backWordEnd(request, false),
	gE: (request) => backWordEnd(request, true),
	'}': (request) => paragraph(request, true),
	'{': (request) => paragraph(request, false),
	')': (request) => sentence(request, true),
	'(': (request) => sentence(request, false),
	f: (request) => findChar(request, true, false),
	t: (request) => findChar(request, true, true),
	F: (request) => findChar(request, false, false),
	T: (request) => findChar(request, false, true),
	';': (request) => repeatFind(request, false),
	',': (request) => repeatFind(request, true),
	"'": (request) => toMark(request, true),
	'`': (request) => toMark(request, false),
	'[(': (request) => unclosed(request, '(', ')', false),
	'[{': (request) => unclosed(request, '{', '}', false),
	'])': (request) => unclosed(request, '(', ')', true),
	']}': (request) => unclosed(request, '{', '}', true),
	'[[': (request) => section(request, false, '{'),
	']]': (request) => section(request, true, '{'),
	'[]': (request) => section(request, false, '}'),
	'][': (request) => section(request, true, '}'),
	go: byteAway,
	...screenMotions,
	...searchMotions,
};

/** The character under the cursor. */
export function charAtCursor(editor: Editor): string {
	return characterAt(editor.window.text, editor.window.column);
}
