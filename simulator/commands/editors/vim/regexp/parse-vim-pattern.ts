import { characterAt } from '../text/characters.ts';
import { LETTER_SETS, NAMED_SETS } from './character-sets.ts';
import type { AssertKind, CharTest, PatternNode, VimPattern } from './vim-pattern.ts';
import { PatternError } from './vim-pattern.ts';

type Magic = 'v' | 'm' | 'M' | 'V';

interface Token {
	/** Has a meaning of its own at this level of magic. */
	readonly special: boolean;
	readonly char: string;
	readonly end: number;
}

/** Throws PatternError. @param tilde what the last substitute put in. */
export function parseVimPattern(pattern: string, magic: boolean, tilde: string): VimPattern {
	return new Parser(pattern, magic ? 'm' : 'M', tilde).parse();
}

const DEPTH_MAX = 200;

class Parser {
	readonly #text: string;
	readonly #tilde: string;
	#magic: Magic;
	#at = 0;
	#groups = 0;
	#depth = 0;
	#caseRule: 'ignore' | 'match' | undefined;
	#multiLine = false;
	#hasUpperCase = false;

	constructor(text: string, magic: Magic, tilde: string) {
		this.#text = text;
		this.#magic = magic;
		this.#tilde = tilde;
	}

	parse(): VimPattern {
		const root = this.#choice();
		const token = this.#peek();
		if (token !== undefined) throw new PatternError(`E55: Unmatched ${this.#magic === 'v' ? '' : '\\'})`);
		return { root, caseRule: this.#caseRule, multiLine: this.#multiLine, hasUpperCase: this.#hasUpperCase };
	}

	/** The next token; changes of magic and of case are taken on the way. */
	#peek(): Token | undefined {
		for (;;) {
			if (this.#at >= this.#text.length) return undefined;
			const char = characterAt(this.#text, this.#at);
			const end = this.#at + char.length;
			if (char !== '\\') return { special: this.#isSpecial(char), char, end };
			const next = characterAt(this.#text, end);
			if (next === '') return { special: false, char: '\\', end };
			if ('vmMV'.includes(next)) this.#magic = next as Magic;
			else if (next === 'c') this.#caseRule = 'ignore';
			else if (next === 'C') this.#caseRule = 'match';
			else if (next !== 'Z') {
				const letter = /[A-Za-z0-9_]/.test(next);
				return { special: letter || !this.#isSpecial(next), char: next, end: end + next.length };
			}
			this.#at = end + next.length;
		}
	}

	#isSpecial(char: string): boolean {
		switch (this.#magic) {
			case 'v':
				return char < '\x80' && !/[A-Za-z0-9_]/.test(char);
			case 'm':
				return '^$.*[~'.includes(char);
			case 'M':
				return '^$'.includes(char);
			default:
				return '^$'.includes(char);
		}
	}

	#is(token: Token | undefined, char: string): boolean {
		return token?.special === true && token.char === char;
	}

	#choice(): PatternNode {
		if (++this.#depth > DEPTH_MAX) throw new PatternError("E363: Pattern uses more memory than 'maxmempattern'");
		const options = [this.#branch()];
		for (let token = this.#peek(); token !== undefined && this.#is(token, '|'); token = this.#peek()) {
			this.#at = token.end;
			options.push(this.#branch());
		}
		this.#depth--;
		return options.length === 1 ? (options[0] as PatternNode) : { type: 'choice', options };
	}

	#branch(): PatternNode {
		const items: PatternNode[] = [];
		for (;;) {
			const concat = this.#concat();
			const token = this.#peek();
			if (token === undefined || !this.#is(token, '&')) {
				items.push(concat);
				return items.length === 1 ? concat : { type: 'sequence', items };
			}
			this.#at = token.end;
			items.push({ type: 'look', how: 'ahead', negated: false, body: concat });
		}
	}

	#concat(): PatternNode {
		const items: PatternNode[] = [];
		for (;;) {
			const token = this.#peek();
			if (token === undefined || (token.special && '|&)'.includes(token.char))) break;
			const atom = this.#atom(token, items.length === 0);
			items.push(this.#repeated(atom));
		}
		return items.length === 1 ? (items[0] as PatternNode) : { type: 'sequence', items };
	}

	#repeated(atom: PatternNode): PatternNode {
		let node = atom;
		for (let again = false; ; again = true) {
			const token = this.#peek();
			if (token === undefined || !token.special || !'*+=?{@'.includes(token.char)) return node;
			if (token.char === '*' && isBareAnchor(node)) return node;
			if (again && token.char !== '@') throw new PatternError(`E61: Nested ${this.#shown(token.char)}`);
			this.#at = token.end;
			if (token.char === '@') node = this.#look(node);
			else {
				const [min, max, greedy] = this.#bounds(token.char);
				node = { type: 'repeat', body: node, min, max, greedy };
			}
		}
	}

	#shown(char: string): string {
		return char === '*' || this.#magic === 'v' ? char : `\\${char}`;
	}

	#bounds(char: string): [number, number, boolean] {
		if (char === '*') return [0, Number.POSITIVE_INFINITY, true];
		if (char === '+') return [1, Number.POSITIVE_INFINITY, true];
		if (char === '=' || char === '?') return [0, 1, true];
		const match = /^(-?)(\d*)(,?)(\d*)\\?\}/.exec(this.#text.slice(this.#at, this.#at + 30));
		if (match === null) throw new PatternError(`E554: Syntax error in ${this.#magic === 'v' ? '' : '\\'}{...}`);
		this.#at += match[0].length;
		const [, lazy, low, comma, high] = match as unknown as [string, string, string, string, string];
		const min = low === '' ? 0 : Number(low);
		const max = high !== '' ? Number(high) : comma === '' && low !== '' ? min : Number.POSITIVE_INFINITY;
		return [Math.min(min, max), Math.max(min, max), lazy === ''];
	}

	#look(body: PatternNode): PatternNode {
		const match = /^(?:>|=|!|\d*<=|\d*<!)/.exec(this.#text.slice(this.#at, this.#at + 12));
		if (match === null) throw new PatternError(`E59: Invalid character after ${this.#magic === 'v' ? '' : '\\'}@`);
		this.#at += match[0].length;
		const how = match[0] === '>' ? 'atomic' : match[0].includes('<') ? 'behind' : 'ahead';
		return { type: 'look', how, negated: match[0].endsWith('!'), body };
	}

	#atom(token: Token, first: boolean): PatternNode {
		if (!token.special) {
			this.#at = token.end;
			return this.#literal(token.char);
		}
		const { char } = token;
		if (char === '^' && !first && this.#magic !== 'v') return this.#takeLiteral(token);
		if (char === '$' && this.#magic !== 'v' && !this.#endsBranch(token.end)) return this.#takeLiteral(token);
		if ('*+=?{@'.includes(char)) {
			if (char === '*') return this.#takeLiteral(token);
			throw new PatternError(`E64: ${this.#shown(char)} follows nothing`);
		}
		this.#at = token.end;
		return this.#special(char);
	}

	#takeLiteral(token: Token): PatternNode {
		this.#at = token.end;
		return this.#literal(token.char);
	}

	#endsBranch(at: number): boolean {
		const rest = this.#text.slice(at);
		return rest === '' || /^\\(?:[|&)n]|$)/.test(rest) || /^\\[cCvmMV]$/.test(rest);
	}

	#literal(char: string): PatternNode {
		if (char !== char.toLowerCase()) this.#hasUpperCase = true;
		return { type: 'char', char };
	}

	#special(char: string): PatternNode {
		const set = LETTER_SETS[char];
		if (set !== undefined && /[A-Za-z]/.test(char)) return { type: 'set', test: set, newline: false, exact: true };
		switch (char) {
			case '^':
				return assertion('lineStart');
			case '$':
				return assertion('lineEnd');
			case '<':
				return assertion('wordStart');
			case '>':
				return assertion('wordEnd');
			case '.':
				return { type: 'set', test: () => true, newline: false };
			case '[':
				return this.#collection(false);
			case '(':
				return this.#group(++this.#groups);
			case '%':
				return this.#percent();
			case 'z':
				return this.#z();
			case '_':
				return this.#underscore();
			case '~':
				return { type: 'sequence', items: [...this.#tilde].map((each) => this.#literal(each)) };
			case 'n':
				return this.#newline();
			default:
				return this.#escape(char);
		}
	}

	#escape(char: string): PatternNode {
		const code = ESCAPES[char];
		if (code !== undefined) return { type: 'char', char: code };
		if (/[1-9]/.test(char)) return { type: 'backReference', index: Number(char) };
		return this.#literal(char);
	}

	#newline(): PatternNode {
		this.#multiLine = true;
		return { type: 'char', char: '\n' };
	}

	#group(index: number | undefined): PatternNode {
		if (this.#groups > 9) throw new PatternError(`E51: Too many ${this.#magic === 'v' ? '' : '\\'}(`);
		const body = this.#choice();
		const token = this.#peek();
		if (token === undefined || !this.#is(token, ')')) {
			const open = `${this.#magic === 'v' ? '' : '\\'}${index === undefined ? '%' : ''}(`;
			throw new PatternError(`${index === undefined ? 'E53' : 'E54'}: Unmatched ${open}`);
		}
		this.#at = token.end;
		return { type: 'group', index, body };
	}

	#underscore(): PatternNode {
		const char = characterAt(this.#text, this.#at);
		this.#at += char.length;
		if (char === '^') return assertion('lineStart');
		if (char === '$') return assertion('lineEnd');
		this.#multiLine = true;
		if (char === '.') return { type: 'set', test: () => true, newline: true };
		if (char === '[') return this.#collection(true);
		const set = LETTER_SETS[char];
		if (set === undefined) throw new PatternError('E63: Invalid use of \\_');
		return { type: 'set', test: set, newline: true, exact: true };
	}

	#z(): PatternNode {
		const char = this.#text[this.#at++];
		if (char === 's') return assertion('matchStart');
		if (char === 'e') return assertion('matchEnd');
		throw new PatternError('E68: Invalid character after \\z');
	}

	#percent(): PatternNode {
		const rest = this.#text.slice(this.#at, this.#at + 24);
		const simple = PERCENT[rest[0] ?? ''];
		if (simple !== undefined) {
			this.#at++;
			return assertion(simple);
		}
		if (rest.startsWith('(')) {
			this.#at++;
			return this.#group(undefined);
		}
		if (rest.startsWith('[')) return this.#optionalSequence();
		const code = /^(?:d(\d+)|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|o([0-7]{1,4}))/.exec(rest);
		if (code !== null) {
			this.#at += code[0].length;
			const hex = code[2] ?? code[3] ?? code[4];
			const value = code[1] !== undefined ? Number(code[1]) : Number.parseInt(hex ?? (code[5] as string), hex ? 16 : 8);
			return { type: 'char', char: String.fromCodePoint(Math.min(value, 0x10ffff)) };
		}
		const place = /^([<>]?)(\d+|\.)([lcv])/.exec(rest);
		if (place === null) throw new PatternError(`E71: Invalid character after ${this.#magic === 'v' ? '' : '\\'}%`);
		this.#at += place[0].length;
		const what: AssertKind = place[3] === 'l' ? 'line' : place[3] === 'c' ? 'column' : 'virtualColumn';
		const number = place[2] === '.' ? -1 : Number(place[2]);
		return { type: 'assert', what, number, compare: place[1] as string };
	}

	/** `\%[abc]`: as much of it as there is. */
	#optionalSequence(): PatternNode {
		this.#at++;
		const items: PatternNode[] = [];
		for (;;) {
			const token = this.#peek();
			if (token === undefined) throw new PatternError('E69: Missing ] after \\%[');
			if (token.char === ']') {
				this.#at = token.end;
				break;
			}
			items.push(this.#atom(token, false));
		}
		return items.reduceRight<PatternNode>(
			(rest, item) => ({
				type: 'repeat',
				body: { type: 'sequence', items: [item, rest] },
				min: 0,
				max: 1,
				greedy: true,
			}),
			{ type: 'sequence', items: [] },
		);
	}

	/** What stands after `[`; a bracket that nobody closes is itself. */
	#collection(newline: boolean): PatternNode {
		const members = readCollection(this.#text, this.#at);
		if (members === undefined) return this.#literal('[');
		this.#at = members.end;
		if (newline || members.newline) this.#multiLine = true;
		if (members.hasUpperCase) this.#hasUpperCase = true;
		return { type: 'set', test: members.test, newline: newline || members.newline };
	}
}

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', e: '\x1b', r: '\r', b: '\b' };

