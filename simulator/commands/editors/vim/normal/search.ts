import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import { PatternError } from '../regexp/vim-pattern.ts';
import type { MatchPlace, VimMatch, VimRegexp } from '../regexp/vim-regexp.ts';
import { nextOffset, previousOffset } from '../text/characters.ts';
import type { Position } from '../text/position.ts';
import { before } from '../text/position.ts';
import { VimError } from '../vim-error.ts';

/** Where something was found; `end` is after its last character. */
export interface Found {
	readonly start: Position;
	readonly end: Position;
	readonly groups: readonly (string | undefined)[];
}

const WINDOW_LINES = 50;

/** A match that begins in a line, at or after an offset of it. Throws VimError. */
export function matchInLine(editor: Editor, regexp: VimRegexp, line: number, from: number): Found | undefined {
	const { buffer } = editor;
	if (from > buffer.line(line).length) return undefined;
	for (let lines = regexp.multiLine ? WINDOW_LINES : 1; ; lines *= 8) {
		const text = lines === 1 ? buffer.line(line) : buffer.slice(line, line + lines).join('\n');
		const match = execute(regexp, text, from, placeOf(editor, line));
		const toEnd = match !== undefined && match.end >= text.length && lines > 1;
		if (toEnd && line + lines <= buffer.lastLine && lines < 100_000) continue;
		if (match === undefined || match.start > buffer.line(line).length) return undefined;
		return {
			start: { line, column: match.start },
			end: lines === 1 ? { line, column: match.end } : endOf(text, line, match.end),
			groups: match.groups,
		};
	}
}

function placeOf(editor: Editor, line: number): MatchPlace {
	return {
		line,
		lastLine: line === editor.buffer.lastLine,
		cursor: editor.window.position,
		tabstop: editor.tabstop,
		inVisual: undefined,
	};
}

function execute(regexp: VimRegexp, text: string, from: number, place: MatchPlace): VimMatch | undefined {
	try {
		return regexp.exec(text, from, place);
	} catch (error) {
		if (error instanceof PatternError) throw new VimError(error.message);
		throw error;
	}
}

function endOf(text: string, line: number, offset: number): Position {
	const before = text.slice(0, offset).split('\n');
	return { line: line + before.length - 1, column: (before.at(-1) as string).length };
}

/** Every match that begins in a line. */
export function matchesInLine(editor: Editor, regexp: VimRegexp, line: number, limit = 1_000): readonly Found[] {
	const found: Found[] = [];
	let from = 0;
	while (found.length < limit) {
		const match = matchInLine(editor, regexp, line, from);
		if (match === undefined) return found;
		found.push(match);
		if (match.end.line > line) return found;
		from =
			match.end.column > match.start.column ? match.end.column : nextOffset(editor.buffer.line(line), match.end.column);
		if (from <= match.start.column) from = match.start.column + 1;
	}
	return found;
}

export interface SearchOptions {
	readonly forward: boolean;
	/** The match's end counts, not its start (offset `e`). */
	readonly byEnd?: boolean;
	/** A match at the start itself counts. */
	readonly atStart?: boolean;
	readonly wrap: boolean;
	/** Lines beyond which it does not look. */
	readonly first?: number;
	readonly last?: number;
}

export interface SearchResult {
	readonly found: Found;
	readonly wrapped: boolean;
}

/** The next match from a place on; undefined: none. */
export function* search(
	editor: Editor,
	regexp: VimRegexp,
	start: Position,
	options: SearchOptions,
): Task<SearchResult | undefined> {
	const { lineCount } = editor.buffer;
	const step = options.forward ? 1 : -1;
	const steps = options.wrap ? lineCount : options.forward ? lineCount - 1 - start.line : start.line;
	for (let done = 0; done <= steps; done++) {
		const line = (((start.line + done * step) % lineCount) + lineCount) % lineCount;
		const wrapped = options.forward ? line < start.line || (done > 0 && line === start.line) : line > start.line;
		const here = done === 0 ? start : undefined;
		const found = options.forward
			? firstIn(editor, regexp, line, here, options)
			: lastIn(editor, regexp, line, here, options);
		if (found !== undefined) return { found, wrapped: wrapped || (done > 0 && line === start.line) };
		if (done % 20 === 0) yield* editor.tick();
	}
	if (!options.wrap) return undefined;
	return undefined;
}

const anchor = (found: Found, byEnd: boolean | undefined): Position =>
	byEnd === true && found.end.column > 0 && before(found.start, found.end)
		? { line: found.end.line, column: found.end.column - 1 }
		: found.start;

