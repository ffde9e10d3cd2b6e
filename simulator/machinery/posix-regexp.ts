/**
 * POSIX regular expressions (basic and extended, with GNU's additions) as a tree, and the tree as RE2 source.
 * Models glibc posix/regcomp.c for what is accepted and how it complains.
 */
export type RegexpNode =
	| { readonly type: 'char'; readonly code: number }
	| { readonly type: 'any' }
	/** `re2`: the members as RE2 writes them between brackets. */
	| { readonly type: 'class'; readonly negated: boolean; readonly re2: string }
	| { readonly type: 'assert'; readonly what: AssertKind }
	| { readonly type: 'group'; readonly index: number; readonly body: RegexpNode }
	| { readonly type: 'backReference'; readonly index: number }
	| { readonly type: 'repeat'; readonly body: RegexpNode; readonly min: number; readonly max: number }
	| { readonly type: 'sequence'; readonly items: readonly RegexpNode[] }
	| { readonly type: 'choice'; readonly options: readonly RegexpNode[] };

export type AssertKind =
	| 'lineStart'
	| 'lineEnd'
	| 'wordBoundary'
	| 'notWordBoundary'
	| 'wordStart'
	| 'wordEnd'
	| 'textStart'
	| 'textEnd';

/** What is wrong with a pattern, in regerror's words. */
export class PosixRegexpError extends Error {}

export interface PosixRegexp {
	readonly root: RegexpNode;
	readonly groups: number;
	/** It says what RE2 cannot: a back-reference, or a word's beginning or end beside what may be no word's character. */
	readonly needsBacktracking: boolean;
}

/** Throws PosixRegexpError. */
export function parsePosixRegexp(pattern: string, syntax: 'basic' | 'extended', strict = false): PosixRegexp {
	return new PosixParser(pattern, syntax === 'extended', strict).parse();
}

/**
 * The tree as RE2 source. Back-references have none.
 * @param malformed whether bytes that are no UTF-8 (`decodeLossless`) are characters like any other: not in glibc.
 */
export function toRe2(node: RegexpNode, malformed = false): string {
	const inner = (each: RegexpNode): string => toRe2(each, malformed);
	switch (node.type) {
		case 'char':
			return quoteRe2(node.code);
		case 'any':
			return malformed ? '.' : `[^${MALFORMED}]`;
		case 'class':
			return node.negated ? `[^${node.re2}${malformed ? '' : MALFORMED}]` : `[${node.re2}]`;
		case 'assert':
			return ASSERTS[node.what];
		case 'group':
			return `(${inner(node.body)})`;
		case 'backReference':
			throw new Error('assertion failed: RE2 has no back-references');
		case 'repeat':
			return `(?:${inner(node.body)})${repeatSuffix(node.min, node.max)}`;
		case 'sequence':
			return node.items.map(inner).join('');
		case 'choice':
			return `(?:${node.options.map(inner).join('|')})`;
	}
}

const MALFORMED = '\\x{dc80}-\\x{dcff}';

const ASSERTS: Record<AssertKind, string> = {
	lineStart: '^',
	lineEnd: '$',
	wordBoundary: '\\b',
	// Beside a word's character, which is looked after when it is parsed.
	wordStart: '\\b',
	wordEnd: '\\b',
	notWordBoundary: '\\B',
	textStart: '\\A',
	textEnd: '\\z',
};

function repeatSuffix(min: number, max: number): string {
	if (min === 0 && max === Number.POSITIVE_INFINITY) return '*';
	if (min === 1 && max === Number.POSITIVE_INFINITY) return '+';
	if (min === 0 && max === 1) return '?';
	if (max === Number.POSITIVE_INFINITY) return `{${min},}`;
	return min === max ? `{${min}}` : `{${min},${max}}`;
}

