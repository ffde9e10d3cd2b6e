import type { Task } from '../../../../machinery/task.ts';
import { readCommandLine } from '../cmdline/read-command-line.ts';
import type { Editor, Repeat, Visual } from '../editor.ts';
import { insertText } from '../insert/insert-mode.ts';
import { columnsBefore, nextOffset, offsetAtColumn, previousOffset } from '../text/characters.ts';
import { before, inOrder, samePosition } from '../text/position.ts';
import { Beep, VimError } from '../vim-error.ts';
import { addNumbers } from './add-number.ts';
import { NORMAL_COMMANDS } from './commands.ts';
import type { NormalCommand, NormalHandler, NormalOutcome } from './normal-command.ts';
import { change, placeAtBlock, wholeFolds } from './operator-command.ts';
import { changeCase, joinLines, remove, replaceWith, yank } from './operators.ts';
import { put, readRegister } from './put.ts';
import type { Region } from './region.ts';
import { blockPart, regionLines } from './region.ts';
import { textObject } from './text-objects.ts';
import { endVisual, visualLines, visualRegion } from './visual-state.ts';

/** How large the area is, for a repeat elsewhere. */
export function visualSize(editor: Editor): Repeat['visual'] {
	const { visual, window } = editor;
	if (visual === undefined) return undefined;
	const [start, end] = inOrder(visual.start, window.position);
	const lines = end.line - start.line + 1;
	const toEnd = window.want === Number.POSITIVE_INFINITY;
	if (toEnd && visual.mode !== 'V') return { mode: visual.mode, lines, columns: Number.POSITIVE_INFINITY };
	if (visual.mode === '\x16') {
		const region = visualRegion(editor);
		return { mode: visual.mode, lines, columns: region.right - region.left + 1 };
	}
	return { mode: visual.mode, lines, columns: lines === 1 ? end.column - start.column + 1 : end.column + 1 };
}

/** Selects an area of a size at the cursor. */
export function selectSize(editor: Editor, { mode, lines, columns }: NonNullable<Repeat['visual']>): void {
	const { window, buffer, tabstop } = editor;
	const start = window.position;
	editor.visual = { mode, start };
	window.line = Math.min(start.line + lines - 1, buffer.lastLine);
	const text = window.text;
	if (columns === Number.POSITIVE_INFINITY) {
		window.column = text.length;
		window.want = columns;
		return;
	}
	if (mode === '\x16') {
		const cell = columnsBefore(buffer.line(start.line), start.column, tabstop) + columns - 1;
		window.column = Math.min(offsetAtColumn(text, cell, tabstop), text.length);
	} else window.column = Math.min(lines === 1 ? start.column + columns - 1 : columns - 1, Math.max(0, text.length - 1));
	editor.keepColumn();
}

function* toggle({ editor, key, count, given }: NormalCommand): Task<NormalOutcome> {
	const mode = (key === '\x11' ? '\x16' : key) as Visual['mode'];
	if (editor.flag('showmode')) editor.messages.shown = undefined;
	if (editor.visual === undefined) {
		if (given && editor.lastVisual !== undefined) {
			const { lastVisual } = editor;
			const [start, end] = inOrder(lastVisual.start, lastVisual.end);
			selectSize(editor, {
				mode: lastVisual.mode,
				lines: (end.line - start.line) * count + 1,
				columns: (end.column - start.column + 1) * count,
			});
			return 'once';
		}
		editor.visual = { mode, start: editor.window.position };
	} else if (editor.visual.mode === mode) endVisual(editor);
	else editor.visual.mode = mode;
	return 'once';
}

function* leave({ editor }: NormalCommand): Task<NormalOutcome> {
	endVisual(editor);
	return 'once';
}

function* otherEnd({ editor, key }: NormalCommand): Task<NormalOutcome> {
	const { window } = editor;
	const visual = editor.visual as Visual;
	const { start } = visual;
	if (key === 'O' && visual.mode === '\x16') {
		visual.start = { line: start.line, column: window.column };
		window.column = start.column;
	} else {
		visual.start = window.position;
		window.line = start.line;
		window.column = start.column;
	}
	editor.keepColumn();
	return 'once';
}

function requestOf({ editor, register, count }: NormalCommand, region: Region): Parameters<typeof remove>[0] {
	return { editor, region, register, visual: true, amount: count, cursor: editor.window.position };
}

