import type { TextBuffer } from '../text/text-buffer.ts';

/** From, to, group. */
export type Span = readonly [from: number, to: number, group: string];

/** The colours of a line, by the kind of its text. */
export function highlightLine(buffer: TextBuffer, line: number): readonly Span[] {
	const text = buffer.line(line);
	if (text.length > 3_000) return [];
	switch (buffer.options.get('syntax')) {
		case 'yaml':
			return highlightYaml(text);
		case 'sh':
		case 'conf':
		case 'dockerfile':
		case 'make':
		case 'crontab':
		case 'python':
			return highlightPlain(text, '#');
		case 'vim':
			return highlightPlain(text, '"');
		case 'json':
			return highlightJson(text);
		default:
			return [];
	}
}

const NUMBER = /^[+-]?(?:0(?:b[01_]+|[0-7_]+|x[0-9a-fA-F_]+)?|[1-9][0-9_]*(?::[0-5]?\d)+|[1-9][0-9_]*)$/;
const FLOAT =
	/^[+-]?(?:\d[0-9_]*\.[0-9_]*(?:[eE][+-]?\d+)?|\.[0-9_]+(?:[eE][-+]?\d+)?|\.(?:inf|Inf|INF))$|^\.(?:nan|NaN|NAN)$/;
const WORD = /^(?:true|True|TRUE|false|False|FALSE|null|Null|NULL|~)$/;

/** Models vim's runtime syntax/yaml.vim, line by line (Differs: strings and flow collections over several lines). */
export function highlightYaml(text: string): readonly Span[] {
	const spans: Span[] = [];
	if (/^(?:---|\.\.\.)(?:\s|$)/.test(text)) spans.push([0, 3, 'PreProc']);
	if (/^%\S+\s/.test(text)) return [[0, text.length, 'PreProc']];
	let at = spans.length > 0 ? 3 : (/^\s*/.exec(text)?.[0].length ?? 0);
	const item = /^(?:-\s+)*-\s/.exec(text.slice(at));
	if (item !== null) {
		spans.push([at, at + item[0].length, 'Statement']);
		at += item[0].length;
	}
	const key =
		/^(?:(?![-?:,[\]{}#&*!|>'"%@`])|[-?:](?=\S))[^\s#:]*(?:[^\s:]|:(?=\S))*(?:\s+(?:[^\s#:]|:(?=\S))(?:[^\s:]|:(?=\S))*)*(?=\s*:(?:\s|$))/.exec(
			text.slice(at),
		);
	if (key !== null && key[0] !== '') {
		spans.push([at, at + key[0].length, key[0] === '<<' ? 'Special' : 'Identifier']);
		at += key[0].length;
		const colon = text.indexOf(':', at);
		spans.push([at, colon + 1, 'Special']);
		at = colon + 1;
	}
	value(text, at, spans, 0);
	return spans;
}

/** Scalars, flow collections, comments. */
function value(text: string, start: number, spans: Span[], outer: number): void {
	let at = start;
	let depth = outer;
	while (at < text.length) {
		const char = text[at] as string;
		const before = text[at - 1];
		if (char === '#' && (before === undefined || /\s/.test(before))) {
			spans.push([at, text.length, 'Comment']);
			for (const word of text.slice(at).matchAll(/\b(?:[T]ODO|[F]IXME|XXX|NOTE)\b/g))
				spans.push([at + word.index, at + word.index + word[0].length, 'Todo']);
			return;
		}
		if (char === '"' || char === "'") {
			at = quoted(text, at, char, spans);
			const colon = /^\s*:/.exec(text.slice(at));
			if (colon !== null) {
				spans.push([at, at + colon[0].length, 'Special']);
				at += colon[0].length;
			}
			continue;
		}
		if ('{['.includes(char) || (depth > 0 && '}]'.includes(char))) {
			spans.push([at, at + 1, 'Special']);
			depth += '{['.includes(char) ? 1 : -1;
			at++;
			continue;
		}
		const mark = /^(?:[&*][^\s,[\]{}]+|![^\s,[\]{}]*)/.exec(text.slice(at));
		if (mark !== null && (before === undefined || /[\s,[{]/.test(before))) {
			spans.push([at, at + mark[0].length, 'Type']);
			at += mark[0].length;
			continue;
		}
		at = plain(text, at, depth, spans);
	}
}

function quoted(text: string, start: number, quote: string, spans: Span[]): number {
	let at = start + 1;
	while (at < text.length && text[at] !== quote) at += quote === '"' && text[at] === '\\' ? 2 : 1;
	if (quote === "'" && text[at + 1] === "'") at = quoted(text, at + 1, quote, spans) - 1;
	const end = Math.min(at + 1, text.length);
	spans.push([start, end, 'Constant']);
	if (quote === '"') {
		for (const mark of text.slice(start, end).matchAll(/\\(?:["\\abefnrtv^0_ NLP]|x..|u.{4}|U.{8})/g)) {
			spans.push([start + mark.index, start + mark.index + mark[0].length, 'Special']);
		}
	}
	return end;
}

/** A plain word (in flow collections up to a comma or bracket). */
function plain(text: string, start: number, depth: number, spans: Span[]): number {
	if (/\s/.test(text[start] as string)) return start + 1;
	if (depth > 0 && text[start] === ',') return start + 1;
	const word = (depth > 0 ? /^[^\s,[\]{}]+/ : /^\S+/).exec(text.slice(start))?.[0] ?? (text[start] as string);
	const key = depth > 0 ? /^([^\s,[\]{}:]+)(\s*:)(?=\s|$|[,}\]])/.exec(text.slice(start)) : null;
	if (key !== null) {
		const middle = start + (key[1] as string).length;
		spans.push([start, middle, 'Identifier'], [middle, start + key[0].length, 'Special']);
		return start + key[0].length;
	}
	const bare = /^[^[\]{},\s]*/.exec(word)?.[0] ?? word;
	if (NUMBER.test(bare) || FLOAT.test(bare) || WORD.test(bare)) spans.push([start, start + bare.length, 'Constant']);
	return start + Math.max(1, word.length);
}

function highlightPlain(text: string, mark: string): readonly Span[] {
	const spans: Span[] = [];
	for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"|'[^']*'/g))
		spans.push([match.index, match.index + match[0].length, 'Constant']);
	for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
		const inString = spans.some(([from, to]) => at > from && at < to);
		if (inString || (at > 0 && !/\s/.test(text[at - 1] as string))) continue;
		if (mark === '"' && at > 0 && text.slice(0, at).trim() !== '') continue;
		return [
			...spans.filter(([from]) => from < at),
			[at, text.length, at === 0 && text.startsWith('#!') ? 'PreProc' : 'Comment'],
		];
	}
	return spans;
}

function highlightJson(text: string): readonly Span[] {
	const spans: Span[] = [];
	for (const match of text.matchAll(
		/("(?:[^"\\]|\\.)*")(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\b(?:true|false|null)\b/g,
	)) {
		const end = match.index + (match[1] ?? match[0]).length;
		spans.push([match.index, end, match[2] === undefined ? 'Constant' : 'Statement']);
	}
	return spans;
}
