import { compileGlob } from '../../machinery/glob.ts';
import { compilePosix, RegexpSyntaxError } from '../../machinery/regexp.ts';
import type { Task } from '../../machinery/task.ts';
import { ShellFailure } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import { normalize } from '../syntax/arithmetic-parser.ts';
import { sayAsApplet } from './busybox-applet.ts';
import { compareTest, unaryTest } from './test-operators.ts';

const UNARY: ReadonlySet<string> = new Set([...'rwxefdcbpugkstznhOGLS'].map((letter) => `-${letter}`));
const BINARY: ReadonlySet<string> = new Set(
	['=', '==', '!=', '<', '>', '-eq', '-ne', '-lt', '-le', '-gt', '-ge', '-nt', '-ot', '-ef'].values(),
);
type Operator = 'end' | 'operand' | 'unary' | 'binary' | 'and' | 'or' | '!' | '(' | ')';

/** `test`, `[` and `[[` of busybox. */
export function busyboxTest(shell: Shell, args: readonly string[], name: string): number | Task<number> {
	const close = name === '[' ? ']' : ']]';
	if (name !== 'test' && args.at(-1) !== close) return fail(shell, `missing ${close}`);
	try {
		return new BusyboxTest(shell, name === 'test' ? args : args.slice(0, -1), name === '[[').evaluate() ? 0 : 1;
	} catch (error) {
		if (!(error instanceof ShellFailure)) throw error;
		return error.message === '' ? 2 : fail(shell, error.message);
	}
}

function* fail(shell: Shell, message: string): Task<number> {
	yield* sayAsApplet(shell, message);
	return 2;
}

/** Both sides of `&&` and `||` are looked at; words that are left over are complained of. Models busybox coreutils/test.c. */
class BusyboxTest {
	readonly #shell: Shell;
	readonly #double: boolean;
	#words: readonly string[];
	#at = 0;

	constructor(shell: Shell, words: readonly string[], double: boolean) {
		this.#shell = shell;
		this.#words = words;
		this.#double = double;
	}

	evaluate(): boolean {
		let inverted = false;
		const all = this.#words;
		let end = all.length;
		for (;;) {
			const words = this.#words;
			if (words.length === 0) return inverted;
			if (words.length === 1) return (words[0] !== '') !== inverted;
			if (words.length === 3 && this.#kind(words[1]) === 'binary') return this.#binary() !== inverted;
			if (words.length === 4 && words[0] === '(' && words[3] === ')') {
				this.#words = words.slice(1, 3);
				end--;
			}
			if (this.#words[0] !== '!') break;
			this.#words = this.#words.slice(1);
			inverted = !inverted;
		}
		// What was stripped to find a simple case is read again.
		this.#words = all.slice(0, end);
		const value = this.#or(this.#kindAt(0));
		this.#at++;
		const left = this.#words[this.#at];
		if (left !== undefined) this.#fail(`${left}: unknown operand`);
		return value;
	}

	#fail(message: string): never {
		throw new ShellFailure(message, 'discard', 2);
	}

	#kindAt(at: number): Operator {
		return this.#kind(this.#words[at]);
	}

	#kind(word: string | undefined): Operator {
		if (word === undefined) return 'end';
		if (BINARY.has(word) || (word === '=~' && this.#double)) return 'binary';
		if (UNARY.has(word)) return 'unary';
		if (word === (this.#double ? '&&' : '-a')) return 'and';
		if (word === (this.#double ? '||' : '-o')) return 'or';
		return word === '!' || word === '(' || word === ')' ? word : 'operand';
	}

	#or(first: Operator): boolean {
		const left = this.#and(first);
		if (this.#kindAt(this.#at + 1) !== 'or') return left;
		this.#at += 2;
		const right = this.#or(this.#kindAt(this.#at));
		return left || right;
	}

	#and(first: Operator): boolean {
		const left = this.#not(first);
		if (this.#kindAt(this.#at + 1) !== 'and') return left;
		this.#at += 2;
		const right = this.#and(this.#kindAt(this.#at));
		return left && right;
	}

	#not(kind: Operator): boolean {
		if (kind !== '!') return this.#primary(kind);
		this.#at++;
		const next = this.#kindAt(this.#at);
		if (next !== 'end') return !this.#not(next);
		this.#at--;
		return true;
	}

	#primary(kind: Operator): boolean {
		if (kind === 'end') this.#fail('argument expected');
		if (kind === '(') {
			this.#at++;
			const value = this.#or(this.#kindAt(this.#at));
			this.#at++;
			if (this.#kindAt(this.#at) !== ')') this.#fail('closing paren expected');
			return value;
		}
		const word = this.#words[this.#at] as string;
		const next = this.#kindAt(this.#at + 1);
		if (next === 'binary' && this.#words[this.#at + 2] !== undefined) return this.#binary();
		if (kind === 'unary') {
			const operand = this.#words[this.#at + 1];
			if (operand === undefined) return true;
			this.#at++;
			if (word === '-t') this.#integer(operand);
			return unaryTest(this.#shell, word, operand, 'test');
		}
		return next === 'binary' ? this.#binary() : word !== '';
	}

	#binary(): boolean {
		const left = this.#words[this.#at] as string;
		const operator = this.#words[this.#at + 1] as string;
		this.#at += 2;
		const right = this.#words[this.#at];
		if (right === undefined) this.#fail(`${operator}: argument expected`);
		switch (operator) {
			case '=':
			case '==':
				return this.#same(left, right);
			case '!=':
				return !this.#same(left, right);
			case '<':
				return left < right;
			case '>':
				return left > right;
			case '=~':
				return this.#matches(left, right);
			case '-nt':
			case '-ot':
				if (!unaryTest(this.#shell, '-e', left, 'test') || !unaryTest(this.#shell, '-e', right, 'test')) return false;
				return unaryTest(this.#shell, operator, left, 'test', right);
			case '-ef':
				return unaryTest(this.#shell, operator, left, 'test', right);
			default:
				return compareTest(operator, this.#integer(left), this.#integer(right));
		}
	}

	#same(left: string, right: string): boolean {
		return this.#double ? compileGlob(right).matches(left) : left === right;
	}

	#matches(left: string, right: string): boolean {
		try {
			return compilePosix(right, 'extended').exec(left) !== undefined;
		} catch (error) {
			if (!(error instanceof RegexpSyntaxError)) throw error;
			this.#fail('');
		}
	}

	#integer(text: string): number | bigint {
		const value = /^\s*[+-]?\d+\s*$/.test(text) ? BigInt(text.trim().replace(/^\+/, '')) : undefined;
		if (value === undefined) this.#fail(text === '' ? 'bad number' : `${text}: bad number`);
		if (BigInt.asIntN(64, value) !== value) this.#fail(`${text}: out of range`);
		return normalize(value);
	}
}