function quoteRe2(code: number): string {
	const isWord = (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
	if (isWord || (code > 127 && (code < 0xd800 || code > 0xdfff))) return String.fromCodePoint(code);
	return `\\x{${code.toString(16)}}`;
}

/** Whether `\\<` or `\\>` is more than any word boundary at its place. */
function isLoneWordEdge(item: RegexpNode, before: RegexpNode | undefined, after: RegexpNode | undefined): boolean {
	if (item.type === 'repeat') return isLoneWordEdge(item.body, undefined, undefined);
	if (item.type !== 'assert') return false;
	if (item.what === 'wordStart') return !isWordAt(after, 'first');
	return item.what === 'wordEnd' && !isWordAt(before, 'last');
}

/** Whether what it matches begins or ends with a word's character for sure. */
function isWordAt(node: RegexpNode | undefined, side: 'first' | 'last'): boolean {
	switch (node?.type) {
		case 'char':
			return /^[\w\p{L}]$/u.test(String.fromCodePoint(node.code));
		case 'class':
			return !node.negated && /^(?:\\w|\\p\{L\}|a-z|A-Z|0-9|\w(?!-))+$/.test(node.re2);
		case 'group':
			return isWordAt(node.body, side);
		case 'repeat':
			return node.min > 0 && isWordAt(node.body, side);
		case 'sequence':
			return isWordAt(node.items.at(side === 'first' ? 0 : -1), side);
		case 'choice':
			return node.options.every((option) => isWordAt(option, side));
		default:
			return false;
	}
}

class PosixParser {
	readonly #pattern: string;
	readonly #extended: boolean;
	/** Nothing to repeat is wrong. */
	readonly #strict: boolean;
	#at = 0;
	#groups = 0;
	#depth = 0;
	#needsBacktracking = false;
	readonly #closed = new Set<number>();

	constructor(pattern: string, extended: boolean, strict: boolean) {
		this.#pattern = pattern;
		this.#extended = extended;
		this.#strict = extended && strict;
	}

	parse(): PosixRegexp {
		const root = this.#choice();
		if (this.#at < this.#pattern.length) throw new PosixRegexpError('Unmatched ) or \\)');
		return { root, groups: this.#groups, needsBacktracking: this.#needsBacktracking };
	}

	#choice(): RegexpNode {
		const options = [this.#sequence()];
		while (this.#takes('|')) options.push(this.#sequence());
		return options.length === 1 ? (options[0] as RegexpNode) : { type: 'choice', options };
	}

	/** Whether the operator `symbol` (bare in extended, after a backslash in basic syntax) comes next. */
	#sees(symbol: string): boolean {
		if (this.#extended) return this.#pattern[this.#at] === symbol;
		return this.#pattern[this.#at] === '\\' && this.#pattern[this.#at + 1] === symbol;
	}

	#takes(symbol: string): boolean {
		if (!this.#sees(symbol)) return false;
		this.#at += this.#extended ? 1 : 2;
		return true;
	}

	#sequence(): RegexpNode {
		const items: RegexpNode[] = [];
		const start = this.#at;
		while (this.#at < this.#pattern.length) {
			if (this.#sees('|')) break;
			// An unmatched `)` is ordinary in extended syntax, an error in basic syntax.
			if (this.#sees(')') && (this.#depth > 0 || !this.#extended)) break;
			if (this.#strict && '*+?{'.includes(this.#pattern[this.#at] as string)) {
				// What an anchor is followed by stands alone.
				if (items.length === 0 || items.at(-1)?.type === 'assert') {
					throw new PosixRegexpError('Invalid preceding regular expression');
				}
			}
			const atom = this.#atom(items.length === 0, start);
			if (this.#strict && atom.type === 'assert') {
				items.push(atom);
				continue;
			}
			items.push(this.#repeated(atom));
		}
		this.#needsBacktracking ||= items.some((item, at) => isLoneWordEdge(item, items[at - 1], items[at + 1]));
		return items.length === 1 ? (items[0] as RegexpNode) : { type: 'sequence', items };
	}

	#repeated(atom: RegexpNode): RegexpNode {
		let node = atom;
		for (;;) {
			const bounds = this.#repetition();
			if (bounds === undefined) return node;
			// RE2 refuses `a**`; one star of a star says the same.
			if (node.type === 'repeat' && node.max === Number.POSITIVE_INFINITY && bounds[1] > 1) {
				node = { ...node, min: Math.min(node.min, bounds[0] * node.min) };
			} else node = { type: 'repeat', body: node, min: bounds[0], max: bounds[1] };
		}
	}

	#repetition(): readonly [number, number] | undefined {
		if (this.#pattern[this.#at] === '*') {
			this.#at++;
			return [0, Number.POSITIVE_INFINITY];
		}
		if (this.#takes('+')) return [1, Number.POSITIVE_INFINITY];
		if (this.#takes('?')) return [0, 1];
		if (!this.#sees('{')) return undefined;
		return this.#interval();
	}

	#interval(): readonly [number, number] | undefined {
		const open = this.#at + (this.#extended ? 1 : 2);
		const close = this.#pattern.indexOf(this.#extended ? '}' : '\\}', open);
		const body = close < 0 ? '' : this.#pattern.slice(open, close);
		const bounds = /^(\d*)(?:(,)(\d*))?$/.exec(body)?.map((each) => each ?? '') ?? null;
		if (close < 0 || bounds === null || (bounds[1] === '' && bounds[2] === '')) {
			if (this.#extended && !this.#strict) return undefined;
			throw new PosixRegexpError(close < 0 ? 'Unmatched \\{' : 'Invalid content of \\{\\}');
		}
		const min = bounds[1] === '' ? 0 : Number(bounds[1]);
		const max = bounds[2] === '' ? min : bounds[3] === '' ? Number.POSITIVE_INFINITY : Number(bounds[3]);
		if (max < min) throw new PosixRegexpError('Invalid content of \\{\\}');
		if (min > 1000 || (max > 1000 && max !== Number.POSITIVE_INFINITY)) {
			throw new PosixRegexpError('Regular expression too big');
		}
		this.#at = close + (this.#extended ? 1 : 2);
		return [min, max];
	}

	/** @param first whether nothing precedes in this branch; @param start where the branch begins. */
	#atom(first: boolean, start: number): RegexpNode {
		const c = this.#pattern[this.#at] as string;
		if (c === '\\') return this.#escape();
		if (c === '[') return this.#bracket();
		if (c === '.') {
			this.#at++;
			return { type: 'any' };
		}
		if (c === '^' && (this.#extended || this.#at === start)) {
			this.#at++;
			return { type: 'assert', what: 'lineStart' };
		}
		if (c === '$' && (this.#extended || this.#endsBranch(this.#at + 1))) {
			this.#at++;
			return { type: 'assert', what: 'lineEnd' };
		}
		if (this.#extended && c === '(') return this.#group();
		if (this.#extended && first && (c === '*' || c === '+' || c === '?')) {
			// Nothing to repeat: glibc takes a leading `*` as nothing.
			this.#at++;
			return c === '*' ? { type: 'sequence', items: [] } : { type: 'char', code: c.charCodeAt(0) };
		}
		const code = this.#pattern.codePointAt(this.#at) as number;
		this.#at += code > 0xffff ? 2 : 1;
		return { type: 'char', code };
	}

	#endsBranch(at: number): boolean {
		return at === this.#pattern.length || this.#pattern.startsWith('\\)', at) || this.#pattern.startsWith('\\|', at);
	}

	#group(): RegexpNode {
		this.#at += this.#extended ? 1 : 2;
		const index = ++this.#groups;
		if (++this.#depth > 250) throw new PosixRegexpError('Regular expression too big');
		const body = this.#choice();
		this.#depth--;
		if (!this.#takes(')')) throw new PosixRegexpError('Unmatched ( or \\(');
		this.#closed.add(index);
		return { type: 'group', index, body };
	}

	#escape(): RegexpNode {
		if (this.#at + 1 >= this.#pattern.length) throw new PosixRegexpError('Trailing backslash');
		const c = this.#pattern[this.#at + 1] as string;
		if (!this.#extended && c === '(') return this.#group();
		if (!this.#extended && c === '{') throw new PosixRegexpError('Invalid preceding regular expression');
		const known = ESCAPES.get(c);
		if (known !== undefined) {
			this.#at += 2;
			return known;
		}
		if (c >= '1' && c <= '9') {
			const index = Number(c);
			if (!this.#closed.has(index)) throw new PosixRegexpError('Invalid back reference');
			this.#at += 2;
			this.#needsBacktracking = true;
			return { type: 'backReference', index };
		}
		const code = this.#pattern.codePointAt(this.#at + 1) as number;
		this.#at += code > 0xffff ? 3 : 2;
		return { type: 'char', code };
	}

	#bracket(): RegexpNode {
		const pattern = this.#pattern;
		let at = this.#at + 1;
		const negated = pattern[at] === '^';
		if (negated) at++;
		let re2 = '';
		for (let first = true; ; first = false) {
			if (at >= pattern.length) {
				throw new PosixRegexpError(first ? 'Invalid regular expression' : 'Unmatched [, [^, [:, [., or [=');
			}
			if (pattern[at] === ']' && !first) break;
			if (pattern.startsWith('[:', at)) {
				const end = pattern.indexOf(':]', at + 2);
				if (end < 0) throw new PosixRegexpError('Unmatched [, [^, [:, [., or [=');
				const name = pattern.slice(at + 2, end);
				if (!CLASS_NAMES.has(name)) throw new PosixRegexpError('Invalid character class name');
				re2 += CLASS_NAMES.get(name);
				at = end + 2;
				continue;
			}
			const [low, next] = this.#member(at);
			at = next;
			if (pattern[at] === '-' && at + 1 < pattern.length && pattern[at + 1] !== ']') {
				const [high, after] = this.#member(at + 1);
				at = after;
				if (high < low) throw new PosixRegexpError('Invalid range end');
				re2 += `${quoteRe2(low)}-${quoteRe2(high)}`;
			} else re2 += quoteRe2(low);
		}
		this.#at = at + 1;
		return { type: 'class', negated, re2 };
	}

	#member(at: number): [number, number] {
		const pattern = this.#pattern;
		if (pattern[at] === '[' && (pattern[at + 1] === '.' || pattern[at + 1] === '=')) {
			const end = pattern.indexOf(`${pattern[at + 1]}]`, at + 2);
			if (end < 0) throw new PosixRegexpError('Unmatched [, [^, [:, [., or [=');
			return [pattern.codePointAt(at + 2) as number, end + 2];
		}
		const code = pattern.codePointAt(at) as number;
		return [code, at + (code > 0xffff ? 2 : 1)];
	}
}

const ESCAPES: ReadonlyMap<string, RegexpNode> = new Map<string, RegexpNode>([
	['<', { type: 'assert', what: 'wordStart' }],
	['>', { type: 'assert', what: 'wordEnd' }],
	['b', { type: 'assert', what: 'wordBoundary' }],
	['B', { type: 'assert', what: 'notWordBoundary' }],
	['`', { type: 'assert', what: 'textStart' }],
	["'", { type: 'assert', what: 'textEnd' }],
	['w', { type: 'class', negated: false, re2: '\\w\\p{L}' }],
	['W', { type: 'class', negated: true, re2: '\\w\\p{L}' }],
	['s', { type: 'class', negated: false, re2: '\\t-\\r ' }],
	['S', { type: 'class', negated: true, re2: '\\t-\\r ' }],
]);

/** The POSIX classes in a UTF-8 locale, as RE2 writes them between brackets. */
const CLASS_NAMES: ReadonlyMap<string, string> = new Map([
	['alpha', '\\p{L}'],
	['digit', '0-9'],
	['alnum', '\\p{L}0-9'],
	['upper', '\\p{Lu}'],
	['lower', '\\p{Ll}'],
	['space', '\\t-\\r '],
	['blank', '\\t '],
	['punct', '!-\\/:-@\\x{5b}-`{-~'],
	['print', ' -~\\x{a0}-\\x{d7ff}\\x{e000}-\\x{10ffff}'],
	['graph', '!-~\\x{a1}-\\x{d7ff}\\x{e000}-\\x{10ffff}'],
	['cntrl', '\\x00-\\x1f\\x7f'],
	['xdigit', '0-9A-Fa-f'],
]);