const PERCENT: Readonly<Record<string, AssertKind>> = { '^': 'fileStart', $: 'fileEnd', '#': 'cursor', V: 'visual' };

function assertion(what: AssertKind): PatternNode {
	return { type: 'assert', what, number: 0, compare: '' };
}

function isBareAnchor(node: PatternNode): boolean {
	return node.type === 'assert' && node.what === 'lineStart';
}

interface Collection {
	readonly test: CharTest;
	readonly newline: boolean;
	readonly end: number;
	readonly hasUpperCase: boolean;
}

function readCollection(text: string, start: number): Collection | undefined {
	let at = start;
	const negated = text[at] === '^';
	if (negated) at++;
	const tests: CharTest[] = [];
	let newline = false;
	let hasUpperCase = false;
	for (let first = true; ; first = false) {
		if (at >= text.length) return undefined;
		if (text[at] === ']' && !first) break;
		const named = /^\[:(\w+):\]/.exec(text.slice(at, at + 16));
		const namedSet = named === null ? undefined : NAMED_SETS[named[1] as string];
		if (named !== null && namedSet !== undefined) {
			tests.push(namedSet);
			at += named[0].length;
			continue;
		}
		const low = readMember(text, at);
		at = low.end;
		if (low.char === '\n' && low.escaped) newline = true;
		if (low.char !== low.char.toLowerCase()) hasUpperCase = true;
		let last = low.char.codePointAt(0) as number;
		const firstCode = last;
		if (text[at] === '-' && at + 1 < text.length && text[at + 1] !== ']') {
			const high = readMember(text, at + 1);
			last = high.char.codePointAt(0) as number;
			if (last < firstCode) throw new PatternError('E944: Reverse range in character class');
			at = high.end;
		}
		tests.push(firstCode === last ? (code) => code === firstCode : (code) => code >= firstCode && code <= last);
	}
	const any: CharTest = (code) => tests.some((test) => test(code));
	return { test: negated ? (code) => !any(code) : any, newline, end: at + 1, hasUpperCase };
}

function readMember(text: string, at: number): { char: string; end: number; escaped: boolean } {
	const char = characterAt(text, at);
	if (char !== '\\') return { char, end: at + char.length, escaped: false };
	const next = text[at + 1] ?? '';
	const escaped = next === 'n' ? '\n' : ESCAPES[next];
	if (escaped !== undefined) return { char: escaped, end: at + 2, escaped: true };
	if (next !== '' && '\\]^-'.includes(next)) return { char: next, end: at + 2, escaped: true };
	const code = /^(?:d(\d+)|o([0-7]{1,4})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4}))/.exec(text.slice(at + 1, at + 10));
	if (code === null) return { char, end: at + 1, escaped: false };
	const hex = code[3] ?? code[4];
	const value = code[1] !== undefined ? Number(code[1]) : Number.parseInt(hex ?? (code[2] as string), hex ? 16 : 8);
	return { char: String.fromCodePoint(Math.min(value, 0x10ffff)), end: at + 1 + code[0].length, escaped: true };
}
