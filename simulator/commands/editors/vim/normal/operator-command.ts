import type { Task } from '../../../../machinery/task.ts';
import { readCommandLine } from '../cmdline/read-command-line.ts';
import type { Editor } from '../editor.ts';
import { Folds } from '../folds.ts';
import { insertText } from '../insert/insert-mode.ts';
import { isNamed } from '../keys/key-names.ts';
import { columnsBefore, firstNonBlank, nextOffset, offsetAtColumn, previousOffset } from '../text/characters.ts';
import type { Position } from '../text/position.ts';
import { before } from '../text/position.ts';
import { Beep } from '../vim-error.ts';
import { makeFold } from './fold-commands.ts';
import type { Motion } from './motion.ts';
import { MOTIONS } from './motions.ts';
import type { NormalCommand, NormalOutcome } from './normal-command.ts';
import type { OperatorRequest } from './operators.ts';
import { changeCase, filterPrefix, format, reindent, remove, removeForChange, shift, yank } from './operators.ts';
import type { Region } from './region.ts';
import { blockPart, charRegion, isEmptyRegion, lineRegion } from './region.ts';
import { textObject } from './text-objects.ts';
import { endVisual } from './visual-state.ts';

export const OPERATOR_KEYS: ReadonlySet<string> = new Set([
	'd',
	'c',
	'y',
	'>',
	'<',
	'=',
	'!',
	'gu',
	'gU',
	'g~',
	'g?',
	'gq',
	'gw',
	'zf',
]);

/** An operator with the text that follows it; in Visual mode with the area. */
export function* runOperator(command: NormalCommand, area: Region | undefined): Task<NormalOutcome> {
	const { editor } = command;
	const cursor = editor.window.position;
	if (area !== undefined) {
		endVisual(editor);
		editor.operatorCount = command.given ? command.count : 0;
		return yield* apply(command, area, cursor, true);
	}
	const target = yield* readTarget(command);
	return yield* apply(command, target, cursor, false);
}

/** Reads what an operator works on: a motion, a text object, or its own key again. */
function* readTarget(command: NormalCommand): Task<Region> {
	const { editor, key } = command;
	const { keys } = editor;
	let digits = '';
	let forced = '';
	for (;;) {
		let next = yield* keys.next('o');
		if (/^[1-9]$/.test(next) || (next === '0' && digits !== '')) {
			digits += next;
			keys.taken.pop();
			editor.pending += next;
			continue;
		}
		if (next === 'v' || next === 'V' || next === '\x16') {
			forced = next;
			continue;
		}
		if (!isNamed(next)) editor.pending += next;
		if (next === 'g' || next === '[' || next === ']' || next === 'z') next += yield* keys.next(undefined);
		const count = command.count * (digits === '' ? 1 : Number(digits));
		const given = command.given || digits !== '';
		editor.operatorCount = given ? count : 0;
		if (isOwnKey(key, next)) return linesFrom(editor, count, key);
		const motion = yield* readMotion({ ...command, count, given }, next, key);
		if (motion.jump === true) editor.window.noteJump();
		return regionOf(editor, motion, key, forced);
	}
}

function isOwnKey(operator: string, next: string): boolean {
	return (
		next === operator ||
		(operator.length === 2 && operator[0] === 'g' && next === operator[1]) ||
		(operator === 'g?' && next === 'g?')
	);
}

function linesFrom(editor: Editor, count: number, operator: string): Region {
	const { line } = editor.window;
	const last = line + count - 1;
	if (last > editor.buffer.lastLine && line === editor.buffer.lastLine && count > 1 && operator !== '!')
		throw new Beep();
	// The cursor of one line goes to its text, of more it stays.
	const column =
		operator === 'y' || count > 1
			? editor.window.column
			: Math.min(editor.window.column, firstNonBlank(editor.window.text));
	return { ...wholeFolds(editor, line, Math.min(last, editor.buffer.lastLine)), start: { line, column } };
}

