import type { AwkToken } from './lexer.ts';
import { AwkLexer } from './lexer.ts';
import type { AwkFunction, Expression } from './syntax-tree.ts';
import { AwkSyntaxError } from './syntax-tree.ts';

const ASSIGNMENTS = new Set(['=', '+=', '-=', '*=', '/=', '%=', '^=']);
const COMPARISONS = new Set(['<', '<=', '==', '!=', '>', '>=']);

/** Expressions of awk by precedence; the parser of statements builds on it. */
export abstract class ExpressionParser {
	readonly #tokens: AwkToken[] = [];
	readonly #calls: { readonly name: string; readonly line: number }[] = [];
	#at = 0;
	/** Inside print's arguments ">" redirects. */
	#noGreater = false;

	constructor(source: string) {
		const lexer = new AwkLexer(source);
		for (;;) {
			const token = lexer.next();
			this.#tokens.push(token);
			if (token.type === 'end') break;
		}
	}

	protected get token(): AwkToken {
		return this.#tokens[this.#at] as AwkToken;
	}

	protected advance(): void {
		if (this.#at < this.#tokens.length - 1) this.#at++;
	}

	protected mark(): number {
		return this.#at;
	}

	protected rewind(mark: number): void {
		this.#at = mark;
	}

	protected fail(text?: string): never {
		const { type, line } = this.token;
		const shown = type === 'newline' ? 'end of line' : type === 'end' ? 'end of file' : this.token.text;
		// The end of the program stands on a line of its own.
		const where = type === 'end' ? line + 1 : line;
		throw new AwkSyntaxError(
			`line ${where}: ${text ?? (type === 'end' ? 'missing } near end of file' : `syntax error at or near ${shown}`)}`,
		);
	}

	protected isOperator(text: string): boolean {
		return this.token.type === 'operator' && this.token.text === text;
	}

	protected acceptOperator(text: string): boolean {
		if (!this.isOperator(text)) return false;
		this.advance();
		return true;
	}

	protected expectOperator(text: string): void {
		if (!this.acceptOperator(text)) this.fail();
	}

	protected isKeyword(text: string): boolean {
		return this.token.type === 'keyword' && this.token.text === text;
	}

	protected acceptKeyword(text: string): boolean {
		if (!this.isKeyword(text)) return false;
		this.advance();
		return true;
	}

	protected name(): string {
		const { type, text } = this.token;
		if (type !== 'name') this.fail();
		this.advance();
		return text;
	}

	protected skipNewlines(): void {
		while (this.token.type === 'newline') this.advance();
	}

	protected skipTerminators(): void {
		while (this.token.type === 'newline' || this.isOperator(';')) this.advance();
	}

	protected checkCalls(functions: ReadonlyMap<string, AwkFunction>): void {
		for (const { name } of this.#calls) {
			if (!functions.has(name)) throw new AwkSyntaxError(`line ${this.token.line + 1}: function ${name} never defined`);
		}
	}

	protected parenthesized(): Expression {
		this.expectOperator('(');
		const inner = this.#nested(() => this.expression());
		this.expectOperator(')');
		return inner;
	}

	/** Inside brackets and parentheses ">" compares again. */
	#nested<T>(parse: () => T): T {
		const before = this.#noGreater;
		this.#noGreater = false;
		const result = parse();
		this.#noGreater = before;
		return result;
	}

	protected printArguments(): readonly Expression[] {
		this.#noGreater = true;
		const args = this.expressionList();
		this.#noGreater = false;
		return args;
	}

	protected expressionList(): Expression[] {
		const items = [this.expression()];
		while (this.acceptOperator(',')) {
			this.skipNewlines();
			items.push(this.expression());
		}
		return items;
	}

	protected expression(): Expression {
		const left = this.#conditional();
		const { type, text } = this.token;
		if (type !== 'operator' || !ASSIGNMENTS.has(text)) return left;
		if (!isTarget(left)) this.fail();
		this.advance();
		this.skipNewlines();
		return { type: 'assign', operator: text.slice(0, -1), target: left, value: this.expression() };
	}

