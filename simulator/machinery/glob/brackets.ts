/** Where the bracket expressions of a pattern end, in time that grows with its length only. */
export class Brackets {
	readonly #pattern: string;
	/** For each place the `]` that ends the brackets whose members go on there, or −1. */
	#ends: Int32Array | undefined;

	constructor(pattern: string) {
		this.#pattern = pattern;
	}

	/** Index of the `]` that closes the bracket expression at `open`, or −1. */
	closing(open: number): number {
		const pattern = this.#pattern;
		let first = open + 1;
		if (pattern[first] === '!' || pattern[first] === '^') first++;
		if (pattern[first] === ']') first++;
		if (pattern.length <= SHORT) return closingFrom(pattern, first);
		this.#ends ??= endsOf(pattern);
		return this.#ends[first] ?? -1;
	}
}

/** Of a pattern this short each is looked for when it is asked for. */
const SHORT = 512;

function closingFrom(pattern: string, first: number): number {
	for (let i = first; i < pattern.length; i++) {
		const c = pattern[i];
		if (c === ']') return i;
		if (c === '\\') i++;
		else if (c === '[') {
			const kind = pattern[i + 1];
			if (kind !== ':' && kind !== '=' && kind !== '.') continue;
			const end = pattern.indexOf(`${kind}]`, i + 2);
			if (end > 0) i = end + 1;
		}
	}
	return -1;
}

/** All of them, from behind: each is where another one is that was found before, or the next one. */
function endsOf(pattern: string): Int32Array {
	const { length } = pattern;
	const ends = new Int32Array(length + 2).fill(-1);
	/** Where `:]`, `=]` and `.]` come next, by the code of their first character. */
	const next = new Int32Array(128).fill(-1);
	for (let i = length - 1; i >= 0; i--) {
		if (pattern.charCodeAt(i + 3) === CLOSE) {
			const after = pattern.charCodeAt(i + 2);
			if (after === COLON || after === EQUALS || after === DOT) next[after] = i + 2;
		}
		const c = pattern.charCodeAt(i);
		if (c === CLOSE) ends[i] = i;
		else if (c === BACKSLASH) ends[i] = ends[i + 2] as number;
		else {
			const named = c === OPEN ? (next[pattern.charCodeAt(i + 1)] ?? -1) : -1;
			ends[i] = ends[named > 0 ? named + 2 : i + 1] as number;
		}
	}
	return ends;
}

const DOT = 46;
const COLON = 58;
const EQUALS = 61;
const OPEN = 91;
const BACKSLASH = 92;
const CLOSE = 93;