function* readMotion(command: NormalCommand, key: string, operator: string): Task<Motion> {
	const { editor, count, given } = command;
	if (key === 'i' || key === 'a') {
		const object = yield* editor.keys.next(undefined);
		return yield* textObject(object, { editor, around: key === 'a', count, selected: undefined });
	}
	const motion = MOTIONS[key];
	if (motion !== undefined) return yield* motion({ editor, key, count, given, operator, visual: false });
	if (key === ':') {
		const from = editor.window.position;
		const text = yield* readCommandLine(editor, ':');
		if (text !== undefined) yield* editor.parts.exCommand(editor, text);
		const to = editor.window.position;
		editor.window.line = from.line;
		editor.window.column = from.column;
		return { to, kind: 'char' };
	}
	throw new Beep();
}

/** What lies between the cursor and where the motion leads. Models normal.c do_pending_operator. */
function regionOf(editor: Editor, motion: Motion, operator: string, forced: string): Region {
	const cursor = motion.from ?? editor.window.position;
	const backwards = before(motion.to, cursor);
	let start = backwards ? motion.to : cursor;
	let end = backwards ? cursor : motion.to;
	// Going back takes folds in only by whole lines.
	const ahead = before(cursor, motion.to) || motion.kind === 'line';
	const startFold = ahead ? Folds.closedAt(editor.window, start.line) : undefined;
	if (startFold !== undefined) start = { line: startFold.first, column: 0 };
	const endFold = ahead ? Folds.closedAt(editor.window, end.line) : undefined;
	if (endFold !== undefined && (end.column > 0 || motion.inclusive === true || motion.kind === 'line'))
		end = { line: endFold.last, column: editor.buffer.line(endFold.last).length };
	let linewise = motion.kind === 'line';
	let inclusive = motion.inclusive === true;
	if (forced === 'V') linewise = true;
	else if (forced === 'v') {
		if (linewise) inclusive = false;
		else inclusive = !inclusive;
		linewise = false;
	} else if (forced === '\x16') return blockBetween(editor, start, end);
	if (linewise) return { ...wholeFolds(editor, start.line, end.line), start, end };
	const { buffer } = editor;
	if (!inclusive && motion.exact !== true && end.column === 0 && end.line > start.line) {
		end = { line: end.line - 1, column: buffer.line(end.line - 1).length };
		const lines = lineRegion(start.line, end.line);
		if (isInIndent(buffer.line(start.line), start.column)) return { ...lines, start, adjusted: true };
		const adjusted = { ...charRegion(start, end, motion.useFirst === true), adjusted: true };
		return operator === 'd' && forced === '' ? deletedLines(editor, adjusted) : adjusted;
	} else if (inclusive) end = { line: end.line, column: afterOffset(buffer.line(end.line), end.column) };
	const region = charRegion(start, end, motion.useFirst === true);
	return operator === 'd' && forced === '' ? deletedLines(editor, region) : region;
}

/** A deletion over lines that leaves nothing but blanks of them takes them whole. */
export function deletedLines(editor: Editor, region: Region): Region {
	const { buffer } = editor;
	const { start, end } = region;
	if (end.line === start.line || !isInIndent(buffer.line(start.line), start.column)) return region;
	const rest = buffer.line(end.line).slice(end.column);
	return /^[ \t]*$/.test(rest) ? { ...lineRegion(start.line, end.line), start } : region;
}

/** Characters, with all of the closed folds that they touch. */
export function inWholeFolds({ window, buffer }: Editor, region: Region): Region {
	const { start, end } = region;
	const first = Folds.closedAt(window, start.line);
	const last = Folds.closedAt(window, end.line);
	return {
		...region,
		start: first === undefined ? start : { line: first.first, column: 0 },
		end: last === undefined ? end : { line: last.last, column: buffer.line(last.last).length },
	};
}

/** Lines, with those of closed folds that they touch. */
export function wholeFolds({ window }: Editor, first: number, last: number): Region {
	return lineRegion(Folds.closedAt(window, first)?.first ?? first, Folds.closedAt(window, last)?.last ?? last);
}

function isInIndent(text: string, column: number): boolean {
	return /^[ \t]*$/.test(text.slice(0, column));
}

