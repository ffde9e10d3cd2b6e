import { ShellFailure } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import { type Integer, normalize } from '../syntax/arithmetic-parser.ts';

/** Binary operators by how tightly they bind, the tightest first. */
const LEVELS: readonly (readonly string[])[] = [
	['*', '/', '%'],
	['+', '-'],
	['<<', '>>'],
	['<', '<=', '>', '>='],
	['==', '!='],
	['&'],
	['^'],
	['|'],
];

/** Longest first. */
const TOKENS = /<<=|>>=|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&^|]=|[-+*/%<>=!~&|^?:()]/y;
const NUMBER = /0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*/y;
const NAME = /[A-Za-z_]\w*/y;
const BLANKS = /[ \t\n]*/y;
const ASSIGNMENTS: ReadonlySet<string> = new Set(['=', '+=', '-=', '*=', '/=', '%=', '<<=', '>>=', '&=', '^=', '|=']);
const LARGEST = 9223372036854775807n;
/** What nests deeper takes too much of the host's stack. */
const DEPTH_MAX = 250;

/** `$((…))` of dash: numbers, variables that hold numbers, and C's operators without steps and commas. Throws ShellFailure. */
export function evaluatePosixArithmetic(shell: Shell, text: string): Integer {
	return normalize(new PosixArithmetic(shell, text).run());
}

/** A number as dash reads variables and operands; undefined for what is none. Beyond 64 bits it is none either. */
function numberOf(text: string): bigint | undefined {
	const found = /^[ \t\n\v\f\r]*([-+]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)?[ \t\n\v\f\r]*$/.exec(text);
	if (found === null || (found[2] === undefined && found[1] !== '')) return undefined;
	const size = unsigned(found[2] ?? '0');
	const value = found[1] === '-' ? -size : size;
	return value > LARGEST || value < -LARGEST - 1n ? undefined : value;
}

function unsigned(digits: string): bigint {
	return BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
}

class PosixArithmetic {
	readonly #shell: Shell;
	readonly #text: string;
	#at = 0;
	/** The token looked at: '' at the end; 'bad' for what is none. */
	#token = '';
	#kind: 'number' | 'name' | 'operator' = 'operator';
	#value = 0n;
	#depth = 0;

	constructor(shell: Shell, text: string) {
		this.#shell = shell;
		this.#text = text;
	}

	run(): bigint {
		this.#next();
		const value = this.#assignment(false);
		if (this.#token !== '') this.#fail('expecting EOF');
		return value;
	}

	#fail(what: string): never {
		throw new ShellFailure(`arithmetic expression: ${what}: "${this.#text}"`, 'exit', 2);
	}

