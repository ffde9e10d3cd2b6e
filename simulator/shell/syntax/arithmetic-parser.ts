import { endOfSubscript } from './element-name.ts';

/** Arithmetic expressions as trees. Numbers are safe integers, or bigints beyond them (64 bits, signed). */
export type Integer = number | bigint;

export interface ArithmeticTarget {
	readonly name: string;
	/** The text between the brackets; undefined for a scalar. */
	readonly subscript: string | undefined;
	/** Where its name begins. */
	readonly at: number;
}

export type ArithmeticNode =
	| { readonly type: 'number'; readonly value: Integer }
	| { readonly type: 'variable'; readonly target: ArithmeticTarget }
	| { readonly type: 'unary'; readonly operator: '-' | '+' | '!' | '~'; readonly operand: ArithmeticNode }
	| {
			readonly type: 'binary';
			readonly operator: string;
			readonly left: ArithmeticNode;
			readonly right: ArithmeticNode;
			/** Where the right operand begins: what a division by zero names. */
			readonly at: number;
	  }
	| {
			readonly type: 'logical';
			readonly operator: '&&' | '||';
			readonly left: ArithmeticNode;
			readonly right: ArithmeticNode;
	  }
	| {
			readonly type: 'conditional';
			readonly test: ArithmeticNode;
			readonly yes: ArithmeticNode;
			readonly no: ArithmeticNode;
	  }
	/** `x = …` with operator '', `x += …` with operator '+', and so on. */
	| {
			readonly type: 'assign';
			readonly target: ArithmeticTarget;
			readonly operator: string;
			readonly value: ArithmeticNode;
			readonly at: number;
	  }
	| { readonly type: 'step'; readonly target: ArithmeticTarget; readonly delta: 1 | -1; readonly prefix: boolean }
	| { readonly type: 'comma'; readonly left: ArithmeticNode; readonly right: ArithmeticNode };

/** What is wrong, in bash's words, and the text from the token at fault on. */
export class ArithmeticError extends Error {
	readonly token: string;
	/** The expression as far as the message shows it; undefined for all of it. */
	readonly shown: string | undefined;
	constructor(message: string, token: string, shown?: string) {
		super(message);
		this.token = token;
		this.shown = shown;
	}
}

/** Parses an expression that has been expanded already. Empty text is 0. Throws ArithmeticError. */
export function parseArithmetic(text: string): ArithmeticNode {
	return new ArithmeticParser(text).parse();
}

/** Operators with two operands, by level, loosest first. */
export const ARITHMETIC_OPERATORS: readonly (readonly string[])[] = [
	['|'],
	['^'],
	['&'],
	['==', '!='],
	['<=', '>=', '<', '>'],
	['<<', '>>'],
	['+', '-'],
	['*', '/', '%'],
];

/** Longest first. */
const OPERATORS = [
	'<<=',
	'>>=',
	'**',
	'++',
	'--',
	'<=',
	'>=',
	'==',
	'!=',
	'&&',
	'||',
	'<<',
	'>>',
	'+=',
	'-=',
	'*=',
	'/=',
	'%=',
	'&=',
	'^=',
	'|=',
	'+',
	'-',
	'*',
	'/',
	'%',
	'<',
	'>',
	'=',
	'!',
	'~',
	'&',
	'|',
	'^',
	'?',
	':',
	',',
	'(',
	')',
];

class ArithmeticParser {
	readonly #text: string;
	#at = 0;
	/** The token looked at: '' at the end, an operator, or 'operand'. */
	#token = '';
	#tokenStart = 0;
	#lastStart = 0;
	/** The operand before the token is a name: what follows may step it. */
	#afterName = false;
	#depth = 0;

	constructor(text: string) {
		this.#text = text;
	}

