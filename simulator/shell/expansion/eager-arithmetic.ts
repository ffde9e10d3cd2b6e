import {
	ARITHMETIC_OPERATORS,
	ArithmeticError,
	type ArithmeticTarget,
	type Integer,
	parseInteger,
} from '../syntax/arithmetic-parser.ts';
import { endOfSubscript } from '../syntax/element-name.ts';
import { add, divide, isTrue, operate, power, unary } from './integers.ts';

/** Variables for an expression; both throw what is wrong with them. */
export interface ArithmeticVariables {
	read(target: ArithmeticTarget): Integer;
	write(target: ArithmeticTarget, value: Integer): void;
}

type Kind = 'none' | 'number' | 'name' | 'operator' | 'preStep' | 'postStep' | 'assign' | 'other';

/** Where reading stands. */
interface Place {
	readonly kind: Kind;
	readonly lastKind: Kind;
	/** The operator's text; of an assignment with an operation the operation. */
	readonly operator: string;
	readonly target: ArithmeticTarget | undefined;
	readonly value: Integer;
	/** Where the next token is looked for. */
	readonly at: number;
	/** Where the last token began: what errors name. */
	readonly start: number;
}

/**
 * Evaluates while it reads, one token ahead, as bash does: for expressions that are wrong somewhere, of which everything
 * before the error has been done and an error of a variable's value may come first. Models bash expr.c.
 */
export class EagerArithmetic {
	readonly #text: string;
	readonly #variables: ArithmeticVariables;
	#place: Place = { kind: 'none', lastKind: 'none', operator: '', target: undefined, value: 0, at: 0, start: 0 };
	/** Above 0: read only. */
	#idle = 0;
	#depth = 0;

	constructor(text: string, variables: ArithmeticVariables) {
		this.#text = text;
		this.#variables = variables;
	}

