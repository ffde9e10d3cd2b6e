import type { Task } from '../../../../machinery/task.ts';
import { readCommandLine } from '../cmdline/read-command-line.ts';
import type { Editor } from '../editor.ts';
import { characterAt, characterClass, isKeywordCode } from '../text/characters.ts';
import type { Position } from '../text/position.ts';
import { TextWalker } from '../text/text-walker.ts';
import { Beep, VimError } from '../vim-error.ts';
import type { Motion, MotionCommand, MotionRequest } from './motion.ts';
import type { Found } from './search.ts';
import { applyOffset, offsetCount, search, splitPattern } from './search.ts';

/** `/` and `?`. */
function* ask(request: MotionRequest, forward: boolean): Task<Motion> {
	const { editor, count } = request;
	const delimiter = forward ? '/' : '?';
	const typed = yield* readCommandLine(editor, delimiter);
	if (typed === undefined) throw new Beep();
	return yield* searchFor(editor, typed, forward, count);
}

/** A whole search command: pattern, offset, and further searches after `;`. */
function* searchFor(editor: Editor, typed: string, forward: boolean, count: number): Task<Motion> {
	const delimiter = forward ? '/' : '?';
	const { pattern, rest, ended } = splitPattern(typed, delimiter);
	const last = editor.lastSearch;
	if (pattern === '' && last === undefined) throw new VimError('E35: No previous regular expression');
	const [offset, further] = splitFurther(rest);
	const wanted =
		pattern === '' ? (last as { pattern: string }).pattern : pattern.replaceAll(`\\${delimiter}`, delimiter);
	const kept = pattern === '' && !ended ? (last as { offset: string }).offset : offset;
	editor.lastSearch = { pattern: wanted, forward, offset: kept.replace(/^b/, 's') };
	editor.highlightOff = false;
	const motion = yield* searchLast(editor, forward, count, true);
	if (further === undefined) return motion;
	const from = editor.window.position;
	editor.window.line = motion.to.line;
	editor.window.column = motion.to.column;
	const next = yield* searchFor(editor, further.slice(1), further.startsWith('/'), 1);
	editor.window.line = from.line;
	editor.window.column = from.column;
	return next;
}

function splitFurther(rest: string): [string, string | undefined] {
	const at = rest.search(/;[/?]/);
	return at < 0 ? [rest, undefined] : [rest.slice(0, at), rest.slice(at + 1)];
}

/** The last pattern once more. Throws VimError E486, E385 and their like. */
export function* searchLast(editor: Editor, forward: boolean, count: number, echo: boolean): Task<Motion> {
	const last = editor.lastSearch;
	if (last === undefined) throw new VimError('E35: No previous regular expression');
	const regexp = editor.regexp(last.pattern);
	editor.highlightOff = false;
	if (echo)
		editor.messages.say(
			`${forward ? '/' : '?'}${last.pattern}${last.offset === '' ? '' : `${forward ? '/' : '?'}${last.offset}`}`,
		);
	const wrap = editor.flag('wrapscan');
	const begin = searchStart(editor, last.offset, forward);
	let { from } = begin;
	let { wrapped } = begin;
	const byEnd = last.offset.startsWith('e');
	let found: Found | undefined;
	for (let left = count; left > 0; left--) {
		const match = wrapped && !wrap ? undefined : yield* search(editor, regexp, from, { forward, wrap, byEnd });
		if (match === undefined) {
			if (wrap) throw new VimError(`E486: Pattern not found: ${last.pattern}`);
			const side = forward ? 'E385: Search hit BOTTOM' : 'E384: Search hit TOP';
			throw new VimError(`${side} without match for: ${last.pattern}`);
		}
		wrapped ||= match.wrapped;
		({ found } = match);
		from = byEnd ? applyOffset(editor, found, 'e').position : found.start;
	}
	const result = applyOffset(editor, found as Found, last.offset);
	if (wrapped && editor.text('shortmess').includes('s') === false) {
		editor.messages.warn(forward ? 'search hit BOTTOM, continuing at TOP' : 'search hit TOP, continuing at BOTTOM');
	}
	const { position, linewise, inclusive } = result;
	return { to: position, kind: linewise ? 'line' : 'char', inclusive, jump: true, useFirst: true };
}

/**
 * Where a search begins: an offset in characters is taken off first, or it would find the same match again and again.
 * It may lead out of the text; then the search goes on from the other end. Models search.c do_search.
 */
function searchStart(editor: Editor, offset: string, forward: boolean): { from: Position; wrapped: boolean } {
	const { buffer, window } = editor;
	const by = offsetCount(offset);
	const at = new TextWalker(buffer, window.position);
	for (let left = /^[seb]/.test(offset) ? Math.abs(by) : 0; left > 0; left--) {
		if ((by > 0 ? at.backwardOver() : at.forwardOver()) !== 'none') continue;
		const start = { line: 0, column: -1 };
		const end = { line: buffer.lastLine, column: buffer.line(buffer.lastLine).length + 1 };
		return { from: forward ? start : end, wrapped: forward === by < 0 };
	}
	return { from: at.position, wrapped: false };
}