	parse(): ArithmeticNode {
		this.#advance();
		if (this.#look() === '') return { type: 'number', value: 0 };
		const node = this.#comma();
		if (this.#look() !== '') this.#surplus();
		return node;
	}

	/** What follows a whole expression. bash looks beyond names, and so may find something worse. */
	#surplus(): never {
		const start = this.#tokenStart;
		while (this.#token === 'operand') {
			if (/\d/.test(this.#text[this.#tokenStart] as string)) {
				this.#number();
				break;
			}
			this.#target();
		}
		this.#fail('syntax error in expression', start);
	}

	#fail(message: string, from: number): never {
		throw new ArithmeticError(message, this.#text.slice(from));
	}

	/** A call, so that the type checker does not take the token for unchanged after `#advance`. */
	#look(): string {
		return this.#token;
	}

	#advance(): void {
		const before = this.#token;
		this.#lastStart = this.#tokenStart;
		while (/[ \t\n]/.test(this.#text[this.#at] ?? '')) this.#at++;
		this.#tokenStart = this.#at;
		const c = this.#text[this.#at];
		if (c === undefined) {
			this.#token = '';
			return;
		}
		if (/[\w@]/.test(c) && c !== '@') {
			this.#token = 'operand';
			return;
		}
		for (const operator of OPERATORS) {
			if (this.#text.startsWith(operator, this.#at)) {
				const single = (operator === '++' || operator === '--') && !this.#isStep();
				this.#token = single ? c : operator;
				this.#at += single ? 1 : operator.length;
				return;
			}
		}
		const afterOperand = before === 'operand';
		this.#fail(
			afterOperand ? 'syntax error: invalid arithmetic operator' : 'syntax error: operand expected',
			this.#tokenStart,
		);
	}

	/** `++` and `--` behind a name, or before one; else they are two signs. Models bash expr.c readtok. */
	#isStep(): boolean {
		return this.#afterName || /^[ \t\n]*[A-Za-z_]/.test(this.#text.slice(this.#at + 2, this.#at + 200));
	}

