import type { Task } from '../../../machinery/task.ts';
import { firstNonBlank, nextOffset, previousOffset, widthOf } from '../vim/text/characters.ts';
import type { Spot } from './nano-buffer.ts';
import type { NanoState } from './nano-state.ts';

/** Lines and words that are justified between two steps. */
const STRIDE = 512;

/** Characters at the cursor. */
export function typeText(nano: NanoState, text: string): void {
	const { buffer } = nano;
	buffer.begin('addition', true);
	buffer.insert([text]);
	buffer.end();
}

export function typeTab(nano: NanoState): void {
	const column = nano.buffer.column(nano.tabsize);
	typeText(nano, nano.options.has('tabstospaces') ? ' '.repeat(nano.tabsize - (column % nano.tabsize)) : '\t');
}

export function breakLine(nano: NanoState): void {
	const { buffer } = nano;
	const indent = nano.options.has('autoindent')
		? buffer.text.slice(0, Math.min(buffer.x, firstNonBlank(buffer.text)))
		: '';
	buffer.begin('line break');
	buffer.insert(['', indent]);
	buffer.end();
}

/** Text as a terminal pastes it. */
export function pasteText(nano: NanoState, text: string): void {
	const { buffer } = nano;
	if (text === '') return;
	buffer.begin('paste');
	buffer.insert(text.split(/\r\n?|\n/));
	buffer.end();
	buffer.lastAction = '';
	nano.wipe();
}

export function deleteForward(nano: NanoState): void {
	const { buffer } = nano;
	const { line, x, text } = buffer;
	if (x < text.length) {
		buffer.begin('deletion', true);
		buffer.remove({ line, x }, { line, x: nextOffset(text, x) });
		buffer.end();
	} else if (line < buffer.lastLine && (line + 1 < buffer.lastLine || x === 0)) {
		buffer.begin('line join');
		buffer.remove({ line, x }, { line: line + 1, x: 0 });
		buffer.end();
	}
}

export function deleteBack(nano: NanoState): void {
	const { buffer } = nano;
	const { line, x } = buffer;
	if (x > 0) {
		buffer.begin('deletion', true);
		buffer.remove({ line, x: previousOffset(buffer.text, x) }, { line, x });
		buffer.end();
	} else if (line > 0) {
		const above = (buffer.lines[line - 1] as string).length;
		if (line === buffer.lastLine && above > 0) {
			buffer.left();
			return;
		}
		buffer.begin('line join');
		buffer.remove({ line: line - 1, x: above }, { line, x: 0 });
		buffer.end();
	}
}

/** What ^K and M-6 take: the marked region, the line, or the rest of it. */
function taken(nano: NanoState): readonly [Spot, Spot] | undefined {
	const { buffer } = nano;
	const region = buffer.region();
	if (region !== undefined) return region;
	const { line, x } = buffer;
	if (nano.options.has('cutfromcursor')) {
		if (x < buffer.text.length)
			return [
				{ line, x },
				{ line, x: buffer.text.length },
			];
		return line < buffer.lastLine - 1
			? [
					{ line, x },
					{ line: line + 1, x: 0 },
				]
			: undefined;
	}
	if (line === buffer.lastLine) return undefined;
	return [
		{ line, x: 0 },
		{ line: line + 1, x: 0 },
	];
}

function keep(nano: NanoState, pieces: readonly string[]): void {
	if (!nano.keepCut || nano.cutbuffer.length === 0) {
		nano.cutbuffer = pieces;
		return;
	}
	const joined = `${nano.cutbuffer.at(-1) as string}${pieces[0] as string}`;
	nano.cutbuffer = [...nano.cutbuffer.slice(0, -1), joined, ...pieces.slice(1)];
}

export function cut(nano: NanoState): void {
	const { buffer } = nano;
	const range = taken(nano);
	if (range === undefined || (range[0].line === range[1].line && range[0].x === range[1].x)) {
		buffer.mark = undefined;
		nano.say('Nothing was cut');
		return;
	}
	const marked = buffer.mark !== undefined;
	if (marked) nano.keepCut = false;
	keep(nano, buffer.between(range[0], range[1]));
	buffer.begin('cut', nano.keepCut);
	buffer.remove(range[0], range[1]);
	buffer.mark = undefined;
	buffer.end();
	nano.keepCut = !marked;
	nano.wipe();
}

export function copy(nano: NanoState): void {
	const { buffer } = nano;
	const range = taken(nano);
	nano.wipe();
	if (range === undefined) return;
	const marked = buffer.mark !== undefined;
	if (marked) nano.keepCut = false;
	keep(nano, buffer.between(range[0], range[1]));
	if (marked) buffer.mark = undefined;
	else buffer.moveTo(range[1].line, range[1].x);
	nano.keepCut = !marked;
}