	#conditional(): Expression {
		const condition = this.#or();
		if (!this.acceptOperator('?')) return condition;
		this.skipNewlines();
		const then = this.expression();
		this.skipNewlines();
		this.expectOperator(':');
		this.skipNewlines();
		return { type: 'conditional', condition, then, otherwise: this.expression() };
	}

	#or(): Expression {
		let left = this.#and();
		while (this.acceptOperator('||')) {
			this.skipNewlines();
			left = { type: 'or', left, right: this.#and() };
		}
		return left;
	}

	#and(): Expression {
		let left = this.#in();
		while (this.acceptOperator('&&')) {
			this.skipNewlines();
			left = { type: 'and', left, right: this.#in() };
		}
		return left;
	}

	#in(): Expression {
		let left = this.#match();
		while (this.acceptKeyword('in')) {
			const array = this.token.text;
			if (this.token.type !== 'name') this.fail();
			this.advance();
			left = { type: 'in', subscript: left.type === 'grouping' ? left.items : [left], array };
		}
		return left;
	}

	#match(): Expression {
		let left = this.#comparison();
		while (this.isOperator('~') || this.isOperator('!~')) {
			const negated = this.token.text === '!~';
			this.advance();
			left = { type: 'match', negated, left, right: this.#comparison() };
		}
		return left;
	}

	#comparison(): Expression {
		let left = this.#piped();
		for (;;) {
			const { type, text } = this.token;
			if (type !== 'operator' || !COMPARISONS.has(text) || (text === '>' && this.#noGreater)) return left;
			this.advance();
			left = { type: 'binary', operator: text, left, right: this.#piped() };
		}
	}

	/** `command | getline`. */
	#piped(): Expression {
		let left = this.concatenation();
		while (
			this.isOperator('|') &&
			this.#tokens[this.#at + 1]?.text === 'getline' &&
			this.#tokens[this.#at + 1]?.type === 'keyword'
		) {
			this.advance();
			this.advance();
			left = { type: 'getline', source: 'command', from: left, target: this.#getlineTarget() };
		}
		return left;
	}

	protected concatenation(): Expression {
		let left = this.#sum();
		while (this.#operandFollows()) left = { type: 'concat', left, right: this.#sum() };
		return left;
	}

	#operandFollows(): boolean {
		const { type, text } = this.token;
		if (type === 'operator') return ['$', '!', '(', '-', '+', '++', '--'].includes(text);
		if (type === 'keyword') return false;
		return ['number', 'string', 'regex', 'name', 'function-name', 'builtin'].includes(type);
	}

	#sum(): Expression {
		let left = this.#product();
		while (this.isOperator('+') || this.isOperator('-')) {
			const operator = this.token.text;
			this.advance();
			left = { type: 'binary', operator, left, right: this.#product() };
		}
		return left;
	}

	#product(): Expression {
		let left = this.#unary();
		while (this.isOperator('*') || this.isOperator('/') || this.isOperator('%')) {
			const operator = this.token.text;
			this.advance();
			left = { type: 'binary', operator, left, right: this.#unary() };
		}
		return left;
	}

	#unary(): Expression {
		const { type, text } = this.token;
		if (type === 'operator' && (text === '!' || text === '-' || text === '+')) {
			this.advance();
			return { type: 'unary', operator: text, operand: this.#unary() };
		}
		return this.#power();
	}

	#power(): Expression {
		const base = this.#postfix();
		if (!this.acceptOperator('^')) return base;
		const negative = this.acceptOperator('-');
		const exponent = this.#power();
		return {
			type: 'binary',
			operator: '^',
			left: base,
			right: negative ? { type: 'unary', operator: '-', operand: exponent } : exponent,
		};
	}

	#postfix(): Expression {
		const operand = this.#primary();
		if (!isTarget(operand)) return operand;
		if (this.acceptOperator('++')) return { type: 'increment', by: 1, prefix: false, target: operand };
		if (this.acceptOperator('--')) return { type: 'increment', by: -1, prefix: false, target: operand };
		return operand;
	}

	#primary(): Expression {
		const { type, text, value, line } = this.token;
		switch (type) {
			case 'number':
				this.advance();
				return { type: 'number', value };
			case 'string':
				this.advance();
				return { type: 'string', value: text };
			case 'regex':
				this.advance();
				return { type: 'regex', source: text };
			case 'name':
				this.advance();
				return this.#variable(text);
			case 'function-name': {
				this.advance();
				this.#calls.push({ name: text, line });
				return { type: 'call', name: text, args: this.#arguments(), line };
			}
			case 'builtin':
				this.advance();
				return this.#builtin(text);
			case 'keyword':
				if (text !== 'getline') return this.fail();
				this.advance();
				return this.#getline();
			case 'operator':
				return this.#operatorPrimary(text);
			default:
				return this.fail();
		}
	}

	#operatorPrimary(text: string): Expression {
		switch (text) {
			case '$':
				this.advance();
				if (this.isOperator('++') || this.isOperator('--'))
					return { type: 'field', index: this.#operatorPrimary(this.token.text) };
				if (this.isOperator('-') || this.isOperator('+') || this.isOperator('!'))
					return { type: 'field', index: this.#unary() };
				return { type: 'field', index: this.#primary() };
			case '++':
			case '--': {
				this.advance();
				const target = this.#primary();
				if (!isTarget(target)) this.fail();
				return { type: 'increment', by: text === '++' ? 1 : -1, prefix: true, target };
			}
			case '(': {
				this.advance();
				const items = this.#nested(() => this.expressionList());
				this.expectOperator(')');
				return { type: 'grouping', items };
			}
			case '-':
			case '+':
			case '!':
				return this.#unary();
			default:
				return this.fail();
		}
	}

	#variable(name: string): Expression {
		if (!this.acceptOperator('[')) return { type: 'variable', name };
		const subscript = this.#nested(() => this.expressionList());
		this.expectOperator(']');
		return { type: 'element', array: name, subscript };
	}

	#arguments(): Expression[] {
		this.expectOperator('(');
		this.skipNewlines();
		if (this.acceptOperator(')')) return [];
		const args = this.#nested(() => this.expressionList());
		this.skipNewlines();
		this.expectOperator(')');
		return args;
	}

	#builtin(name: string): Expression {
		if (this.isOperator('(')) return { type: 'builtin', name, args: this.#arguments() };
		if (name !== 'length') this.fail();
		return { type: 'builtin', name, args: [] };
	}

	#getline(): Expression {
		const target = this.#getlineTarget();
		if (!this.acceptOperator('<')) return { type: 'getline', source: 'main', from: undefined, target };
		return { type: 'getline', source: 'file', from: this.#postfix(), target };
	}

	#getlineTarget(): Expression | undefined {
		if (this.token.type !== 'name' && !this.isOperator('$')) return undefined;
		return this.#primary();
	}
}

function isTarget(expression: Expression): boolean {
	return expression.type === 'variable' || expression.type === 'element' || expression.type === 'field';
}