function takeRegion(editor: Editor): Region {
	const region = visualRegion(editor);
	endVisual(editor);
	if (region.type === 'block') placeAtBlock(editor, region);
	else editor.moveTo(region.start);
	return region;
}

/** The area made whole lines. */
function takeLines(editor: Editor): Region {
	const [start, end] = visualLines(editor);
	endVisual(editor);
	return { ...wholeFolds(editor, start.line, end.line), start };
}

/** For commands that take whole lines, but of a block what is in it. */
function takeBlockOrLines(editor: Editor): Region {
	return editor.visual?.mode === '\x16' ? takeRegion(editor) : takeLines(editor);
}

function* removeArea(command: NormalCommand, linewise: boolean): Task<NormalOutcome> {
	const { editor } = command;
	// X and D take whole lines, but of a block what is in it, D what follows it, too.
	const toEnd = command.key === 'D' && editor.visual?.mode === '\x16';
	if (toEnd) remove(requestOf(command, { ...takeRegion(editor), toEnd }));
	else remove(requestOf(command, linewise ? takeBlockOrLines(editor) : takeRegion(editor)));
	return 'repeatable';
}

function* changeArea(command: NormalCommand, linewise: boolean): Task<NormalOutcome> {
	const { editor } = command;
	const toEnd = command.key === 'C' && editor.visual?.mode === '\x16';
	if (toEnd) yield* change(requestOf(command, { ...takeRegion(editor), toEnd }));
	else yield* change(requestOf(command, linewise ? takeLines(editor) : takeRegion(editor)));
	return 'repeatable';
}

function* yankArea(command: NormalCommand): Task<NormalOutcome> {
	yank(requestOf(command, takeBlockOrLines(command.editor)));
	return 'once';
}

function* caseOfArea(command: NormalCommand, operator: string): Task<NormalOutcome> {
	changeCase(requestOf(command, takeRegion(command.editor)), operator);
	return 'repeatable';
}

function* joinArea({ editor, key }: NormalCommand): Task<NormalOutcome> {
	const region = takeRegion(editor);
	const count = Math.max(2, regionLines(region));
	if (region.start.line >= editor.buffer.lastLine) {
		editor.moveTo(region.start);
		throw new Beep();
	}
	joinLines(editor, region.start.line, count, key === 'J');
	return 'repeatable';
}

function* replaceArea(command: NormalCommand): Task<NormalOutcome> {
	const { editor } = command;
	const key = yield* editor.keys.next(undefined);
	if (key === '\x1b') {
		endVisual(editor);
		return 'once';
	}
	const char = key === '\x16' ? yield* editor.keys.next(undefined) : key;
	replaceWith(requestOf(command, takeRegion(editor)), char);
	return 'repeatable';
}

/** `p`: the area and the register change places. */
function* putOver(command: NormalCommand): Task<NormalOutcome> {
	const { editor, count, register } = command;
	const text = readRegister(editor, register);
	const region = takeRegion(editor);
	const wasLast = region.type === 'line' && region.end.line === editor.buffer.lastLine;
	const atEnd =
		region.type === 'char' &&
		region.end.column >= editor.buffer.line(region.end.line).length &&
		region.end.line === region.start.line;
	const breaksLine = region.type === 'char' && region.end.line > region.start.line && region.end.column === 0;
	// "P" leaves the registers as they are.
	remove({ ...requestOf(command, region), register: command.key === 'P' ? '_' : '' });
	if (text === undefined) throw new VimError(`E353: Nothing in register ${register === '' ? '"' : register}`);
	editor.registers.set('\0put', text);
	const { window } = editor;
	const wasEmpty = editor.buffer.hasNoLines;
	if (region.type !== 'line' && text.type === 'line') {
		const head = window.text.slice(0, region.start.column);
		const tail = window.text.slice(region.start.column);
		editor.buffer.setLine(window.line, head);
		editor.buffer.insertLines(window.line + 1, [tail]);
		yield* put(editor, { register: '\0put', count, before: false, behind: false, fitIndent: false });
	} else if (region.type === 'line' && text.type !== 'line') {
		if (editor.buffer.isEmpty && wasLast)
			yield* put(editor, { register: '\0put', count, before: true, behind: false, fitIndent: false });
		else {
			editor.buffer.insertLines(wasLast && region.start.line > 0 ? window.line + 1 : window.line, ['']);
			window.line = wasLast && region.start.line > 0 ? window.line + 1 : window.line;
			window.column = 0;
			yield* put(editor, { register: '\0put', count, before: true, behind: false, fitIndent: false });
		}
	} else {
		const wholeText = region.type === 'line' && editor.buffer.isEmpty && wasLast;
		const after =
			region.type === 'line'
				? wasLast
				: atEnd &&
					!breaksLine &&
					window.text !== '' &&
					region.start.column > 0 &&
					region.start.column >= window.text.length;
		yield* put(editor, { register: '\0put', count, before: wholeText || !after, behind: false, fitIndent: false });
		if (wholeText) editor.buffer.deleteLines(editor.buffer.lastLine, 1);
	}
	if (
		wasEmpty &&
		region.type !== 'line' &&
		editor.buffer.lineCount > 1 &&
		editor.buffer.line(editor.buffer.lastLine) === ''
	)
		editor.buffer.deleteLines(editor.buffer.lastLine, 1);
	return 'repeatable';
}