	#comma(): ArithmeticNode {
		if (++this.#depth > 500) this.#fail('expression recursion level exceeded', this.#tokenStart);
		let left = this.#assignment();
		while (this.#look() === ',') {
			this.#advance();
			left = { type: 'comma', left, right: this.#assignment() };
		}
		this.#depth--;
		return left;
	}

	#assignment(): ArithmeticNode {
		const left = this.#conditional();
		const operator = this.#token;
		if (operator === '=' || /^(\*|\/|%|\+|-|<<|>>|&|\^|\|)=$/.test(operator)) {
			if (left.type !== 'variable') this.#fail('attempted assignment to non-variable', this.#tokenStart);
			const at = this.#divisorStart();
			this.#advance();
			return { type: 'assign', target: left.target, operator: operator.slice(0, -1), value: this.#assignment(), at };
		}
		return left;
	}

	#conditional(): ArithmeticNode {
		const test = this.#logical('||');
		if (this.#look() !== '?') return test;
		this.#advance();
		if (this.#look() === '' || this.#look() === ':') this.#fail('expression expected', this.#tokenStart || this.#at);
		const yes = this.#comma();
		if (this.#look() !== ':') this.#fail("`:' expected for conditional expression", this.#lastToken());
		this.#advance();
		if (this.#look() === '') this.#fail('expression expected', this.#lastStart);
		return { type: 'conditional', test, yes, no: this.#conditional() };
	}

	#logical(operator: '&&' | '||'): ArithmeticNode {
		const operand = (): ArithmeticNode => (operator === '||' ? this.#logical('&&') : this.#binary(0));
		let left = operand();
		while (this.#look() === operator) {
			this.#advance();
			left = { type: 'logical', operator, left, right: operand() };
		}
		return left;
	}

	#binary(level: number): ArithmeticNode {
		const operators = ARITHMETIC_OPERATORS[level];
		if (operators === undefined) return this.#power();
		let left = this.#binary(level + 1);
		while (operators.includes(this.#token)) {
			const operator = this.#token;
			const at = this.#divisorStart();
			this.#advance();
			left = { type: 'binary', operator, left, right: this.#binary(level + 1), at };
		}
		return left;
	}

	/** What a division by zero names: from behind the operator, where bash skips blanks but no newlines. */
	#divisorStart(): number {
		let at = this.#at;
		while (this.#text[at] === ' ' || this.#text[at] === '\t') at++;
		return at;
	}

	#power(): ArithmeticNode {
		const left = this.#unary();
		if (this.#look() !== '**') return left;
		this.#advance();
		const right = this.#power();
		return { type: 'binary', operator: '**', left, right, at: this.#lastToken() };
	}

	/** Where bash says it is: at the end, the token before it. */
	#lastToken(): number {
		return this.#look() === '' ? this.#lastStart : this.#tokenStart;
	}

	#unary(): ArithmeticNode {
		if (++this.#depth > 500) this.#fail('expression recursion level exceeded', this.#tokenStart);
		const operator = this.#token;
		let node: ArithmeticNode;
		if (operator === '!' || operator === '~' || operator === '-' || operator === '+') {
			this.#advance();
			node = { type: 'unary', operator, operand: this.#unary() };
		} else if (operator === '++' || operator === '--') node = this.#prefixStep(operator);
		else node = this.#primary();
		this.#depth--;
		return node;
	}

	#prefixStep(operator: '++' | '--'): ArithmeticNode {
		this.#advance();
		if (this.#look() !== 'operand') this.#fail('syntax error: operand expected', this.#lastStart);
		return { type: 'step', target: this.#target(), delta: operator === '++' ? 1 : -1, prefix: true };
	}

	#primary(): ArithmeticNode {
		if (this.#look() === '(') {
			this.#advance();
			const node = this.#comma();
			if (this.#look() !== ')') this.#fail("missing `)'", this.#tokenStart);
			this.#advance();
			return node;
		}
		if (this.#look() !== 'operand') {
			this.#fail('syntax error: operand expected', this.#look() === '' ? this.#lastStart : this.#tokenStart);
		}
		if (/\d/.test(this.#text[this.#tokenStart] as string)) return this.#number();
		const target = this.#target();
		if (this.#look() === '++' || this.#look() === '--') {
			const delta = this.#look() === '++' ? 1 : -1;
			this.#advance();
			return { type: 'step', target, delta, prefix: false };
		}
		return { type: 'variable', target };
	}

	#target(): ArithmeticTarget {
		const start = this.#at;
		while (/\w/.test(this.#text[this.#at] ?? '')) this.#at++;
		const name = this.#text.slice(start, this.#at);
		let subscript: string | undefined;
		if (this.#text[this.#at] === '[') {
			const end = endOfSubscript(this.#text, this.#at);
			if (end < 0) this.#fail('bad array subscript', start);
			subscript = this.#text.slice(this.#at + 1, end);
			this.#at = end + 1;
		}
		this.#afterName = true;
		this.#advance();
		this.#afterName = false;
		return { name, subscript, at: start };
	}

	#number(): ArithmeticNode {
		const start = this.#at;
		while (/[\w#@]/.test(this.#text[this.#at] ?? '')) this.#at++;
		const text = this.#text.slice(start, this.#at);
		const value = parseInteger(text);
		// bash has cut the text after the number by then.
		if (typeof value === 'string') throw new ArithmeticError(value, text, this.#text.slice(0, this.#at));
		this.#advance();
		return { type: 'number', value };
	}
}

/** A number as arithmetic reads it (`0x1f`, `017`, `2#101`); a text when it is wrong. */
export function parseInteger(text: string): Integer | string {
	if (/^(0|[1-9]\d{0,14})$/.test(text)) return Number(text);
	const based = /^(\d+)#(.*)$/.exec(text);
	if (based !== null) {
		const base = Number(based[1]);
		if (base < 2 || base > 64) return 'invalid arithmetic base';
		if (based[2] === '') return 'invalid integer constant';
		return digitsIn(based[2] as string, base);
	}
	if (/^0[xX]/.test(text)) return digitsIn(text.slice(2), 16);
	if (text.startsWith('0')) return digitsIn(text, 8);
	return digitsIn(text, 10);
}

function digitsIn(text: string, base: number): Integer | string {
	let value = 0n;
	const bigBase = BigInt(base);
	for (const c of text) {
		const digit = digitValue(c, base);
		if (digit < 0 || digit >= base) return 'value too great for base';
		value = value * bigBase + BigInt(digit);
	}
	return normalize(value);
}

function digitValue(c: string, base: number): number {
	if (c >= '0' && c <= '9') return c.charCodeAt(0) - 48;
	if (c >= 'a' && c <= 'z') return c.charCodeAt(0) - 87;
	if (c >= 'A' && c <= 'Z') return base <= 36 ? c.charCodeAt(0) - 55 : c.charCodeAt(0) - 29;
	if (c === '@') return 62;
	return c === '_' ? 63 : -1;
}

/** Wraps to 64 bits and uses a number where it is exact. */
export function normalize(value: bigint): Integer {
	const wrapped = BigInt.asIntN(64, value);
	return wrapped >= -9007199254740991n && wrapped <= 9007199254740991n ? Number(wrapped) : wrapped;
}