export function paste(nano: NanoState): void {
	const { buffer } = nano;
	if (nano.cutbuffer.length === 0) {
		nano.say('Cutbuffer is empty');
		return;
	}
	buffer.begin('paste');
	buffer.insert(nano.cutbuffer);
	buffer.end();
	buffer.lastAction = '';
	nano.wipe();
}

/** The lines that a command for whole lines is about. */
function range(nano: NanoState): readonly [number, number] {
	const region = nano.buffer.region();
	if (region === undefined) return [nano.buffer.line, nano.buffer.line];
	return [region[0].line, region[1].x === 0 && region[1].line > region[0].line ? region[1].line - 1 : region[1].line];
}

/** M-T. */
export function cutToEnd(nano: NanoState): void {
	const { buffer } = nano;
	const from = { line: buffer.line, x: buffer.x };
	const to = { line: buffer.lastLine, x: 0 };
	if (from.line === to.line) {
		nano.say('Nothing was cut');
		return;
	}
	nano.cutbuffer = buffer.between(from, to);
	buffer.begin('cut');
	buffer.remove(from, to);
	buffer.end();
	nano.wipe();
}

/** M-} and M-{ . */
export function indent(nano: NanoState, out: boolean): void {
	const { buffer, tabsize } = nano;
	const [first, last] = range(nano);
	const step = nano.options.has('tabstospaces') ? ' '.repeat(tabsize) : '\t';
	const lines = buffer.lines.slice(first, last + 1);
	const changed = lines.map((line) => {
		if (!out) return line === '' ? line : step + line;
		return line.startsWith('\t') ? line.slice(1) : line.slice(Math.min(tabsize, firstNonBlank(line)));
	});
	replaceLines(nano, out ? 'unindent' : 'indent', first, changed);
}

/** M-3: lines become comments, or text again. */
export function comment(nano: NanoState): void {
	const { buffer } = nano;
	const [first, last] = range(nano);
	const lines = buffer.lines.slice(first, last + 1);
	const filled = lines.filter((line) => line.trim() !== '');
	const off = filled.length > 0 && filled.every((line) => line.startsWith('#'));
	const changed = lines.map((line) => (line.trim() === '' ? line : off ? line.slice(1) : `#${line}`));
	replaceLines(nano, off ? 'uncomment' : 'comment', first, changed);
}

function replaceLines(nano: NanoState, name: string, first: number, changed: readonly string[]): void {
	const { buffer } = nano;
	if (changed.every((line, index) => line === buffer.lines[first + index])) return;
	const grown = (changed[buffer.line - first] ?? buffer.text).length - buffer.text.length;
	const atStart = buffer.x === 0;
	buffer.begin(name);
	buffer.splice(first, changed.length, changed);
	buffer.moveTo(buffer.line, atStart ? 0 : Math.max(0, buffer.x + grown));
	buffer.end();
}

/** ^J: the paragraph at the cursor is filled. */
export function* justify(nano: NanoState): Task<void> {
	const { buffer, options } = nano;
	let first = buffer.line;
	while (first < buffer.lastLine && buffer.lines[first] === '') first++;
	while (first > 0 && buffer.lines[first - 1] !== '' && buffer.lines[first] !== '') first--;
	let last = first;
	while (last < buffer.lastLine && buffer.lines[last] !== '') last++;
	const words: string[] = [];
	for (let line = first; line < last; line++) {
		for (const word of (buffer.lines[line] as string).split(/\s+/)) if (word !== '') words.push(word);
		if (line % STRIDE === 0) yield* nano.process.tick(STRIDE);
	}
	if (words.length === 0) {
		buffer.moveTo(buffer.lastLine, 0);
		return;
	}
	const room = Math.max(1, options.fill > 0 ? options.fill : nano.screen.columns + options.fill);
	const filled: string[] = [];
	let row: string[] = [];
	let width = 0;
	let left = STRIDE;
	for (const word of words) {
		const added = widthOf(word);
		if (row.length > 0 && width + 1 + added > room) {
			filled.push(row.join(' '));
			row = [];
			width = 0;
		}
		width += (row.length > 0 ? 1 : 0) + added;
		row.push(word);
		if (--left > 0) continue;
		left = STRIDE;
		yield* nano.process.tick(STRIDE);
	}
	filled.push(row.join(' '));
	buffer.begin('justification');
	buffer.splice(first, last - first, filled);
	buffer.moveTo(first + filled.length, 0);
	buffer.end();
	nano.say('Justified paragraph');
}
