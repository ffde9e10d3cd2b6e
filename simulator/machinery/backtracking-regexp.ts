import { LimitError } from './limit-error.ts';
import type { RegexpNode } from './posix-regexp.ts';

/**
 * Matches a tree that has back-references, which no linear engine can. Work is counted and cut off: a pattern built
 * to blow up ends in a LimitError, never in a hang.
 */
export class BacktrackingMatcher {
	readonly #root: RegexpNode;
	readonly #ignoreCase: boolean;
	readonly #multiline: boolean;
	readonly #classTest: (node: Extract<RegexpNode, { type: 'class' }>, char: string) => boolean;
	#text = '';
	#steps = 0;
	#groups: number[] = [];

	constructor(
		root: RegexpNode,
		options: { ignoreCase: boolean; multiline: boolean },
		classTest: (node: Extract<RegexpNode, { type: 'class' }>, char: string) => boolean,
	) {
		this.#root = root;
		this.#ignoreCase = options.ignoreCase;
		this.#multiline = options.multiline;
		this.#classTest = classTest;
	}

	/**
	 * The first match at or after `from`: [start, end, start of group 1, its end, …] (−1 where a group took no part).
	 * Throws LimitError once `maxSteps` are used up.
	 */
	find(text: string, from: number, groupCount: number, maxSteps: number): number[] | undefined {
		this.#text = text;
		this.#steps = maxSteps;
		for (let start = from; start <= text.length; start++) {
			this.#groups = new Array<number>(2 * groupCount + 2).fill(-1);
			let best: number[] | undefined;
			// Leftmost-longest: every way to match is tried and the longest is kept.
			this.#match(this.#root, start, (end) => {
				if (best === undefined || end > (best[1] as number)) {
					best = [...this.#groups];
					best[0] = start;
					best[1] = end;
				}
				return end === text.length;
			});
			if (best !== undefined) return best;
		}
		return undefined;
	}

	#match(node: RegexpNode, at: number, next: (at: number) => boolean): boolean {
		if (--this.#steps < 0) throw new LimitError('regular expression takes too long');
		switch (node.type) {
			case 'char':
				return this.#literal(String.fromCodePoint(node.code), at, next);
			case 'any':
				return at < this.#text.length && !this.#isMalformed(at) && next(at + this.#width(at));
			case 'class': {
				if (at >= this.#text.length) return false;
				const width = this.#width(at);
				return this.#classTest(node, this.#text.slice(at, at + width)) && next(at + width);
			}
			case 'assert':
				return this.#holds(node.what, at) && next(at);
			case 'group':
				return this.#group(node, at, next);
			case 'backReference': {
				const start = this.#groups[2 * node.index] as number;
				if (start < 0) return false;
				return this.#literal(this.#text.slice(start, this.#groups[2 * node.index + 1]), at, next);
			}
			case 'repeat':
				return this.#repeat(node, 0, at, next);
			case 'sequence':
				return this.#sequence(node.items, 0, at, next);
			case 'choice':
				return node.options.some((option) => this.#match(option, at, next));
		}
	}

	#literal(literal: string, at: number, next: (at: number) => boolean): boolean {
		const piece = this.#text.slice(at, at + literal.length);
		const same = this.#ignoreCase ? piece.toLowerCase() === literal.toLowerCase() : piece === literal;
		return same && next(at + literal.length);
	}

	/** Bytes that are no UTF-8 (`decodeLossless`) are no characters. */
	#isMalformed(at: number): boolean {
		const code = this.#text.codePointAt(at) as number;
		return code >= 0xdc80 && code <= 0xdcff;
	}

	#width(at: number): number {
		return (this.#text.codePointAt(at) as number) > 0xffff ? 2 : 1;
	}

	#group(node: Extract<RegexpNode, { type: 'group' }>, at: number, next: (at: number) => boolean): boolean {
		const slot = 2 * node.index;
		const before: readonly [number, number] = [this.#groups[slot] as number, this.#groups[slot + 1] as number];
		const matched = this.#match(node.body, at, (end) => {
			const inner: readonly [number, number] = [this.#groups[slot] as number, this.#groups[slot + 1] as number];
			this.#groups[slot] = at;
			this.#groups[slot + 1] = end;
			if (next(end)) return true;
			[this.#groups[slot], this.#groups[slot + 1]] = inner;
			return false;
		});
		if (!matched) [this.#groups[slot], this.#groups[slot + 1]] = before;
		return matched;
	}

	#repeat(
		node: Extract<RegexpNode, { type: 'repeat' }>,
		count: number,
		at: number,
		next: (at: number) => boolean,
	): boolean {
		if (count < node.max) {
			const more = this.#match(node.body, at, (end) => {
				if (end === at && count >= node.min) return false;
				return this.#repeat(node, count + 1, end, next);
			});
			if (more) return true;
		}
		return count >= node.min && next(at);
	}

	#sequence(items: readonly RegexpNode[], index: number, at: number, next: (at: number) => boolean): boolean {
		const item = items[index];
		if (item === undefined) return next(at);
		return this.#match(item, at, (end) => this.#sequence(items, index + 1, end, next));
	}

	#holds(what: Extract<RegexpNode, { type: 'assert' }>['what'], at: number): boolean {
		const text = this.#text;
		switch (what) {
			case 'textStart':
				return at === 0;
			case 'textEnd':
				return at === text.length;
			case 'lineStart':
				return at === 0 || (this.#multiline && text[at - 1] === '\n');
			case 'lineEnd':
				return at === text.length || (this.#multiline && text[at] === '\n');
			default: {
				const [before, after] = [isWord(text[at - 1]), isWord(text[at])];
				if (what === 'wordStart') return !before && after;
				if (what === 'wordEnd') return before && !after;
				return (before !== after) === (what === 'wordBoundary');
			}
		}
	}
}

function isWord(char: string | undefined): boolean {
	return char !== undefined && /^\w$/.test(char);
}
