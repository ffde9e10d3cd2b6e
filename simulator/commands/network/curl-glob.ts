import { CurlFailure } from './curl-failure.ts';

/** Of URLs that one word stands for. */
const URLS_MAX = 100_000;

export interface GlobbedUrl {
	readonly url: string;
	/** What each set and range came to: "#1" of -o is the first. */
	readonly parts: readonly string[];
}

/** A set's members, or a range from and to a number or a letter. */
type Pattern =
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'set'; readonly members: readonly string[] }
	| {
			readonly kind: 'range';
			readonly first: number;
			readonly count: number;
			readonly step: number;
			readonly width: number | 'letter';
	  };

/** The URLs that `{a,b}` and `[1-3]` make of one word, the last pattern varying fastest. Throws CurlFailure. Models src/tool_urlglob.c. */
export function* globUrls(text: string, isOff: boolean): Generator<GlobbedUrl, void> {
	if (isOff) {
		yield { url: text, parts: [] };
		return;
	}
	const patterns = parsePatterns(text);
	const variable = patterns.filter(({ kind }) => kind !== 'text');
	const total = variable.reduce((count, each) => count * sizeOf(each), 1);
	for (let at = 0; at < total; at++) {
		let rest = at;
		const parts: string[] = [];
		for (const each of [...variable].reverse()) {
			parts.unshift(member(each, rest % sizeOf(each)));
			rest = Math.floor(rest / sizeOf(each));
		}
		let part = 0;
		yield { url: patterns.map((each) => (each.kind === 'text' ? each.text : parts[part++])).join(''), parts };
	}
}

/** -o's name for one of them. */
export function globbedName(name: string, parts: readonly string[]): string {
	if (parts.length === 0) return name;
	return name.replace(/#(\d+)/g, (whole, number: string) => parts[Number(number) - 1] ?? whole);
}

function sizeOf(pattern: Pattern): number {
	return pattern.kind === 'text' ? 1 : pattern.kind === 'set' ? pattern.members.length : pattern.count;
}

function member(pattern: Pattern, index: number): string {
	if (pattern.kind === 'text') return pattern.text;
	if (pattern.kind === 'set') return pattern.members[index] as string;
	const value = pattern.first + index * pattern.step;
	return pattern.width === 'letter' ? String.fromCharCode(value) : String(value).padStart(pattern.width, '0');
}

function parsePatterns(text: string): readonly Pattern[] {
	const patterns: Pattern[] = [];
	let literal = '';
	let total = 1;
	const add = (pattern: Pattern, at: number): void => {
		total *= sizeOf(pattern);
		if (total > URLS_MAX) throw complaint('range overflow', text, at);
		patterns.push({ kind: 'text', text: literal }, pattern);
		literal = '';
	};
	for (let at = 0; at < text.length; at++) {
		const letter = text[at] as string;
		if (letter === '\\' && /[{}[\]]/.test(text[at + 1] ?? '')) literal += text[++at];
		else if (letter === '{') {
			const end = text.indexOf('}', at);
			const inside = end < 0 ? '' : text.slice(at + 1, end);
			if (end < 0) throw complaint('unmatched brace', text, at);
			if (inside === '') throw complaint('empty string within braces', text, end);
			add({ kind: 'set', members: inside.split(',') }, at);
			at = end;
		} else if (letter === '[' && !/^\[[\da-fA-F:.]*:[\da-fA-F:.]*(?:%[^\]]*)?\]|^\[\]/.test(text.slice(at))) {
			const [whole, pattern] = parseRange(text, at);
			add(pattern, at);
			at += whole - 1;
		} else if (letter === '}' || (letter === ']' && !text.slice(0, at).includes('[')))
			throw complaint('unmatched close brace/bracket', text, at);
		else literal += letter;
	}
	return [...patterns, { kind: 'text', text: literal }];
}

/** "[1-10:3]" at `at`: its length, and what it means. */
function parseRange(text: string, at: number): readonly [number, Pattern] {
	const rest = text.slice(at);
	const letters = /^\[([A-Za-z])-([A-Za-z])(?::(\d+))?\]/.exec(rest);
	const numbers = /^\[(\d+)-(\d+)(?::(\d+))?\]/.exec(rest);
	const match = letters ?? numbers;
	if (match === null) throw complaint('bad range', text, at + 1);
	const [whole, from = '', to = '', by = '1'] = match;
	const [first, last] = letters === null ? [Number(from), Number(to)] : [from.charCodeAt(0), to.charCodeAt(0)];
	const step = Number(by);
	if (last < first || step === 0 || (step > last - first && last !== first))
		throw complaint('bad range', text, at + whole.length);
	const width = letters !== null ? 'letter' : from.startsWith('0') ? from.length : 0;
	return [whole.length, { kind: 'range', first, step, width, count: Math.floor((last - first) / step) + 1 }];
}

function complaint(why: string, text: string, at: number): CurlFailure {
	return new CurlFailure(3, `${why} in URL position ${at + 1}:\n${text}\n${' '.repeat(at)}^`);
}
