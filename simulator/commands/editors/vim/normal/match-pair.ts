import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import type { Position } from '../text/position.ts';

const LINES_MAX = 200_000;

/** Opening and closing characters of 'matchpairs'. */
export function pairsOf(editor: Editor): readonly (readonly [string, string])[] {
	return editor
		.text('matchpairs')
		.split(',')
		.flatMap((pair): [string, string][] => (pair.length === 3 ? [[pair[0] as string, pair[2] as string]] : []));
}

/** Where the bracket is that belongs to the one at a place. @param lines how many lines to look through. */
export function* matchOf(
	editor: Editor,
	at: Position,
	open: string,
	close: string,
	ahead: boolean,
	lines = LINES_MAX,
): Task<Position | undefined> {
	const { buffer } = editor;
	let depth = 0;
	const quoted = quotedAt(buffer.line(at.line), at.column);
	const [own, other] = ahead ? [open, close] : [close, open];
	for (
		let line = at.line, done = 0;
		line >= 0 && line <= buffer.lastLine && done < lines;
		line += ahead ? 1 : -1, done++
	) {
		const text = buffer.line(line);
		if (done % 20 === 0) yield* editor.tick();
		if (line !== at.line && !text.includes(own) && !text.includes(other)) continue;
		const marks = hasEvenQuotes(text) ? quoteMarks(text) : undefined;
		const first = line === at.line ? at.column + (ahead ? 1 : -1) : ahead ? 0 : text.length - 1;
		for (let column = first; column >= 0 && column < text.length; column += ahead ? 1 : -1) {
			const char = text[column];
			if (char !== own && char !== other) continue;
			if (marks !== undefined && (marks[column] === true) !== quoted) continue;
			if (marks === undefined && quoted) continue;
			if (isEscaped(text, column) !== isEscaped(buffer.line(at.line), at.column)) continue;
			if (char === own) depth++;
			else if (depth-- === 0) return { line, column };
		}
	}
	return undefined;
}

/** The bracket that is open around a place: for [( and text objects. */
export function* enclosing(
	editor: Editor,
	at: Position,
	open: string,
	close: string,
	ahead: boolean,
): Task<Position | undefined> {
	return yield* matchOf(editor, at, open, close, ahead);
}

function isEscaped(text: string, column: number): boolean {
	let slashes = 0;
	while (text[column - 1 - slashes] === '\\') slashes++;
	return slashes % 2 === 1;
}

function hasEvenQuotes(text: string): boolean {
	if (!text.includes('"')) return false;
	let count = 0;
	for (let at = 0; at < text.length; at++) if (text[at] === '"' && isQuote(text, at)) count++;
	return count % 2 === 0;
}

function isQuote(text: string, at: number): boolean {
	return !isEscaped(text, at) && !(text[at - 1] === "'" && text[at + 1] === "'");
}

function quoteMarks(text: string): readonly boolean[] {
	const marks: boolean[] = [];
	let inside = false;
	for (let at = 0; at < text.length; at++) {
		if (text[at] === '"' && isQuote(text, at)) inside = !inside;
		marks.push(inside);
	}
	return marks;
}

function quotedAt(text: string, column: number): boolean {
	return hasEvenQuotes(text) && quoteMarks(text)[column] === true;
}