	/** Throws ArithmeticError for what is wrong with the expression. */
	run(): Integer {
		if (/^[ \t\n]*$/.test(this.#text)) return 0;
		this.#next();
		const value = this.#comma();
		if (!this.#ended()) this.#fail('syntax error in expression');
		return value;
	}

	#fail(message: string, start = this.#place.start): never {
		throw new ArithmeticError(message, this.#text.slice(start));
	}

	#is(...operators: string[]): boolean {
		return this.#place.kind === 'operator' && operators.includes(this.#place.operator);
	}

	#ended(): boolean {
		return this.#place.kind === 'none';
	}

	#comma(): Integer {
		if (++this.#depth > 500) this.#fail('expression recursion level exceeded');
		let value = this.#assignment();
		while (this.#is(',')) {
			this.#next();
			value = this.#assignment();
		}
		this.#depth--;
		return value;
	}

	#assignment(): Integer {
		const before = this.#conditional();
		const { kind, lastKind, operator, target } = this.#place;
		if (kind !== 'assign') return before;
		if (lastKind !== 'name') this.#fail('attempted assignment to non-variable');
		if (target === undefined) this.#fail('syntax error in variable assignment');
		this.#next();
		let value = this.#assignment();
		if (operator !== '') value = this.#apply(operator, before, value, this.#place.start);
		if (this.#idle === 0) this.#variables.write(target, value);
		this.#place = { ...this.#place, target: undefined };
		return value;
	}

	#conditional(): Integer {
		const test = this.#logical('||');
		if (!this.#is('?')) return test;
		const holds = isTrue(test);
		if (!holds) this.#idle++;
		this.#next();
		if (this.#ended() || this.#is(':')) this.#fail('expression expected');
		const yes = this.#comma();
		if (!holds) this.#idle--;
		if (!this.#is(':')) this.#fail("`:' expected for conditional expression");
		if (holds) this.#idle++;
		this.#next();
		if (this.#ended()) this.#fail('expression expected');
		const no = this.#conditional();
		if (holds) this.#idle--;
		this.#lastWas('other');
		return holds ? yes : no;
	}

	#logical(operator: '||' | '&&'): Integer {
		const operand = (): Integer => (operator === '||' ? this.#logical('&&') : this.#binary(0));
		let left = operand();
		while (this.#is(operator)) {
			const decided = isTrue(left) === (operator === '||');
			if (decided) this.#idle++;
			this.#next();
			const right = operand();
			if (decided) this.#idle--;
			left = operator === '||' ? Number(isTrue(left) || isTrue(right)) : Number(isTrue(left) && isTrue(right));
			this.#lastWas('other');
		}
		return left;
	}

	#binary(level: number): Integer {
		const operators = ARITHMETIC_OPERATORS[level];
		if (operators === undefined) return this.#power();
		let left = this.#binary(level + 1);
		while (this.#is(...operators)) {
			const { operator, at } = this.#place;
			this.#next();
			const right = this.#binary(level + 1);
			left = this.#apply(operator, left, right, at + (/^[ \t]*/.exec(this.#text.slice(at))?.[0].length ?? 0));
			this.#lastWas('number');
		}
		return left;
	}

	#apply(operator: string, left: Integer, right: Integer, divisorAt: number): Integer {
		if (operator !== '/' && operator !== '%') return operate(operator, left, right);
		if (right !== 0) return divide(operator, left, right);
		if (this.#idle === 0) this.#fail('division by 0', divisorAt);
		return divide(operator, left, 1);
	}

	#power(): Integer {
		const base = this.#unary();
		if (!this.#is('**')) return base;
		this.#next();
		const exponent = this.#power();
		this.#lastWas('number');
		if (exponent < 0) this.#fail('exponent less than 0');
		return power(base, exponent);
	}

	#unary(): Integer {
		const { operator } = this.#place;
		if (!this.#is('!', '~', '-', '+')) return this.#operand();
		if (++this.#depth > 500) this.#fail('expression recursion level exceeded');
		this.#next();
		const value = unary(operator as '!' | '~' | '-' | '+', this.#unary());
		this.#lastWas('number');
		this.#depth--;
		return value;
	}

	#operand(): Integer {
		const { kind, value, operator } = this.#place;
		if (kind === 'preStep') return this.#stepBefore(operator);
		if (this.#is('(')) {
			this.#next();
			const inner = this.#comma();
			if (!this.#is(')')) this.#fail("missing `)'");
			this.#next();
			return inner;
		}
		if (kind === 'name') this.#stepAfter(value);
		else if (kind !== 'number') this.#fail('syntax error: operand expected');
		this.#next();
		return value;
	}

	#stepBefore(operator: string): Integer {
		this.#lastWas('preStep');
		this.#next();
		const { target, value } = this.#place;
		if (target === undefined) this.#fail('identifier expected after pre-increment or pre-decrement');
		const stepped = add(value, operator === '++' ? 1 : -1);
		if (this.#idle === 0) this.#variables.write(target, stepped);
		this.#place = { ...this.#place, kind: 'number' };
		this.#next();
		return stepped;
	}

	/** `x++`: looks at what follows the name, and goes back when it is something else. */
	#stepAfter(value: Integer): void {
		const name = this.#place;
		this.#idle++;
		this.#next();
		this.#idle--;
		const { kind, operator } = this.#place;
		if (kind !== 'postStep') {
			this.#place = name;
			return;
		}
		if (this.#idle === 0 && name.target !== undefined)
			this.#variables.write(name.target, add(value, operator === '++' ? 1 : -1));
		this.#place = { ...this.#place, kind: 'number', lastKind: 'name', target: name.target };
	}

	#lastWas(lastKind: Kind): void {
		this.#place = { ...this.#place, lastKind };
	}

	#next(): void {
		const start = this.#place.at + (/^[ \t\n]*/.exec(this.#text.slice(this.#place.at))?.[0].length ?? 0);
		const c = this.#text[start];
		const lastKind = this.#place.kind;
		if (c === undefined) {
			this.#place = { ...this.#place, kind: 'none', lastKind, at: start };
			return;
		}
		this.#place = { ...this.#place, start };
		if (/[A-Za-z_]/.test(c)) this.#name(start);
		else if (/[0-9]/.test(c)) this.#number(start);
		else this.#operator(start, c);
	}

	/** A variable is looked up when it is read, but for one that is only assigned. */
	#name(start: number): void {
		const before = this.#place;
		const target = this.#target(start);
		const at = start + target.length;
		this.#idle++;
		this.#place = { ...before, kind: 'name', lastKind: before.lastKind, target: undefined, at };
		this.#next();
		this.#idle--;
		const assigned = this.#place.kind === 'assign' && this.#place.operator === '';
		this.#place = before;
		const looksUp = this.#idle === 0 && (before.lastKind === 'preStep' || !assigned);
		const value = looksUp ? this.#variables.read(target.target) : 0;
		this.#place = { ...before, kind: 'name', lastKind: before.kind, target: target.target, value, at };
	}

	#target(start: number): { readonly target: ArithmeticTarget; readonly length: number } {
		const name = /^\w*/.exec(this.#text.slice(start))?.[0] ?? '';
		const open = start + name.length;
		if (this.#text[open] !== '[') return { target: { name, subscript: undefined, at: start }, length: name.length };
		const end = endOfSubscript(this.#text, open);
		if (end < 0) return this.#fail('bad array subscript');
		const subscript = this.#text.slice(open + 1, end);
		return { target: { name, subscript, at: start }, length: end + 1 - start };
	}

	#number(start: number): void {
		const text = /^[\w#@]*/.exec(this.#text.slice(start))?.[0] ?? '';
		const value = parseInteger(text);
		const at = start + text.length;
		// bash has cut the text after the number by then.
		if (typeof value === 'string') throw new ArithmeticError(value, text, this.#text.slice(0, at));
		this.#place = { ...this.#place, kind: 'number', lastKind: this.#place.kind, value, at };
	}

	#operator(start: number, c: string): void {
		const before = this.#place;
		const [kind, operator, length] = this.#operatorAt(start, c);
		this.#place = { ...before, kind, lastKind: before.kind, operator, at: start + length };
	}

	#operatorAt(start: number, c: string): readonly [Kind, string, number] {
		const shift = /^(<<|>>)=/.exec(this.#text.slice(start, start + 3));
		if (shift !== null) return ['assign', shift[1] as string, 3];
		const two = this.#text.slice(start, start + 2);
		if (TWO.has(two)) return ['operator', two, 2];
		if (two === '++' || two === '--') return this.#step(two);
		if (/^[*/%+&^|-]=$/.test(two)) return ['assign', c, 2];
		if (c === '=') return ['assign', '', 1];
		if (/^[!~*/%+<>&|^?:,()-]$/.test(c)) return ['operator', c, 1];
		const wantsOperand = ['none', 'operator', 'assign', 'preStep', 'postStep'].includes(this.#place.kind);
		return this.#fail(wantsOperand ? 'syntax error: operand expected' : 'syntax error: invalid arithmetic operator');
	}

	/** `++` and `--`: of the name before or behind it, or two signs. */
	#step(two: '++' | '--'): readonly [Kind, string, number] {
		const { kind, lastKind, start } = this.#place;
		if (kind === 'name') return ['postStep', two, 2];
		if (kind === 'number' && lastKind === 'preStep') this.#fail(`${two}: assignment requires lvalue`);
		if (/^[ \t\n]*[A-Za-z_]/.test(this.#text.slice(start + 2))) return ['preStep', two, 2];
		return ['operator', two[0] as string, 1];
	}
}

const TWO: ReadonlySet<string> = new Set(['==', '!=', '>=', '<=', '<<', '>>', '&&', '||', '**']);
