import type { Task } from '../../machinery/task.ts';
import { settleSubscripts } from '../expansion/expand-subscript.ts';
import { ShellFailure } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import { normalize } from '../syntax/arithmetic-parser.ts';
import type { Builtin } from './builtin.ts';
import { busyboxTest } from './busybox-test.ts';
import { PosixTest } from './posix-test.ts';
import { compareTest, unaryTest } from './test-operators.ts';

const UNARY = new Set([...'abcdefghknoprstuvwxzGLNORS'].map((letter) => `-${letter}`));
const BINARY = new Set(['=', '==', '!=', '<', '>', '-eq', '-ne', '-lt', '-le', '-gt', '-ge', '-nt', '-ot', '-ef']);

/** `test` and `[`. Models bash test.c posixtest: the number of arguments decides first. */
export const TEST: Builtin = { usage: '[expr]', run };

function run(shell: Shell, args: readonly string[], name: string): number | Task<number> {
	if (shell.mode.dialect === 'ash') return busyboxTest(shell, args, name);
	let words = args;
	if (name === '[') {
		if (args.at(-1) !== ']') return shell.fail('[', shell.isBash ? "missing `]'" : 'missing ]', 2);
		words = args.slice(0, -1);
	}
	if (!shell.isBash || !words.some((word) => /\[.*(\$\(|`)/s.test(word))) return evaluate(shell, words, name);
	return settled(shell, words, name);
}

/** A name that `-v` is given may hold what waits. */
function* settled(shell: Shell, words: readonly string[], name: string): Task<number> {
	const out: string[] = [];
	for (const [at, word] of words.entries()) {
		out.push(words[at - 1] === '-v' ? yield* settleSubscripts(shell, word) : word);
	}
	const status = evaluate(shell, out, name);
	return typeof status === 'number' ? status : yield* status;
}

function evaluate(shell: Shell, words: readonly string[], name: string): number | Task<number> {
	try {
		const test = shell.mode.dialect === 'dash' ? PosixTest : Evaluator;
		return new test(shell, words, name).evaluate() ? 0 : 1;
	} catch (error) {
		if (!(error instanceof ShellFailure) || error.effect === 'exit' || error.ofElement) throw error;
		if (!shell.isBash) return shell.fail(name, error.message.replace(`${name}: `, ''), 2);
		return complain(shell, error.message);
	}
}

function* complain(shell: Shell, message: string): Task<number> {
	yield* shell.complain(message);
	return 2;
}

class Evaluator {
	readonly #shell: Shell;
	readonly #words: readonly string[];
	readonly #name: string;
	#at = 0;

	constructor(shell: Shell, words: readonly string[], name: string) {
		this.#shell = shell;
		this.#words = words;
		this.#name = name;
	}

	evaluate(): boolean {
		const words = this.#words;
		switch (words.length) {
			case 0:
				return false;
			case 1:
				return words[0] !== '';
			case 2:
				return this.#two(words[0] as string, words[1] as string);
			case 3:
				return this.#three(words[0] as string, words[1] as string, words[2] as string);
			case 4:
				if (words[0] === '!') return !this.#three(words[1] as string, words[2] as string, words[3] as string);
				if (words[0] === '(' && words[3] === ')') return this.#two(words[1] as string, words[2] as string);
				return this.#full();
			default:
				return this.#full();
		}
	}

	#fail(message: string): never {
		throw new ShellFailure(`${this.#name}: ${message}`, 'discard', 2);
	}

	#two(first: string, second: string): boolean {
		if (first === '!') return second === '';
		if (UNARY.has(first)) return this.#unary(first, second);
		return this.#fail(`${first}: unary operator expected`);
	}

	#three(first: string, second: string, third: string): boolean {
		if (BINARY.has(second)) return this.#binary(first, second, third);
		if (second === '-a') return first !== '' && third !== '';
		if (second === '-o') return first !== '' || third !== '';
		if (first === '!') return !this.#two(second, third);
		if (first === '(' && third === ')') return second !== '';
		return this.#fail(`${second}: binary operator expected`);
	}

	#full(): boolean {
		this.#at = 0;
		const value = this.#or();
		const surplus = this.#words[this.#at];
		if (surplus?.startsWith('-')) this.#fail(`syntax error: \`${surplus}' unexpected`);
		if (surplus !== undefined) this.#fail('too many arguments');
		return value;
	}

	#or(): boolean {
		let value = this.#and();
		while (this.#words[this.#at] === '-o') {
			this.#at++;
			const right = this.#and();
			value = value || right;
		}
		return value;
	}

	#and(): boolean {
		let value = this.#term();
		while (this.#words[this.#at] === '-a') {
			this.#at++;
			const right = this.#term();
			value = value && right;
		}
		return value;
	}

	#term(): boolean {
		const word = this.#words[this.#at];
		if (word === undefined) return this.#fail('argument expected');
		const second = this.#words[this.#at + 1];
		if (word === '!') {
			this.#at++;
			return !this.#term();
		}
		if (second !== undefined && BINARY.has(second)) {
			const right = this.#words[this.#at + 2];
			if (right === undefined) return this.#fail('argument expected');
			this.#at += 3;
			return this.#binary(word, second, right);
		}
		if (word === '(') {
			this.#at++;
			const value = this.#or();
			if (this.#words[this.#at] !== ')') return this.#fail("`)' expected");
			this.#at++;
			return value;
		}
		if (UNARY.has(word) && second !== undefined) {
			this.#at += 2;
			return this.#unary(word, second);
		}
		this.#at++;
		return word !== '';
	}

	#unary(operator: string, operand: string): boolean {
		if (operator === '-t' && !this.#shell.isBash) this.#integer(operand);
		return unaryTest(this.#shell, operator, operand, this.#name);
	}

	#binary(left: string, operator: string, right: string): boolean {
		switch (operator) {
			case '=':
			case '==':
				return left === right;
			case '!=':
				return left !== right;
			case '<':
				return left < right;
			case '>':
				return left > right;
			case '-nt':
			case '-ot':
			case '-ef':
				return unaryTest(this.#shell, operator, left, this.#name, right);
			default:
				return compareTest(operator, this.#integer(left), this.#integer(right));
		}
	}

	#integer(text: string): number | bigint {
		const value = /^\s*[+-]?\d+\s*$/.test(text) ? BigInt(text.trim().replace(/^\+/, '')) : undefined;
		if (value === undefined || BigInt.asIntN(64, value) !== value) {
			this.#fail(this.#shell.isBash ? `${text}: integer expression expected` : `Illegal number: ${text}`);
		}
		return normalize(value);
	}
}
