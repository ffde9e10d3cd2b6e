import { parseFString } from './python-fstring.ts';
import { PythonLexer, PythonSyntaxError, type Token } from './python-lexer.ts';
import type { Argument, Clause, Expression, Parameter } from './python-syntax.ts';

const KEYWORDS = new Set(
	'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
		' ',
	),
);
const NESTING_MAX = 90;

/** Binary operators, loosest first. */
const LEVELS: readonly (readonly string[])[] = [
	['|'],
	['^'],
	['&'],
	['<<', '>>'],
	['+', '-'],
	['*', '/', '//', '%', '@'],
];

/** One expression that stands between the braces of an f-string. */
export function parsePythonExpression(text: string): Expression {
	return new ExpressionParser(new PythonLexer(`(${text})`).tokens()).expression();
}

/** What expressions are made of; statements are parsed by one that is more than this. */
export class ExpressionParser {
	protected readonly tokens: readonly Token[];
	protected at = 0;
	private depth = 0;

	constructor(tokens: readonly Token[]) {
		this.tokens = tokens;
	}

	/** A tuple without parentheses, too. */
	expression(): Expression {
		const first = this.starred();
		if (!this.is(',')) return first;
		const items = [first];
		while (this.accept(',')) {
			if (this.endsExpression()) break;
			items.push(this.starred());
		}
		return { kind: 'tuple', items };
	}

	peek(): Token {
		return this.tokens[this.at] as Token;
	}