function afterOffset(text: string, column: number): number {
	return column < text.length ? nextOffset(text, column) : text.length;
}

function blockBetween(editor: Editor, start: Position, end: Position): Region {
	const { tabstop } = editor;
	const columns = [start, end].map(({ line, column }) => {
		const text = editor.buffer.line(line);
		return columnsBefore(text, Math.min(column, text === '' ? 0 : previousOffset(text, text.length)), tabstop);
	});
	const left = Math.min(...columns);
	const right = Math.max(...columns);
	return { type: 'block', start, end, left, right, toEnd: false, useFirst: false };
}

function* apply(command: NormalCommand, region: Region, cursor: Position, visual: boolean): Task<NormalOutcome> {
	const { editor, key, register } = command;
	const { want } = editor.window;
	const amount = visual ? command.count : 1;
	const request: OperatorRequest = { editor, region, register, visual, amount, cursor };
	if (region.type === 'block') placeAtBlock(editor, region);
	else if (key !== 'y') {
		editor.window.line = region.start.line;
		editor.window.column = Math.min(region.start.column, editor.window.text.length);
	}
	switch (key) {
		case 'd':
			remove(request);
			if (isEmptyRegion(region) && editor.window.text === '') throw new Beep();
			keepWant(editor, region, want);
			return 'repeatable';
		case 'y':
			yank(request);
			return 'once';
		case 'c':
			yield* change(request);
			return 'repeatable';
		case '>':
		case '<':
			shift(request, key === '>');
			keepWant(editor, region, want);
			return 'repeatable';
		case '=':
			yield* reindent(request);
			return 'repeatable';
		case '!':
			return yield* filter(editor, region);
		case 'gq':
		case 'gw':
			yield* format(request, key === 'gw');
			return 'repeatable';
		case 'zf':
			makeFold(editor, region.start.line, region.end.line);
			return 'once';
		default:
			changeCase(request, key);
			return 'repeatable';
	}
}

/** An operator on a block begins at its upper left corner, or at the end of a line that is too short. */
export function placeAtBlock(editor: Editor, { start, left }: Region): void {
	const { window } = editor;
	window.line = start.line;
	window.column = Math.min(offsetAtColumn(window.text, left, editor.tabstop), window.text.length);
	editor.clampColumn();
}

/** With 'nostartofline' lines that were shifted or taken out leave the cursor in its column. */
function keepWant(editor: Editor, region: Region, want: number): void {
	if (region.type !== 'line' || region.adjusted === true || editor.flag('startofline')) return;
	editor.window.want = want;
	editor.moveToLine(editor.window.line);
}

function* filter(editor: Editor, region: Region): Task<NormalOutcome> {
	const prefix = filterPrefix(editor, region);
	editor.window.line = region.start.line;
	const text = yield* readCommandLine(editor, ':', prefix);
	if (text === undefined) throw new Beep();
	yield* editor.parts.exCommand(editor, text);
	return 'once';
}

/** `c`: takes the text out and lets other text be typed; in a block on each of its lines. */
export function* change(request: OperatorRequest): Task<void> {
	const { editor, region } = request;
	removeForChange(request);
	if (region.type !== 'block') {
		const autoIndent = region.type === 'line' ? editor.window.column : 0;
		yield* insertText(editor, { replace: false, count: 1, autoIndent });
		return;
	}
	const { line, column } = editor.window;
	const lengthBefore = editor.buffer.line(line).length;
	const tail = lengthBefore - column;
	yield* insertText(editor, { replace: false, count: 1 });
	if (editor.window.line !== line) return;
	const text = editor.buffer.line(line);
	const typed = text.slice(column, Math.max(column, text.length - tail));
	for (let each = line + 1; each <= region.end.line && typed !== ''; each++) {
		const part = blockPart(editor, { ...region, right: region.left, toEnd: false }, each);
		if (part.short && part.width < region.left) continue;
		const old = editor.buffer.line(each);
		editor.buffer.setLine(each, old.slice(0, part.from) + typed + old.slice(part.from));
	}
}
