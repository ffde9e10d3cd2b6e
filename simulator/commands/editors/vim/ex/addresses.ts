import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import { markPosition } from '../normal/marks.ts';
import { search, splitPattern } from '../normal/search.ts';
import { VimError } from '../vim-error.ts';

export interface Addresses {
	/** Lines from 0; −1 is the place before the first. */
	readonly lines: readonly number[];
	readonly rest: string;
}

/** The addresses that a command begins with. Throws VimError. */
export function* readAddresses(editor: Editor, text: string): Task<Addresses> {
	const lines: number[] = [];
	let rest = text;
	let start = editor.window.line;
	try {
		for (;;) {
			rest = rest.replace(/^[ \t:]+/, '');
			if (rest.startsWith('%')) {
				lines.push(0, editor.buffer.lastLine);
				rest = rest.slice(1);
			} else if (rest.startsWith('*') && editor.lastVisual !== undefined) {
				lines.push((yield* markPosition(editor, '<'))?.line ?? 0, (yield* markPosition(editor, '>'))?.line ?? 0);
				rest = rest.slice(1);
			} else {
				const address = yield* readAddress(editor, rest);
				if (address !== undefined) {
					lines.push(address.line);
					rest = address.rest;
				} else if (/^[,;]/.test(rest)) lines.push(editor.window.line);
				else break;
			}
			rest = rest.replace(/^[ \t]+/, '');
			if (!/^[,;]/.test(rest)) break;
			if (rest.startsWith(';')) {
				editor.window.line = Math.max(0, Math.min(lines.at(-1) as number, editor.buffer.lastLine));
				start = editor.window.line;
			}
			rest = rest.slice(1);
			if (!/^\s*[\d.$'/?\\+\-%*]/.test(rest)) {
				lines.push(editor.window.line);
				break;
			}
		}
	} finally {
		editor.window.line = start;
	}
	return { lines, rest };
}

function* readAddress(editor: Editor, text: string): Task<{ line: number; rest: string } | undefined> {
	let rest = text;
	let line: number | undefined;
	const { buffer } = editor;
	const number = /^\d+/.exec(rest);
	if (number !== null) {
		line = Number(number[0]) - 1;
		rest = rest.slice(number[0].length);
	} else if (rest.startsWith('.')) {
		line = editor.window.line;
		rest = rest.slice(1);
	} else if (rest.startsWith('$')) {
		line = buffer.lastLine;
		rest = rest.slice(1);
	} else if (rest.startsWith("'") && rest.length > 1) {
		const mark = yield* markPosition(editor, rest[1] as string);
		if (mark === undefined) throw new VimError('E20: Mark not set');
		line = mark.line;
		rest = rest.slice(2);
	} else if (/^[/?]/.test(rest)) {
		[line, rest] = yield* readPatterns(editor, rest);
	} else if (/^\\[/?&]/.test(rest)) {
		const pattern = rest[1] === '&' ? editor.lastSubstitute?.pattern : editor.lastSearch?.pattern;
		if (pattern === undefined) throw new VimError('E35: No previous regular expression');
		line = yield* findLine(editor, pattern, rest[1] !== '?', editor.window.line);
		rest = rest.slice(2);
	}
	for (;;) {
		const offset = /^[ \t]*([+-])(\d*)/.exec(rest);
		const bare = line === undefined ? null : /^[ \t]+(\d+)/.exec(rest);
		if (offset !== null) {
			line = (line ?? editor.window.line) + (offset[1] === '+' ? 1 : -1) * (offset[2] === '' ? 1 : Number(offset[2]));
			rest = rest.slice(offset[0].length);
		} else if (bare !== null) {
			line = (line as number) + Number(bare[1]);
			rest = rest.slice(bare[0].length);
		} else break;
	}
	return line === undefined ? undefined : { line, rest };
}

function* readPatterns(editor: Editor, text: string): Task<[number, string]> {
	let rest = text;
	let from = editor.window.line;
	while (/^[/?]/.test(rest)) {
		const delimiter = rest[0] as string;
		const split = splitPattern(rest.slice(1), delimiter);
		const pattern = split.pattern === '' ? editor.lastSearch?.pattern : split.pattern;
		if (pattern === undefined) throw new VimError('E35: No previous regular expression');
		if (split.pattern !== '') editor.lastSearch = { pattern, forward: delimiter === '/', offset: '' };
		from = yield* findLine(editor, pattern, delimiter === '/', from);
		rest = split.rest;
	}
	return [from, rest];
}

/** The line of the next match after (or before) a line. */
function* findLine(editor: Editor, pattern: string, forward: boolean, from: number): Task<number> {
	const column = forward ? editor.buffer.line(from).length : 0;
	const wrap = editor.flag('wrapscan');
	const result = yield* search(editor, editor.regexp(pattern), { line: from, column }, { forward, wrap });
	if (result === undefined) throw new VimError(`E486: Pattern not found: ${pattern}`);
	if (result.wrapped)
		editor.messages.warn(forward ? 'search hit BOTTOM, continuing at TOP' : 'search hit TOP, continuing at BOTTOM');
	return result.found.start.line;
}
