import { ShellFailure } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import { normalize } from '../syntax/arithmetic-parser.ts';
import { compareTest, unaryTest } from './test-operators.ts';

const UNARY: ReadonlySet<string> = new Set([...'bcdefghknprstuwxzGLOS'].map((letter) => `-${letter}`));
const BINARY: ReadonlySet<string> = new Set(
	['=', '!=', '<', '>', '-eq', '-ne', '-lt', '-le', '-gt', '-ge', '-nt', '-ot', '-ef'].values(),
);
type Token = 'end' | 'operand' | 'unary' | 'binary' | '-a' | '-o' | '!' | '(' | ')';

/**
 * `test` of dash: what a word is depends on what follows it, and what is left over at the end is complained of by its
 * first word. Models dash bltin/test.c testcmd.
 */
export class PosixTest {
	readonly #shell: Shell;
	readonly #name: string;
	#words: readonly string[];
	#at = 0;

	constructor(shell: Shell, words: readonly string[], name: string) {
		this.#shell = shell;
		this.#words = words;
		this.#name = name;
	}

	/** Throws ShellFailure with what is wrong. */
	evaluate(): boolean {
		let inverted = false;
		while (this.#words.length > 0) {
			const words = this.#words;
			const compares = words.length === 3 && BINARY.has(words[1] as string);
			const few = words.length === 3 || words.length === 4;
			if (few && !compares && words[0] === '(' && words.at(-1) === ')') {
				this.#words = words.slice(1, -1);
				return this.#all(this.#tokenAt(0)) !== inverted;
			}
			if (few && !compares && words[0] === '!') {
				this.#words = words.slice(1);
				inverted = !inverted;
				continue;
			}
			return this.#all(compares ? 'operand' : this.#tokenAt(0)) !== inverted;
		}
		return inverted;
	}

	#all(first: Token): boolean {
		const value = this.#or(first);
		if (this.#at + 1 < this.#words.length) this.#fail(this.#words[this.#at] as string, 'unexpected operator');
		return value;
	}

	#fail(word: string, message: string): never {
		throw new ShellFailure(`${this.#name}: ${word === '' ? '' : `${word}: `}${message}`, 'discard', 2);
	}

	#tokenAt(at: number): Token {
		const word = this.#words[at];
		if (word === undefined) return 'end';
		if (BINARY.has(word)) return 'binary';
		if (word === '-a' || word === '-o' || word === '!' || word === ')') return word;
		if (word === '(') return this.#words[at + 1] === undefined ? 'operand' : '(';
		return UNARY.has(word) && !this.#comparesNext(at) ? 'unary' : 'operand';
	}

	/** An operator without its operand, or before a comparison, is an operand itself. */
	#comparesNext(at: number): boolean {
		const next = this.#words[at + 1];
		if (next === undefined) return true;
		return this.#words[at + 2] !== undefined && BINARY.has(next);
	}

	#or(first: Token): boolean {
		let value = this.#and(first);
		while (this.#tokenAt(this.#at + 1) === '-o') {
			this.#at += 2;
			const right = this.#and(this.#tokenAt(this.#at));
			value = value || right;
		}
		return value;
	}

	#and(first: Token): boolean {
		let value = this.#not(first);
		while (this.#tokenAt(this.#at + 1) === '-a') {
			this.#at += 2;
			const right = this.#not(this.#tokenAt(this.#at));
			value = value && right;
		}
		return value;
	}

	#not(first: Token): boolean {
		let token = first;
		let inverted = false;
		while (token === '!') {
			token = this.#tokenAt(this.#at + 1);
			if (token !== 'end') this.#at++;
			inverted = !inverted;
		}
		return this.#primary(token) !== inverted;
	}

	#primary(token: Token): boolean {
		if (token === 'end') return false;
		const word = this.#words[this.#at] as string;
		if (token === '(') {
			this.#at++;
			const inner = this.#tokenAt(this.#at);
			if (inner === ')') return false;
			const value = this.#or(inner);
			this.#at++;
			if (this.#tokenAt(this.#at) !== ')') this.#fail('', 'closing paren expected');
			return value;
		}
		if (token === 'unary') {
			const operand = this.#words[++this.#at] as string;
			if (word === '-t') this.#integer(operand);
			return unaryTest(this.#shell, word, operand, this.#name);
		}
		if (this.#tokenAt(this.#at + 1) !== 'binary') return word !== '';
		const operator = this.#words[this.#at + 1] as string;
		this.#at += 2;
		const right = this.#words[this.#at];
		if (right === undefined) this.#fail(operator, 'argument expected');
		return this.#compare(word, operator, right);
	}

	#compare(left: string, operator: string, right: string): boolean {
		switch (operator) {
			case '=':
				return left === right;
			case '!=':
				return left !== right;
			case '<':
				return left < right;
			case '>':
				return left > right;
			case '-nt':
			case '-ot':
				// Both have to be there.
				if (!unaryTest(this.#shell, '-e', left, this.#name) || !unaryTest(this.#shell, '-e', right, this.#name))
					return false;
				return unaryTest(this.#shell, operator, left, this.#name, right);
			case '-ef':
				return unaryTest(this.#shell, operator, left, this.#name, right);
			default:
				return compareTest(operator, this.#integer(left), this.#integer(right));
		}
	}

	#integer(text: string): number | bigint {
		const value = /^\s*[+-]?\d+\s*$/.test(text) ? BigInt(text.trim().replace(/^\+/, '')) : undefined;
		if (value === undefined || BigInt.asIntN(64, value) !== value) {
			throw new ShellFailure(`${this.#name}: Illegal number: ${text}`, 'discard', 2);
		}
		return normalize(value);
	}
}
