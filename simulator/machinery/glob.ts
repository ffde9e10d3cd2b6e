import { Brackets } from './glob/brackets.ts';
import { GroupMatcher } from './glob/group-matcher.ts';
import type { Node } from './glob/node.ts';
import { SegmentMatcher } from './glob/segment-matcher.ts';
import { LimitError } from './limit-error.ts';
import { DEFAULT_LIMITS } from './limits.ts';

/** Shell patterns: `*`, `?`, `[…]`, and ksh's `@(…)` family. Nothing is tried again and again, and work has an end. */
export interface GlobOptions {
	/** Understand `?(…)`, `*(…)`, `+(…)`, `@(…)` and `!(…)`. */
	readonly extended?: boolean;
	readonly ignoreCase?: boolean;
}

export interface Glob {
	/** Whether the whole of `text` matches. As all others, throws LimitError when that takes too long. */
	matches(text: string): boolean;
	/** Length of the shortest or longest prefix of `text` that matches; −1 when none does. */
	prefix(text: string, want: 'shortest' | 'longest'): number;
	/** Where the shortest or longest suffix that matches begins; −1 when none does. */
	suffix(text: string, want: 'shortest' | 'longest'): number;
	/** The leftmost-longest match at or after `from`, as [start, end]. */
	find(text: string, from: number): readonly [number, number] | undefined;
	/** The text it matches when it has no special characters. */
	readonly literal: string | undefined;
}

/** Compiles `pattern`; a backslash makes the next character ordinary. Every text is a valid pattern; one too long throws LimitError. */
export function compileGlob(pattern: string, options: GlobOptions = {}): Glob {
	const nodes = new GlobParser(pattern, options).parse();
	return new CompiledGlob(nodes, options.ignoreCase === true);
}

/** Whether `pattern` has an unescaped special character. */
export function hasGlobSpecials(pattern: string, extended = false): boolean {
	const brackets = new Brackets(pattern);
	for (let i = 0; i < pattern.length; i++) {
		const c = pattern.charCodeAt(i);
		if (c === BACKSLASH) i++;
		else if (c === 42 || c === 63) return true;
		else if (c === 91) {
			if (brackets.closing(i) > 0) return true;
		} else if (extended && pattern.charCodeAt(i + 1) === 40 && (c === 43 || c === 64 || c === 33)) return true;
	}
	return false;
}

/** `text` as a pattern that matches only itself. */
export function escapeGlob(text: string): string {
	return SPECIAL.test(text) ? text.replace(EVERY_SPECIAL, '\\$&') : text;
}

/** Takes the backslashes out of a pattern without special characters. */
export function unescapeGlob(pattern: string): string {
	if (!pattern.includes('\\')) return pattern;
	let out = '';
	for (let i = 0; i < pattern.length; i++) {
		if (pattern.charCodeAt(i) === BACKSLASH && i + 1 < pattern.length) i++;
		out += pattern[i];
	}
	return out;
}

const SPECIAL = /[*?[\]\\()|!+@^-]/;
const EVERY_SPECIAL = /[*?[\]\\()|!+@^-]/g;
const BACKSLASH = 92;

class CompiledGlob implements Glob {
	readonly literal: string | undefined;
	readonly #matcher: Glob;

	constructor(nodes: readonly Node[], fold: boolean) {
		this.literal = fold ? undefined : literalOf(nodes);
		const isSimple = nodes.every((node) => node.type !== 'group');
		this.#matcher = isSimple ? new SegmentMatcher(nodes, fold) : new GroupMatcher(nodes, fold);
	}

	matches(text: string): boolean {
		return this.literal === undefined ? this.#matcher.matches(text) : text === this.literal;
	}

	prefix(text: string, want: 'shortest' | 'longest'): number {
		if (this.literal !== undefined) return text.startsWith(this.literal) ? this.literal.length : -1;
		return this.#matcher.prefix(text, want);
	}

	suffix(text: string, want: 'shortest' | 'longest'): number {
		if (this.literal !== undefined) return text.endsWith(this.literal) ? text.length - this.literal.length : -1;
		return this.#matcher.suffix(text, want);
	}

	find(text: string, from: number): readonly [number, number] | undefined {
		return this.#matcher.find(text, from);
	}
}

function literalOf(nodes: readonly Node[]): string | undefined {
	let out = '';
	for (const node of nodes) {
		if (node.type !== 'char') return undefined;
		out += String.fromCodePoint(node.code);
	}
	return out;
}

class GlobParser {
	readonly #pattern: string;
	readonly #extended: boolean;
	readonly #fold: boolean;
	readonly #brackets: Brackets;
	#at = 0;
	#nodes = 0;

	constructor(pattern: string, options: GlobOptions) {
		this.#brackets = new Brackets(pattern);
		this.#fold = options.ignoreCase === true;
		this.#pattern = pattern;
		this.#extended = options.extended === true;
	}

	parse(): Node[] {
		return this.#sequence(0);
	}

	/** @param depth 0 at the top, where `|` and `)` are ordinary. */
	#sequence(depth: number): Node[] {
		const nodes: Node[] = [];
		while (this.#at < this.#pattern.length) {
			const c = this.#pattern.charCodeAt(this.#at);
			if (depth > 0 && (c === 124 || c === 41)) break;
			const node = this.#node(c, depth);
			// Groups that are never closed are read again as they stand.
			if (++this.#nodes > DEFAULT_LIMITS.globNodes) throw new LimitError('pattern takes too long');
			if (node.type === 'star' && nodes.at(-1)?.type === 'star') continue;
			nodes.push(node);
		}
		return nodes;
	}

