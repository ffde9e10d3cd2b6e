import { type Check, ConditionError, type Expression, type FieldOperand, type Position } from './expression.ts';

const UNARY = ['exists'];
const NUMERIC = ['<=', '<', '>=', '>'];
/** Those of letters want a blank behind them. */
const TEXTUAL = [
	...['==', '=', '!=', 'glob ', 'iglob ', 'contains ', 'icontains ', 'bcontains '],
	...['startswith ', 'bstartswith ', 'endswith ', 'regex '],
];
const LISTS = ['intersects', 'in', 'pmatch'];
const TRANSFORMERS = ['tolower', 'toupper', 'b64', 'basename', 'len'];

export const OPERATORS: readonly string[] = [...UNARY, ...NUMERIC, ...TEXTUAL, ...LISTS].map((each) => each.trim());
export const LIST_OPERATORS: ReadonlySet<string> = new Set(LISTS);

const IDENTIFIER = /[a-zA-Z][a-zA-Z0-9_]*/y;
const FIELD = /[a-zA-Z][a-zA-Z0-9_]*(?:\.[a-zA-Z][a-zA-Z0-9_]*)+/y;
const ARGUMENT = /[^\][\s"']+/y;
const HEXADECIMAL = /0[xX][0-9a-fA-F]+/y;
const NUMBER = /[+-]?[0-9]+\.?[0-9]*(?:[eE][+-][0-9]+)?/y;
const BARE = /[^()"'\s=,]+/y;
const NOT = /not\s+/y;

const DEPTH_MAX = 1_000;

/** Throws ConditionError. Models libsinsp filter/parser.cpp. */
export function parseCondition(text: string): Expression {
	return new Parser(text).condition();
}

/** A field or a transformer of one at the beginning of `text`, as output formats have it. @returns how long it is. */
export function parseField(text: string): { readonly operand: FieldOperand; readonly length: number } {
	const parser = new Parser(text);
	const operand = parser.fieldOrTransformer();
	return { operand, length: parser.index };
}

class Parser {
	readonly #text: string;
	index = 0;
	#line = 1;
	#column = 1;
	#last = '';
	#depth = 0;

	constructor(text: string) {
		this.#text = text;
	}

	condition(): Expression {
		if (this.#text === '') throw this.#error('filter input string is empty');
		const result = this.#or();
		if (this.index !== this.#text.length) {
			throw this.#error(`unexpected token after '${this.#last}', expecting 'or', 'and'`);
		}
		return result;
	}

	fieldOrTransformer(): FieldOperand {
		const at = this.#position();
		if (this.#pattern(FIELD)) return this.#field(this.#last, at);
		const name = this.#transformer(TRANSFORMERS);
		if (name === undefined) throw this.#error(`unexpected token after '${this.#last}`);
		return this.#transformed(name, at);
	}

	#or(): Expression {
		return this.#chain('or', () => this.#and());
	}

	#and(): Expression {
		return this.#chain('and', () => this.#not());
	}

	#chain(word: 'and' | 'or', operand: () => Expression): Expression {
		this.#enter();
		const at = this.#position();
		this.#blank();
		const children = [operand()];
		this.#blank();
		while (this.#literal(word)) {
			if (this.#blank()) children.push(operand());
			else if (this.#literal('(')) children.push(this.#embedded());
			else throw this.#error(`expected blank or '(' after '${word}'`);
			this.#blank();
		}
		this.#depth--;
		return children.length === 1 ? (children[0] as Expression) : { kind: word, children, at };
	}

	#not(): Expression {
		this.#enter();
		const at = this.#position();
		let negated = false;
		this.#blank();
		while (this.#pattern(NOT)) negated = !negated;
		let child: Expression;
		if (this.#literal('not(')) {
			negated = !negated;
			child = this.#embedded();
		} else child = this.#check();
		this.#depth--;
		return negated ? { kind: 'not', child, at } : child;
	}

	/** Behind "(". */
	#embedded(): Expression {
		this.#enter();
		this.#blank();
		const child = this.#or();
		this.#blank();
		if (!this.#literal(')')) throw this.#error("expected a ')' token");
		this.#depth--;
		return child;
	}

	#check(): Expression {
		this.#blank();
		const at = this.#position();
		if (this.#literal('(')) return this.#embedded();
		if (this.#pattern(FIELD)) return this.#comparison(this.#field(this.#last, at), at);
		const transformer = this.#transformer(TRANSFORMERS);
		if (transformer !== undefined) return this.#comparison(this.#transformed(transformer, at), at);
		if (this.#pattern(IDENTIFIER)) return { kind: 'macro', name: this.#last, at };
		throw this.#error("expected a '(' token, a field check, or an identifier");
	}

	#field(name: string, at: Position): FieldOperand {
		let argument: string | undefined;
		if (this.#literal('[')) {
			if (!this.#quoted() && !this.#pattern(ARGUMENT)) {
				throw this.#error('expected a valid field argument: a quoted string or a bare string');
			}
			argument = this.#last;
			if (!this.#literal(']')) throw this.#error("expected a ']' token");
		}
		return { kind: 'field', name, argument, transformers: [], at };
	}

	/** Behind "tolower(". */
	#transformed(name: string, at: Position): FieldOperand {
		this.#enter();
		this.#blank();
		const inner = this.#transformer(TRANSFORMERS);
		let operand: FieldOperand;
		if (inner !== undefined) operand = this.#transformed(inner, at);
		else if (this.#pattern(FIELD)) operand = this.#field(this.#last, at);
		else throw this.#error(`expected a field or a nested valid transformer: ${quoted(TRANSFORMERS)}`);
		this.#blank();
		if (!this.#literal(')')) throw this.#error("expected a ')' token closing the transformer");
		this.#depth--;
		return { ...operand, transformers: [...operand.transformers, name] };
	}

	#comparison(left: FieldOperand, at: Position): Check {
		this.#blank();
		const unary = this.#operator(UNARY);
		if (unary !== undefined) return { kind: 'check', left, operator: unary, right: undefined, at };
		const numeric = this.#operator(NUMERIC);
		if (numeric !== undefined) return { kind: 'check', left, operator: numeric, right: this.#number(), at };
		const textual = this.#operator(TEXTUAL);
		if (textual !== undefined) return { kind: 'check', left, operator: textual, right: this.#string(), at };
		const list = this.#operator(LISTS);
		if (list !== undefined) return { kind: 'check', left, operator: list, right: this.#list(), at };
		throw this.#error(`expected a valid check operator: one of ${quoted(OPERATORS)}`);
	}

	#number(): Check['right'] {
		this.#blank();
		const at = this.#position();
		const other = this.#value();
		if (other !== undefined) return other;
		if (this.#pattern(HEXADECIMAL) || this.#pattern(NUMBER)) return values([this.#last], at);
		throw this.#error(`expected a number value or a field with a valid transformer: ${quoted(RIGHT)}`);
	}

	#string(): Check['right'] {
		this.#blank();
		const at = this.#position();
		const other = this.#value();
		if (other !== undefined) return other;
		if (this.#quoted() || this.#pattern(BARE)) return values([this.#last], at);
		throw this.#error(`expected a string value or a field with a valid transformer: ${quoted(RIGHT)}`);
	}

	#list(): Check['right'] {
		this.#blank();
		const at = this.#position();
		if (this.#literal('(')) return { ...values(this.#items(), at), isList: true };
		const other = this.#value();
		if (other !== undefined) return other;
		if (this.#pattern(IDENTIFIER)) return values([this.#last], at);
		throw this.#error(`expected a list, an identifier, or a field with a valid transformer: ${quoted(RIGHT)}`);
	}

	/** Behind "(". */
	#items(): string[] {
		const items: string[] = [];
		this.#blank();
		if (this.#quoted() || this.#pattern(BARE)) {
			items.push(this.#last);
			this.#blank();
			while (this.#literal(',')) {
				this.#blank();
				if (!this.#quoted() && !this.#pattern(BARE)) throw this.#error('expected a string value');
				items.push(this.#last);
				this.#blank();
			}
		}
		if (!this.#literal(')')) throw this.#error("expected a ')' token");
		return items;
	}

	/** `val(field)` or a transformer on the right side. */
	#value(): FieldOperand | undefined {
		const at = this.#position();
		if (this.#transformer(['val']) !== undefined) {
			this.#blank();
			if (!this.#pattern(FIELD)) throw this.#error("expected a field within 'val' transformer");
			const field = this.#field(this.#last, at);
			this.#blank();
			if (!this.#literal(')')) throw this.#error("expected a ')' token closing the transformer");
			return field;
		}
		const name = this.#transformer(TRANSFORMERS);
		return name === undefined ? undefined : this.#transformed(name, at);
	}

	#transformer(names: readonly string[]): string | undefined {
		return names.find((name) => this.#literal(`${name}(`));
	}

	#operator(operators: readonly string[]): string | undefined {
		for (const operator of operators) {
			const word = operator.trim();
			if (!this.#text.startsWith(word, this.index)) continue;
			const next = this.#text.charAt(this.index + word.length);
			if (operator.endsWith(' ') && !/\s/.test(next)) continue;
			// "in" is no beginning of a longer word.
			if (/[a-z]/.test(word) && !operator.endsWith(' ') && /[A-Za-z0-9_]/.test(next)) continue;
			this.#advance(word.length);
			this.#last = operator;
			return word;
		}
		return undefined;
	}

	#quoted(): boolean {
		const quote = this.#text.charAt(this.index);
		if (quote !== "'" && quote !== '"') return false;
		for (let end = this.index + 1; end < this.#text.length; end++) {
			if (this.#text[end] !== quote || this.#text[end - 1] === '\\') continue;
			const inner = this.#text.slice(this.index + 1, end);
			this.#advance(end + 1 - this.index);
			this.#last = unescaped(inner);
			return true;
		}
		return false;
	}

	#literal(text: string): boolean {
		if (!this.#text.startsWith(text, this.index)) return false;
		this.#advance(text.length);
		this.#last = text;
		return true;
	}

	#pattern(pattern: RegExp): boolean {
		pattern.lastIndex = this.index;
		const found = pattern.exec(this.#text)?.[0];
		if (found === undefined) return false;
		this.#advance(found.length);
		this.#last = found;
		return true;
	}

	#blank(): boolean {
		const before = this.index;
		while (/^[ \t\b\r\n]$/.test(this.#text.charAt(this.index))) this.#advance(1);
		return this.index > before;
	}

	#advance(count: number): void {
		for (let step = 0; step < count; step++) {
			this.#column++;
			if (this.#text[this.index] === '\n') {
				this.#column = 1;
				this.#line++;
			}
			this.index++;
		}
	}

	#enter(): void {
		this.#depth++;
		if (this.#depth >= DEPTH_MAX) throw this.#error(`exceeded max depth limit of ${DEPTH_MAX}`);
	}

	#position(): Position {
		return { index: this.index, line: this.#line, column: this.#column };
	}

	#error(message: string): ConditionError {
		return new ConditionError(message, this.#position());
	}
}

const RIGHT = ['val', ...TRANSFORMERS];

function values(texts: readonly string[], at: Position) {
	return { kind: 'values', values: texts, isList: false, at } as const;
}

function quoted(words: readonly string[]): string {
	return words.map((word) => `'${word}'`).join(', ');
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
	['b', '\b'],
	['f', '\f'],
	['n', '\n'],
	['r', '\r'],
	['t', '\t'],
	[' ', '\\'],
	['\\', '\\'],
	['/', '/'],
	['"', '"'],
	["'", "'"],
]);

/** Models libsinsp filter/escaping.cpp unescape_str. */
function unescaped(text: string): string {
	return text.replace(/\\(.)/gs, (whole, char: string) => ESCAPES.get(char) ?? whole);
}