/** A match behind a line's last character leaves the cursor on it. */
function cursorAt(editor: Editor, { line, column }: Position): Position {
	const text = editor.buffer.line(line);
	return { line, column: column > 0 && column === text.length ? previousOffset(text, column) : column };
}

function firstIn(
	editor: Editor,
	regexp: VimRegexp,
	line: number,
	after: Position | undefined,
	options: SearchOptions,
): Found | undefined {
	if (after === undefined || (options.atStart === true && options.byEnd !== true)) {
		return matchInLine(editor, regexp, line, after?.column ?? 0);
	}
	for (const found of matchesFrom(editor, regexp, line)) {
		const at = cursorAt(editor, anchor(found, options.byEnd));
		if (before(after, at) || (options.atStart === true && !before(at, after))) return found;
	}
	return undefined;
}

function lastIn(
	editor: Editor,
	regexp: VimRegexp,
	line: number,
	until: Position | undefined,
	options: SearchOptions,
): Found | undefined {
	let last: Found | undefined;
	for (const found of matchesFrom(editor, regexp, line)) {
		if (until !== undefined && !before(anchor(found, options.byEnd), until)) break;
		last = found;
	}
	return last;
}

/** Matches by their starts, each looked for from the character after the last start on, as a search steps. */
function matchesFrom(editor: Editor, regexp: VimRegexp, line: number): readonly Found[] {
	const found: Found[] = [];
	const text = editor.buffer.line(line);
	let from = 0;
	while (found.length < 5_000) {
		const match = matchInLine(editor, regexp, line, from);
		if (match === undefined) break;
		found.push(match);
		// Models search.c: with cpo-c a search goes on after the match.
		const next = match.end.line === line && match.end.column > match.start.column ? match.end.column : undefined;
		from = next ?? nextOffset(text, match.start.column);
		if (match.end.line > line || from >= text.length || from <= match.start.column) break;
	}
	return found;
}

/** A pattern on the command line with its offset: `foo/e+1`. Splits at the first unescaped `delimiter`. */
export function splitPattern(text: string, delimiter: string): { pattern: string; rest: string; ended: boolean } {
	let inSet = false;
	for (let at = 0; at < text.length; at++) {
		const char = text[at];
		if (char === '\\') at++;
		else if (inSet) {
			if (char === ']') inSet = false;
		} else if (char === '[' && /^\[\^?\]?[^\]]*\]/.test(text.slice(at))) {
			inSet = true;
			if (text[at + 1] === '^') at++;
			if (text[at + 1] === ']') at++;
		} else if (char === delimiter) return { pattern: text.slice(0, at), rest: text.slice(at + 1), ended: true };
	}
	return { pattern: text, rest: '', ended: false };
}

/** The number of an offset: `e+2` is 2, `s-` is −1. */
export function offsetCount(offset: string): number {
	const [, sign, digits] = /^[seb]?([+-]?)(\d*)/.exec(offset) as unknown as [string, string, string];
	return (digits === '' ? (sign === '' ? 0 : 1) : Number(digits)) * (sign === '-' ? -1 : 1);
}

/** What an offset makes of a match. Throws VimError. */
export function applyOffset(
	editor: Editor,
	found: Found,
	offset: string,
): { readonly position: Position; readonly linewise: boolean; readonly inclusive: boolean } {
	if (offset === '') return { position: found.start, linewise: false, inclusive: false };
	const kind = /^[seb]?/.exec(offset)?.[0] as string;
	const number = offsetCount(offset);
	const { buffer } = editor;
	if (kind === '') {
		const line = Math.max(0, Math.min(found.start.line + number, buffer.lastLine));
		return { position: { line, column: 0 }, linewise: true, inclusive: false };
	}
	const base = kind === 'e' ? lastCharacter(editor, found) : found.start;
	let { line, column } = base;
	for (let left = Math.abs(number); left > 0; left--) {
		const text = buffer.line(line);
		if (number > 0) {
			if (column + 1 < text.length) column++;
			else if (line < buffer.lastLine) {
				line++;
				column = 0;
			}
		} else if (column > 0) column--;
		else if (line > 0) {
			line--;
			column = Math.max(0, buffer.line(line).length - 1);
		}
	}
	return { position: { line, column }, linewise: false, inclusive: kind === 'e' };
}

function lastCharacter(editor: Editor, { start, end }: Found): Position {
	if (!before(start, end)) return start;
	if (end.column > 0) return { line: end.line, column: end.column - 1 };
	return { line: end.line - 1, column: Math.max(0, editor.buffer.line(end.line - 1).length - 1) };
}