function* next({ editor, count }: MotionRequest, opposite: boolean): Task<Motion> {
	const last = editor.lastSearch;
	if (last === undefined) throw new VimError('E35: No previous regular expression');
	return yield* searchLast(editor, last.forward !== opposite, count, true);
}

/** The word under the cursor or the next one in the line; undefined: there is none. */
export function wordUnderCursor(
	editor: Editor,
): { readonly text: string; readonly start: number; readonly keyword: boolean } | undefined {
	const { text, column } = editor.window;
	const isWord = (at: number): boolean => at >= 0 && at < text.length && isKeywordCode(text.codePointAt(at) as number);
	let start = column;
	while (start < text.length && !isWord(start)) start++;
	if (start < text.length) {
		while (isWord(start - 1)) start--;
		let end = start;
		while (isWord(end)) end++;
		return { text: text.slice(start, end), start, keyword: true };
	}
	start = column;
	while (start < text.length && characterClass(characterAt(text, start)) === 0) start++;
	if (start >= text.length) return undefined;
	while (start > 0 && characterClass(text[start - 1]) === 1) start--;
	let end = start;
	while (end < text.length && characterClass(text[end]) === 1) end++;
	return { text: text.slice(start, end), start, keyword: false };
}

/** `*`, `#`, `g*` and `g#`. */
function* star({ editor, count }: MotionRequest, forward: boolean, whole: boolean): Task<Motion> {
	const word = wordUnderCursor(editor);
	if (word === undefined) throw new VimError('E348: No string under cursor');
	const escaped = word.text.replace(forward ? /[\\/.*$^~[\]]/g : /[\\?.*$^~[\]]/g, '\\$&').replaceAll('\\]', ']');
	const pattern = word.keyword && whole ? `\\<${escaped}\\>` : escaped;
	editor.lastSearch = { pattern, forward, offset: '' };
	editor.histories['/'].push(pattern);
	const { window } = editor;
	const from = window.position;
	// At the word's start the search skips it; there the cursor stays when nothing is found.
	window.previous = from;
	if (word.start !== window.column) window.column = word.start;
	// Models 'ignorecase' without 'smartcase' for words under the cursor.
	const kept = editor.global.values.get('smartcase') as boolean;
	editor.global.values.set('smartcase', false);
	try {
		const motion = yield* searchLast(editor, forward, count, true);
		window.column = from.column;
		return motion;
	} finally {
		editor.global.values.set('smartcase', kept);
	}
}

/** `gn`: the match under or after the cursor. */
function* selectMatch({ editor }: MotionRequest, forward: boolean): Task<Motion> {
	const last = editor.lastSearch;
	if (last === undefined) throw new VimError('E35: No previous regular expression');
	const regexp = editor.regexp(last.pattern);
	const { line, column } = editor.window;
	const around = yield* search(editor, regexp, { line, column: column + 1 }, { forward: false, wrap: false });
	const inside = around !== undefined && around.found.start.line === line && around.found.end.column > column;
	const result = inside
		? around
		: yield* search(editor, regexp, { line, column }, { forward, wrap: editor.flag('wrapscan') });
	if (result === undefined) throw new VimError(`E486: Pattern not found: ${last.pattern}`);
	const { start, end } = result.found;
	return {
		from: start,
		to: { line: end.line, column: Math.max(0, end.column - 1) },
		kind: 'char',
		inclusive: true,
		exact: true,
	};
}

/** `gd`: where the word appears first. */
function* definition({ editor }: MotionRequest): Task<Motion> {
	const word = wordUnderCursor(editor);
	if (word === undefined || !word.keyword) throw new Beep();
	editor.lastSearch = { pattern: `\\<${word.text}\\>`, forward: true, offset: '' };
	const found = yield* search(
		editor,
		editor.regexp(`\\C\\<${word.text}\\>`),
		{ line: 0, column: 0 },
		{
			forward: true,
			wrap: false,
			atStart: true,
		},
	);
	if (found === undefined) throw new Beep();
	return { to: found.found.start, kind: 'char', jump: true };
}

export const searchMotions: Readonly<Record<string, MotionCommand>> = {
	'/': (request) => ask(request, true),
	'?': (request) => ask(request, false),
	n: (request) => next(request, false),
	N: (request) => next(request, true),
	'*': (request) => star(request, true, true),
	'#': (request) => star(request, false, true),
	'g*': (request) => star(request, true, false),
	'g#': (request) => star(request, false, false),
	gn: (request) => selectMatch(request, true),
	gN: (request) => selectMatch(request, false),
	gd: definition,
	gD: definition,
};