	#node(c: number, depth: number): Node {
		if (this.#extended && depth < 64 && EXTENDED_OPERATORS.has(c) && this.#pattern.charCodeAt(this.#at + 1) === 40) {
			const group = this.#group(String.fromCharCode(c), depth);
			if (group !== undefined) return group;
		}
		if (c === 42) {
			this.#at++;
			return { type: 'star' };
		}
		if (c === 63) {
			this.#at++;
			return { type: 'any' };
		}
		if (c === 91) {
			const end = this.#brackets.closing(this.#at);
			if (end > 0) {
				const node = parseClass(this.#pattern.slice(this.#at + 1, end), this.#fold);
				this.#at = end + 1;
				return node;
			}
		}
		if (c === BACKSLASH && this.#at + 1 < this.#pattern.length) this.#at++;
		return this.#literal();
	}

	#literal(): Node {
		let code = this.#pattern.codePointAt(this.#at) as number;
		this.#at += code > 0xffff ? 2 : 1;
		if (this.#fold) code = String.fromCodePoint(code).toLowerCase().codePointAt(0) as number;
		return { type: 'char', code };
	}

	#group(operator: string, depth: number): Node | undefined {
		const start = this.#at;
		this.#at += 2;
		const alternatives: Node[][] = [];
		for (;;) {
			alternatives.push(this.#sequence(depth + 1));
			const c = this.#pattern.charCodeAt(this.#at);
			if (Number.isNaN(c)) {
				// Never closed: the characters are ordinary.
				this.#at = start;
				return undefined;
			}
			this.#at++;
			if (c === 41) return { type: 'group', operator, alternatives };
		}
	}
}

const EXTENDED_OPERATORS = new Set([63, 42, 43, 64, 33]);

/** @param body what stands between the brackets. */
function parseClass(body: string, fold: boolean): Node {
	let at = 0;
	const negated = body[0] === '!' || body[0] === '^';
	if (negated) at++;
	const ranges: number[] = [];
	const add = (low: number, high: number): void => {
		ranges.push(low, high);
		if (fold) foldRange(low, high, ranges);
	};
	while (at < body.length) {
		const named = /^\[:([a-z]+):\]/.exec(body.slice(at, at + 16));
		if (named !== null && CLASSES[named[1] as string] !== undefined) {
			for (const [low, high] of CLASSES[named[1] as string] as readonly (readonly [number, number])[]) add(low, high);
			at += named[0].length;
			continue;
		}
		const [low, next] = classMember(body, at);
		at = next;
		if (body[at] === '-' && at + 1 < body.length) {
			const [high, after] = classMember(body, at + 1);
			at = after;
			if (low <= high) add(low, high);
			continue;
		}
		add(low, low);
	}
	return { type: 'class', negated, ranges, fold };
}

function foldRange(low: number, high: number, ranges: number[]): void {
	for (let code = Math.max(low, 65); code <= Math.min(high, 90); code++) ranges.push(code + 32, code + 32);
	if (low === high && low > 127) {
		const lower = String.fromCodePoint(low).toLowerCase().codePointAt(0) as number;
		ranges.push(lower, lower);
	}
}

/** One member of a bracket expression at `at`: its code and the index after it. */
function classMember(body: string, at: number): [number, number] {
	if (body[at] === '[' && (body[at + 1] === '.' || body[at + 1] === '=')) {
		const end = body.indexOf(`${body[at + 1]}]`, at + 2);
		if (end > 0) return [body.codePointAt(at + 2) as number, end + 2];
	}
	const start = body[at] === '\\' && at + 1 < body.length ? at + 1 : at;
	const code = body.codePointAt(start) as number;
	return [code, start + (code > 0xffff ? 2 : 1)];
}

/** POSIX character classes as ASCII ranges; letters beyond ASCII count as alphabetic. */
const CLASSES: { readonly [name: string]: readonly (readonly [number, number])[] } = {
	alpha: [
		[65, 90],
		[97, 122],
		[0xaa, 0xaa],
		[0xc0, 0x2fff],
		[0x3040, 0xd7ff],
	],
	digit: [[48, 57]],
	alnum: [
		[48, 57],
		[65, 90],
		[97, 122],
		[0xaa, 0xaa],
		[0xc0, 0x2fff],
		[0x3040, 0xd7ff],
	],
	upper: [
		[65, 90],
		[0xc0, 0xde],
	],
	lower: [
		[97, 122],
		[0xdf, 0xff],
	],
	space: [
		[9, 13],
		[32, 32],
	],
	blank: [
		[9, 9],
		[32, 32],
	],
	punct: [
		[33, 47],
		[58, 64],
		[91, 96],
		[123, 126],
	],
	print: [
		[32, 126],
		[0xa0, 0x10ffff],
	],
	graph: [
		[33, 126],
		[0xa1, 0x10ffff],
	],
	cntrl: [
		[0, 31],
		[127, 127],
	],
	xdigit: [
		[48, 57],
		[65, 70],
		[97, 102],
	],
	word: [
		[48, 57],
		[65, 90],
		[95, 95],
		[97, 122],
	],
	ascii: [[0, 127]],
};