/** `I` and `A` on a block: what is typed goes into each line. */
function* insertIntoBlock(command: NormalCommand): Task<NormalOutcome> {
	const { editor, key } = command;
	const region = visualRegion(editor);
	const append = key === 'A';
	if (region.type !== 'block') {
		const { window } = editor;
		const [start, end] = visualLines(editor);
		endVisual(editor);
		const target = append ? end : start;
		window.line = target.line;
		const { text } = window;
		if (!append || end.column === 0) window.column = target.column;
		else window.column = end.column < text.length ? nextOffset(text, end.column) : previousOffset(text, text.length);
		yield* insertText(editor, { replace: false, count: command.count });
		return 'repeatable';
	}
	endVisual(editor);
	yield* typeIntoBlock(editor, region, append);
	return 'repeatable';
}

function* typeIntoBlock(editor: Editor, region: Region, append: boolean): Task<void> {
	const { window, buffer } = editor;
	const first = region.start.line;
	window.line = first;
	const column = insertColumn(editor, region, first, append, true) as number;
	window.column = column;
	const length = buffer.line(first).length;
	yield* insertText(editor, { replace: false, count: 1 });
	if (window.line !== first) return;
	const grown = buffer.line(first).length - length;
	if (grown <= 0 || buffer.lineCount <= first) return;
	const typed = buffer.line(first).slice(column, column + grown);
	for (let line = first + 1; line <= Math.min(region.end.line, buffer.lastLine); line++) {
		const at = insertColumn(editor, region, line, append, append);
		if (at === undefined) continue;
		const text = buffer.line(line);
		buffer.setLine(line, text.slice(0, at) + typed + text.slice(at));
		yield* editor.tick();
	}
	window.line = first;
	window.column = append ? insertStart(editor, region, first) : column;
	editor.clampColumn();
}

function insertStart(editor: Editor, region: Region, line: number): number {
	return blockPart(editor, region, line).from;
}

/** Where text goes in a line of a block; lines that are too short are filled up for A, left out for I. */
function insertColumn(editor: Editor, region: Region, line: number, append: boolean, pad: boolean): number | undefined {
	const { buffer, tabstop } = editor;
	const text = buffer.line(line);
	if (append && region.toEnd) return text.length;
	const cell = append ? region.right + 1 : region.left;
	const width = columnsBefore(text, text.length, tabstop);
	if (width < cell) {
		if (!pad) return undefined;
		buffer.setLine(line, text + ' '.repeat(cell - width));
		return text.length + cell - width;
	}
	const at = offsetAtColumn(text, cell, tabstop);
	const reached = columnsBefore(text, at, tabstop);
	if (reached < cell) {
		// A tab that lies across is split into blanks.
		const next = nextOffset(text, at);
		const wide = columnsBefore(text, next, tabstop) - reached;
		buffer.setLine(line, text.slice(0, at) + ' '.repeat(wide) + text.slice(next));
		return at + cell - reached;
	}
	return at;
}