	endsExpression(): boolean {
		const { kind, text } = this.peek();
		return (
			kind === 'newline' || kind === 'end' || (kind === 'operator' && /^(?:[)\]}:=;]|.*=)$/.test(text)) || text === 'in'
		);
	}

	is(text: string): boolean {
		const { kind, text: here } = this.peek();
		return here === text && (kind === 'operator' || kind === 'name');
	}

	accept(text: string): boolean {
		if (!this.is(text)) return false;
		this.at++;
		return true;
	}

	expect(text: string): void {
		if (this.accept(text)) return;
		const { line } = this.peek();
		throw new PythonSyntaxError(
			text === ':' ? "expected ':'" : text === ')' ? "'(' was never closed" : 'invalid syntax',
			line,
		);
	}

	name(): string {
		const { kind, text, line } = this.peek();
		if (kind !== 'name' || KEYWORDS.has(text)) throw new PythonSyntaxError('invalid syntax', line);
		this.at++;
		return text;
	}

	parameters(end: string): readonly Parameter[] {
		const parameters: Parameter[] = [];
		while (!this.is(end)) {
			const star = this.accept('**') ? '**' : this.accept('*') ? '*' : '';
			if (star === '*' && this.is(',')) parameters.push({ name: '', star, usual: undefined });
			else if (!this.accept('/')) {
				const name = this.name();
				if (end === ')' && this.accept(':')) this.test();
				parameters.push({ name, star, usual: this.accept('=') ? this.test() : undefined });
			}
			if (!this.accept(',')) break;
		}
		return parameters;
	}

	/** What stands between "for" and "in". */
	targets(): Expression {
		const items = [this.postfix()];
		while (this.accept(',')) {
			if (this.is('in')) break;
			items.push(this.postfix());
		}
		return items.length === 1 ? (items[0] as Expression) : { kind: 'tuple', items };
	}

	starred(): Expression {
		return this.accept('*') ? { kind: 'starred', value: this.binary(0) } : this.test();
	}

	test(): Expression {
		if (++this.depth > NESTING_MAX) throw new PythonSyntaxError('too many nested parentheses', this.peek().line);
		try {
			if (this.accept('lambda')) {
				const parameters = this.parameters(':');
				this.expect(':');
				return { kind: 'lambda', parameters, body: this.test() };
			}
			if (this.accept('yield')) return { kind: 'yield', value: this.endsExpression() ? undefined : this.expression() };
			const value = this.or();
			if (value.kind === 'name' && this.accept(':=')) return { kind: 'walrus', name: value.name, value: this.test() };
			if (!this.accept('if')) return value;
			const test = this.or();
			this.expect('else');
			return { kind: 'conditional', test, chosen: value, otherwise: this.test() };
		} finally {
			this.depth--;
		}
	}

	or(): Expression {
		let left = this.and();
		while (this.accept('or')) left = { kind: 'boolean', operator: 'or', left, right: this.and() };
		return left;
	}

	and(): Expression {
		let left = this.not();
		while (this.accept('and')) left = { kind: 'boolean', operator: 'and', left, right: this.not() };
		return left;
	}

	not(): Expression {
		const { line } = this.peek();
		if (this.accept('not')) return { kind: 'unary', operator: 'not', operand: this.not(), line };
		const first = this.binary(0);
		const rest: [string, Expression][] = [];
		for (;;) {
			const operator = this.comparison();
			if (operator === undefined) break;
			rest.push([operator, this.binary(0)]);
		}
		return rest.length === 0 ? first : { kind: 'compare', first, rest, line };
	}

	comparison(): string | undefined {
		for (const operator of ['==', '!=', '<=', '>=', '<', '>']) if (this.accept(operator)) return operator;
		if (this.accept('in')) return 'in';
		if (this.accept('is')) return this.accept('not') ? 'is not' : 'is';
		if (this.is('not') && this.tokens[this.at + 1]?.text === 'in') {
			this.at += 2;
			return 'not in';
		}
		return undefined;
	}

	binary(level: number): Expression {
		const operators = LEVELS[level];
		if (operators === undefined) return this.unary();
		let left = this.binary(level + 1);
		for (;;) {
			const { line } = this.peek();
			const operator = operators.find((each) => this.peek().kind === 'operator' && this.is(each));
			if (operator === undefined) return left;
			this.at++;
			left = { kind: 'binary', operator, left, right: this.binary(level + 1), line };
		}
	}

	unary(): Expression {
		const { line, text, kind } = this.peek();
		if (kind === 'operator' && (text === '-' || text === '+' || text === '~')) {
			this.at++;
			return { kind: 'unary', operator: text, operand: this.unary(), line };
		}
		const base = this.postfix();
		if (!this.accept('**')) return base;
		return { kind: 'binary', operator: '**', left: base, right: this.unary(), line };
	}

	postfix(): Expression {
		let value = this.atom();
		for (;;) {
			const { line } = this.peek();
			if (this.accept('.')) {
				const { text } = this.peek();
				this.at++;
				value = { kind: 'attribute', object: value, name: text, line };
			} else if (this.accept('(')) value = { kind: 'call', callee: value, args: this.arguments(), line };
			else if (this.accept('[')) {
				const index = this.subscript();
				this.expect(']');
				value = { kind: 'subscript', object: value, index, line };
			} else return value;
		}
	}

	subscript(): Expression {
		const from = this.is(':') ? undefined : this.expression();
		if (!this.accept(':')) return from as Expression;
		const to = this.is(']') || this.is(':') ? undefined : this.test();
		const step = this.accept(':') && !this.is(']') ? this.test() : undefined;
		return { kind: 'slice', from, to, step };
	}

	/** Up to the closing parenthesis. */
	arguments(): readonly Argument[] {
		const args: Argument[] = [];
		while (!this.accept(')')) {
			const star = this.accept('**') ? '**' : this.accept('*') ? '*' : '';
			let value = this.test();
			let name: string | undefined;
			if (star === '' && value.kind === 'name' && this.accept('=')) {
				name = value.name;
				value = this.test();
			} else if (this.is('for'))
				value = { kind: 'comprehension', of: 'generator', key: undefined, element: value, clauses: this.clauses() };
			args.push({ star, name, value });
			if (!this.accept(',')) {
				this.expect(')');
				break;
			}
		}
		return args;
	}

	clauses(): readonly Clause[] {
		const clauses: Clause[] = [];
		while (this.accept('for')) {
			const target = this.targets();
			this.expect('in');
			const iterable = this.or();
			const conditions: Expression[] = [];
			while (this.accept('if')) conditions.push(this.or());
			clauses.push({ target, iterable, conditions });
		}
		return clauses;
	}

	atom(): Expression {
		const { kind, text, value, line } = this.peek();
		this.at++;
		switch (kind) {
			case 'number':
			case 'bytes':
				return { kind: 'constant', value: value as number };
			case 'string':
			case 'fstring':
				this.at--;
				return this.strings();
			case 'name':
				if (text === 'None') return { kind: 'constant', value: null };
				if (text === 'True' || text === 'False') return { kind: 'constant', value: text === 'True' };
				if (KEYWORDS.has(text)) throw new PythonSyntaxError('invalid syntax', line);
				return { kind: 'name', name: text, line };
			case 'operator':
				if (text === '(') return this.parenthesis();
				if (text === '[') return this.bracket();
				if (text === '{') return this.brace();
				if (text === '...') return { kind: 'constant', value: null };
				throw new PythonSyntaxError('invalid syntax', line);
			default:
				throw new PythonSyntaxError('invalid syntax', line);
		}
	}

	/** Literals beside each other are one. */
	strings(): Expression {
		const parts: Extract<Expression, { kind: 'joined' }>['parts'][number][] = [];
		while (this.peek().kind === 'string' || this.peek().kind === 'fstring') {
			const { kind, text, value, line } = this.peek();
			if (kind === 'string') parts.push(value as string);
			else parts.push(...parseFString(text, line, parsePythonExpression));
			this.at++;
		}
		if (parts.every((part) => typeof part === 'string')) return { kind: 'constant', value: parts.join('') };
		return { kind: 'joined', parts };
	}

	parenthesis(): Expression {
		if (this.accept(')')) return { kind: 'tuple', items: [] };
		const first = this.starred();
		if (this.is('for')) {
			const clauses = this.clauses();
			this.expect(')');
			return { kind: 'comprehension', of: 'generator', key: undefined, element: first, clauses };
		}
		if (this.accept(')')) return first;
		const items = [first];
		while (this.accept(',')) {
			if (this.is(')')) break;
			items.push(this.starred());
		}
		this.expect(')');
		return { kind: 'tuple', items };
	}

	bracket(): Expression {
		const items: Expression[] = [];
		while (!this.accept(']')) {
			items.push(this.starred());
			if (items.length === 1 && this.is('for')) {
				const clauses = this.clauses();
				this.expect(']');
				return { kind: 'comprehension', of: 'list', key: undefined, element: items[0] as Expression, clauses };
			}
			if (!this.accept(',')) {
				this.expect(']');
				break;
			}
		}
		return { kind: 'list', items };
	}

	brace(): Expression {
		const pairs: [Expression | undefined, Expression][] = [];
		const items: Expression[] = [];
		while (!this.accept('}')) {
			if (this.accept('**')) pairs.push([undefined, this.binary(0)]);
			else {
				const key = this.starred();
				if (this.accept(':')) pairs.push([key, this.test()]);
				else items.push(key);
			}
			if (pairs.length + items.length === 1 && this.is('for')) {
				const clauses = this.clauses();
				this.expect('}');
				const [pair] = pairs;
				return pair === undefined
					? { kind: 'comprehension', of: 'set', key: undefined, element: items[0] as Expression, clauses }
					: { kind: 'comprehension', of: 'dict', key: pair[0], element: pair[1], clauses };
			}
			if (!this.accept(',')) {
				this.expect('}');
				break;
			}
		}
		return items.length > 0 ? { kind: 'set', items } : { kind: 'dict', pairs };
	}
}