	#is(token: string): boolean {
		return this.#token === token;
	}

	#match(pattern: RegExp): string | undefined {
		pattern.lastIndex = this.#at;
		const found = pattern.exec(this.#text)?.[0];
		if (found !== undefined) this.#at += found.length;
		return found;
	}

	#next(): void {
		this.#match(BLANKS);
		this.#kind = 'operator';
		if (this.#at >= this.#text.length) {
			this.#token = '';
			return;
		}
		const digits = this.#match(NUMBER);
		if (digits !== undefined) {
			const value = unsigned(digits);
			this.#value = value > LARGEST ? LARGEST : value;
			this.#kind = 'number';
			this.#token = digits;
			return;
		}
		const name = this.#match(NAME);
		if (name !== undefined) this.#kind = 'name';
		this.#token = name ?? this.#match(TOKENS) ?? 'bad';
	}

	/** @param idle nothing is looked up or assigned, and a division by zero does no harm. */
	#assignment(idle: boolean): bigint {
		if (++this.#depth > DEPTH_MAX) this.#fail('expression recursion level exceeded');
		const value = this.#kind === 'name' && this.#isAssigned() ? this.#assign(idle) : this.#conditional(idle);
		this.#depth--;
		return value;
	}

	#isAssigned(): boolean {
		const [at, token, kind] = [this.#at, this.#token, this.#kind];
		this.#next();
		const assigned = this.#kind === 'operator' && ASSIGNMENTS.has(this.#token);
		[this.#at, this.#token, this.#kind] = [at, token, kind];
		return assigned;
	}

	#assign(idle: boolean): bigint {
		const name = this.#token;
		this.#next();
		const operator = this.#token.slice(0, -1);
		this.#next();
		const right = this.#assignment(idle);
		if (idle) return right;
		const value = operator === '' ? right : this.#operate(operator, this.#lookUp(name), right);
		this.#shell.variables.set(name, String(value));
		return value;
	}

	#conditional(idle: boolean): bigint {
		const test = this.#or(idle);
		if (!this.#is('?')) return test;
		this.#next();
		const yes = this.#assignment(idle || test === 0n);
		if (!this.#is(':')) this.#fail("expecting ':'");
		this.#next();
		const no = this.#conditional(idle || test !== 0n);
		return test === 0n ? no : yes;
	}

	#or(idle: boolean): bigint {
		const left = this.#and(idle);
		if (this.#token !== '||') return left;
		this.#next();
		const right = this.#or(idle || left !== 0n);
		return left !== 0n || right !== 0n ? 1n : 0n;
	}

	#and(idle: boolean): bigint {
		const left = this.#binary(LEVELS.length - 1, idle);
		if (this.#token !== '&&') return left;
		this.#next();
		const right = this.#and(idle || left === 0n);
		return left !== 0n && right !== 0n ? 1n : 0n;
	}

	#binary(level: number, idle: boolean): bigint {
		const operators = LEVELS[level];
		if (operators === undefined) return this.#primary(idle);
		let left = this.#binary(level - 1, idle);
		while (this.#kind === 'operator' && operators.includes(this.#token)) {
			const operator = this.#token;
			this.#next();
			const right = this.#binary(level - 1, idle);
			left = idle ? right : this.#operate(operator, left, right);
		}
		return left;
	}

	#primary(idle: boolean): bigint {
		const [token, kind, value] = [this.#token, this.#kind, this.#value];
		if (kind === 'number' || kind === 'name') {
			this.#next();
			if (kind === 'number') return value;
			return idle ? 0n : this.#lookUp(token);
		}
		if (++this.#depth > DEPTH_MAX) this.#fail('expression recursion level exceeded');
		const inner = this.#compound(token, idle);
		this.#depth--;
		return BigInt.asIntN(64, inner);
	}

	#compound(token: string, idle: boolean): bigint {
		if (!['(', '+', '-', '!', '~'].includes(token)) this.#fail('expecting primary');
		this.#next();
		switch (token) {
			case '(': {
				const inner = this.#assignment(idle);
				if (this.#token !== ')') this.#fail("expecting ')'");
				this.#next();
				return inner;
			}
			case '+':
				return this.#primary(idle);
			case '-':
				return -this.#primary(idle);
			case '!':
				return this.#primary(idle) === 0n ? 1n : 0n;
			default:
				return ~this.#primary(idle);
		}
	}

	#lookUp(name: string): bigint {
		const text = this.#shell.variables.get(name) ?? '';
		const value = numberOf(text);
		if (value === undefined) throw new ShellFailure(`Illegal number: ${text}`, 'exit', 2);
		return value;
	}

	#operate(operator: string, left: bigint, right: bigint): bigint {
		if ((operator === '/' || operator === '%') && right === 0n) this.#fail('division by zero');
		return BigInt.asIntN(64, operate(operator, left, right));
	}
}

function operate(operator: string, left: bigint, right: bigint): bigint {
	switch (operator) {
		case '*':
			return left * right;
		case '/':
			return left / right;
		case '%':
			return left % right;
		case '+':
			return left + right;
		case '-':
			return left - right;
		case '<<':
			return left << (right & 63n);
		case '>>':
			return left >> (right & 63n);
		case '&':
			return left & right;
		case '^':
			return left ^ right;
		case '|':
			return left | right;
		default:
			return compare(operator, left, right) ? 1n : 0n;
	}
}

function compare(operator: string, left: bigint, right: bigint): boolean {
	switch (operator) {
		case '<':
			return left < right;
		case '<=':
			return left <= right;
		case '>':
			return left > right;
		case '>=':
			return left >= right;
		case '==':
			return left === right;
		default:
			return left !== right;
	}
}