function* commandLine({ editor }: NormalCommand): Task<NormalOutcome> {
	const typed = yield* readCommandLine(editor, ':', "'<,'>");
	const region = visualRegion(editor);
	endVisual(editor);
	if (typed === undefined) return 'once';
	if (region.type === 'block') placeAtBlock(editor, region);
	else editor.moveTo(region.start);
	yield* editor.parts.exCommand(editor, typed);
	return 'once';
}

/** Text objects make the area larger. */
export function* visualObject({ editor, key, count }: NormalCommand): Task<void> {
	const { window } = editor;
	const visual = editor.visual as Visual;
	const object = yield* editor.keys.next(undefined);
	const one = object !== 't' && samePosition(visual.start, window.position);
	const selected = one ? undefined : { start: visual.start, end: window.position };
	const motion = yield* textObject(object, { editor, around: key === 'a', count, selected });
	if (motion.from !== undefined) visual.start = motion.from;
	if (motion.kind === 'line') visual.mode = 'V';
	else if (visual.mode === 'V' && 'ps'.includes(object) === false) visual.mode = 'v';
	window.line = motion.to.line;
	window.column = motion.to.column;
	if (motion.kind === 'char' && motion.inclusive !== true && before(visual.start, motion.to))
		window.column = Math.max(0, motion.to.column - 1);
	editor.keepColumn();
}

function* numbers(command: NormalCommand, sign: 1 | -1, progressive: boolean): Task<NormalOutcome> {
	const { editor, count } = command;
	addNumbers(editor, takeRegion(editor), sign * count, progressive);
	return 'repeatable';
}

function* again({ editor }: NormalCommand): Task<NormalOutcome> {
	const last = editor.lastVisual;
	if (last === undefined) throw new Beep();
	const now = {
		mode: (editor.visual as Visual).mode,
		start: (editor.visual as Visual).start,
		end: editor.window.position,
	};
	editor.visual = { mode: last.mode, start: last.start };
	editor.moveTo(last.end);
	if (last.toEnd) editor.window.want = Number.POSITIVE_INFINITY;
	editor.lastVisual = { ...now, toEnd: false };
	return 'once';
}

/** What keys do in Visual mode, before operators and motions are looked at. */
export const VISUAL_COMMANDS: Readonly<Record<string, NormalHandler>> = {
	v: toggle,
	V: toggle,
	'\x16': toggle,
	'\x11': toggle,
	'\x1b': leave,
	'\x03': leave,
	o: otherEnd,
	O: otherEnd,
	x: (command) => removeArea(command, false),
	'<Del>': (command) => removeArea(command, false),
	X: (command) => removeArea(command, true),
	D: (command) => removeArea(command, true),
	s: (command) => changeArea(command, false),
	S: (command) => changeArea(command, true),
	R: (command) => changeArea(command, true),
	C: (command) => changeArea(command, true),
	Y: yankArea,
	u: (command) => caseOfArea(command, 'gu'),
	U: (command) => caseOfArea(command, 'gU'),
	'~': (command) => caseOfArea(command, 'g~'),
	J: joinArea,
	gJ: joinArea,
	r: replaceArea,
	p: putOver,
	P: putOver,
	I: insertIntoBlock,
	A: insertIntoBlock,
	':': commandLine,
	gv: again,
	'\x01': (command) => numbers(command, 1, false),
	'\x18': (command) => numbers(command, -1, false),
	'g\x01': (command) => numbers(command, 1, true),
	'g\x18': (command) => numbers(command, -1, true),
	...only(NORMAL_COMMANDS, [
		'zt',
		'zz',
		'zb',
		'z\r',
		'z.',
		'z-',
		'zh',
		'zl',
		'zo',
		'zc',
		'za',
		'm',
		'\x05',
		'\x19',
		'\x04',
		'\x15',
		'\x06',
		'\x02',
		'<PageUp>',
		'<PageDown>',
		'\x07',
		'ga',
		'<PasteStart>',
	]),
};

export const VISUAL_TOGGLES: Readonly<Record<string, NormalHandler>> = {
	v: toggle,
	V: toggle,
	'\x16': toggle,
	'\x11': toggle,
};

function only(table: Readonly<Record<string, NormalHandler>>, keys: readonly string[]): Record<string, NormalHandler> {
	const out: Record<string, NormalHandler> = {};
	for (const key of keys) {
		const handler = table[key];
		if (handler !== undefined) out[key] = handler;
	}
	return out;
}
