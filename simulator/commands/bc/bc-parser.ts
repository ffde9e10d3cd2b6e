import {
	type Argument,
	type BcFunction,
	BcSyntaxError,
	type Expression,
	type Place,
	type Statement,
} from './bc-syntax.ts';

interface Token {
	readonly type: 'number' | 'text' | 'name' | 'word' | 'operator' | 'newline' | 'end' | 'wrong';
	readonly text: string;
	readonly line: number;
}

const WORDS: ReadonlySet<string> = new Set(
	'define auto return if else while for break continue quit halt print scale ibase obase last length sqrt read limits void'.split(
		' ',
	),
);
const TOKEN =
	/(\\\n|[ \t\r]+|#[^\n]*|\/\*[\s\S]*?\*\/)|(\n)|((?:[0-9A-F](?:\\\n)?)+(?:\.[0-9A-F]*(?:\\\n[0-9A-F]+)*)?|\.[0-9A-F]+)|([a-z][a-z0-9_]*)|"([^"]*)"|(\^=|\+=|-=|\*=|\/=|%=|==|<=|>=|!=|\+\+|--|&&|\|\||[-+*/%^=<>!(){}[\],;.])/y;

function tokenize(text: string): Token[] {
	const tokens: Token[] = [];
	let line = 1;
	let at = 0;
	while (at < text.length) {
		TOKEN.lastIndex = at;
		const match = TOKEN.exec(text);
		if (match === null) {
			tokens.push({ type: 'wrong', text: text[at] as string, line });
			at++;
			continue;
		}
		const [whole, , newline, number, name, string, operator] = match;
		if (newline !== undefined) tokens.push({ type: 'newline', text: '\n', line });
		else if (number !== undefined) tokens.push({ type: 'number', text: number.replaceAll('\\\n', ''), line });
		else if (name !== undefined) tokens.push({ type: WORDS.has(name) ? 'word' : 'name', text: name, line });
		else if (string !== undefined) tokens.push({ type: 'text', text: string, line });
		else if (operator !== undefined) tokens.push({ type: 'operator', text: operator, line });
		line += whole.split('\n').length - 1;
		at += whole.length;
	}
	tokens.push({ type: 'end', text: '', line });
	return tokens;
}

const DEPTH_MAX = 500;

/** Reads a program line by line, as it is executed: what stands before a mistake has been done. */
export class BcParser {
	readonly #tokens: Token[];
	#illegal: readonly BcSyntaxError[] = [];
	#at = 0;
	#depth = 0;

	constructor(text: string) {
		this.#tokens = tokenize(text);
	}

	/** The statements of the next line or a function; undefined at the end. Throws BcSyntaxError and goes to the next line. */
	next(): readonly Statement[] | BcFunction | undefined {
		this.#depth = 0;
		while (this.#is('newline')) this.#at++;
		this.#passIllegal();
		if (this.#is('end')) return undefined;
		try {
			if (this.#isWord('define')) return this.#function();
			const statements = this.#statements(['newline', 'end']);
			if (!this.#is('newline') && !this.#is('end')) throw this.#error();
			return statements;
		} catch (error) {
			if (error instanceof BcSyntaxError) while (!this.#is('newline') && !this.#is('end')) this.#at++;
			throw error;
		}
	}

	/** Characters of the line that mean nothing: they are told, and the line is read without them. */
	takeIllegal(): readonly BcSyntaxError[] {
		const found = this.#illegal;
		this.#illegal = [];
		return found;
	}

	#passIllegal(): void {
		const found: BcSyntaxError[] = [];
		for (let at = this.#at; this.#tokens[at] !== undefined && this.#tokens[at]?.type !== 'newline'; ) {
			const { type, line, text } = this.#tokens[at] as Token;
			if (type === 'wrong') {
				found.push(new BcSyntaxError(line, `illegal character: ${text}`));
				this.#tokens.splice(at, 1);
			} else at++;
		}
		this.#illegal = found;
	}

	#peek(ahead = 0): Token {
		return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)] as Token;
	}

	#is(type: Token['type'], text?: string): boolean {
		const token = this.#peek();
		return token.type === type && (text === undefined || token.text === text);
	}

	#isWord(text: string): boolean {
		return this.#is('word', text);
	}

	#accept(text: string): boolean {
		const token = this.#peek();
		if ((token.type !== 'operator' && token.type !== 'word') || token.text !== text) return false;
		this.#at++;
		return true;
	}

	#expect(text: string): void {
		if (!this.#accept(text)) throw this.#error();
	}

	#error(message?: string): BcSyntaxError {
		const token = this.#peek();
		return new BcSyntaxError(token.line + (token.type === 'newline' ? 1 : 0), message);
	}

	#skipNewlines(): void {
		while (this.#is('newline')) this.#at++;
	}

	#function(): BcFunction {
		this.#at++;
		this.#accept('void');
		const name = this.#name();
		this.#expect('(');
		const parameters = this.#names(')');
		this.#expect(')');
		this.#skipNewlines();
		this.#expect('{');
		this.#skipNewlines();
		let locals: readonly string[] = [];
		if (this.#accept('auto')) {
			locals = this.#names(';');
			if (!this.#is('newline')) this.#accept(';');
		}
		const body = this.#statements([], '}');
		this.#expect('}');
		return { name, parameters, locals, body };
	}

	#name(): string {
		const token = this.#peek();
		if (token.type !== 'name') throw this.#error();
		this.#at++;
		return token.text;
	}

	#names(end: string): string[] {
		const names: string[] = [];
		while (!this.#is('operator', end) && !this.#is('newline')) {
			const name = this.#name();
			if (this.#accept('[')) {
				this.#expect(']');
				names.push(`${name}[]`);
			} else names.push(name);
			if (!this.#accept(',')) break;
		}
		return names;
	}

	#statements(ends: readonly Token['type'][], closing?: string): Statement[] {
		const statements: Statement[] = [];
		for (;;) {
			while (this.#accept(';') || (closing !== undefined && this.#is('newline'))) {
				if (this.#is('newline')) this.#at++;
			}
			if (closing !== undefined && this.#is('operator', closing)) return statements;
			if (ends.includes(this.#peek().type)) return statements;
			if (this.#is('end')) {
				if (closing !== undefined) throw this.#error();
				return statements;
			}
			statements.push(this.#statement());
			const separated = this.#is('operator', ';') || this.#is('newline') || this.#is('end');
			if (!separated && !(closing !== undefined && this.#is('operator', closing))) throw this.#error();
		}
	}

	#statement(): Statement {
		if (++this.#depth > DEPTH_MAX) throw this.#error();
		const statement = this.#statementAtDepth();
		this.#depth--;
		return statement;
	}

	#statementAtDepth(): Statement {
		const token = this.#peek();
		if (token.type === 'text') {
			this.#at++;
			return { kind: 'text', text: token.text };
		}
		if (this.#accept('{')) {
			const body = this.#statements([], '}');
			this.#expect('}');
			return { kind: 'block', body };
		}
		if (token.type !== 'word') return { kind: 'expression', value: this.#expression() };
		switch (token.text) {
			case 'if':
				return this.#if();
			case 'while': {
				this.#at++;
				const test = this.#parenthesized();
				return { kind: 'while', test, body: this.#body() };
			}
			case 'for':
				return this.#for();
			case 'return': {
				this.#at++;
				const ends = this.#is('newline') || this.#is('end') || this.#is('operator', ';') || this.#is('operator', '}');
				return { kind: 'return', value: ends ? undefined : this.#expression() };
			}
			case 'print':
				return this.#print();
			case 'break':
			case 'continue':
			case 'quit':
			case 'halt':
				this.#at++;
				return { kind: token.text };
			case 'limits':
				this.#at++;
				return { kind: 'nothing' };
		}
		return { kind: 'expression', value: this.#expression() };
	}

	#body(): Statement {
		this.#skipNewlines();
		return this.#statement();
	}

	#parenthesized(): Expression {
		this.#expect('(');
		const value = this.#expression();
		this.#expect(')');
		return value;
	}

	#if(): Statement {
		this.#at++;
		const test = this.#parenthesized();
		const then = this.#body();
		// "else" stands on the same line, or behind a closing brace's line end in a block.
		let ahead = 0;
		while (this.#peek(ahead).type === 'newline') ahead++;
		const follows = this.#peek(ahead);
		if (follows.type === 'word' && follows.text === 'else' && (ahead === 0 || this.#depth > 1)) {
			this.#at += ahead + 1;
			return { kind: 'if', test, then, otherwise: this.#body() };
		}
		return { kind: 'if', test, then, otherwise: undefined };
	}

	#for(): Statement {
		this.#at++;
		this.#expect('(');
		const part = (end: string): Expression | undefined => (this.#is('operator', end) ? undefined : this.#expression());
		const start = part(';');
		this.#expect(';');
		const test = part(';');
		this.#expect(';');
		const step = part(')');
		this.#expect(')');
		return { kind: 'for', start, test, step, body: this.#body() };
	}

	#print(): Statement {
		this.#at++;
		const items: (Expression | string)[] = [];
		do {
			const token = this.#peek();
			if (token.type === 'text') {
				this.#at++;
				items.push(token.text);
			} else items.push(this.#expression());
		} while (this.#accept(','));
		return { kind: 'print', items };
	}

	#expression(): Expression {
		return this.#or();
	}

	#or(): Expression {
		let left = this.#and();
		while (this.#accept('||')) left = { kind: 'binary', operator: '||', left, right: this.#and() };
		return left;
	}

	#and(): Expression {
		let left = this.#not();
		while (this.#accept('&&')) left = { kind: 'binary', operator: '&&', left, right: this.#not() };
		return left;
	}

	#not(): Expression {
		return this.#accept('!') ? { kind: 'not', operand: this.#not() } : this.#comparison();
	}

	#comparison(): Expression {
		let left = this.#assignment();
		for (;;) {
			const operator = ['==', '!=', '<=', '>=', '<', '>'].find((each) => this.#accept(each));
			if (operator === undefined) return left;
			left = { kind: 'binary', operator, left, right: this.#assignment() };
		}
	}

	#assignment(): Expression {
		const left = this.#sum();
		const operator = ['=', '+=', '-=', '*=', '/=', '%=', '^='].find((each) => this.#is('operator', each));
		if (operator === undefined) return left;
		if (left.kind !== 'variable' && left.kind !== 'element' && left.kind !== 'special') throw this.#error();
		this.#at++;
		return { kind: 'assign', operator: operator.slice(0, -1), place: left, value: this.#assignment() };
	}

	#sum(): Expression {
		let left = this.#product();
		for (;;) {
			const operator = ['+', '-'].find((each) => this.#accept(each));
			if (operator === undefined) return left;
			left = { kind: 'binary', operator, left, right: this.#product() };
		}
	}

	#product(): Expression {
		let left = this.#power();
		for (;;) {
			const operator = ['*', '/', '%'].find((each) => this.#accept(each));
			if (operator === undefined) return left;
			left = { kind: 'binary', operator, left, right: this.#power() };
		}
	}

	#power(): Expression {
		const base = this.#unary();
		return this.#accept('^') ? { kind: 'binary', operator: '^', left: base, right: this.#power() } : base;
	}

	#unary(): Expression {
		if (this.#accept('-')) return { kind: 'negate', operand: this.#unary() };
		for (const [word, by] of [
			['++', 1],
			['--', -1],
		] as const) {
			if (!this.#accept(word)) continue;
			const place = this.#primary();
			if (!isPlace(place)) throw this.#error();
			return { kind: 'step', by, prefix: true, place };
		}
		const value = this.#primary();
		if (!isPlace(value)) return value;
		if (this.#accept('++')) return { kind: 'step', by: 1, prefix: false, place: value };
		return this.#accept('--') ? { kind: 'step', by: -1, prefix: false, place: value } : value;
	}

	#primary(): Expression {
		const token = this.#peek();
		if (token.type === 'number') {
			this.#at++;
			return { kind: 'number', text: token.text };
		}
		if (this.#accept('.')) return { kind: 'special', name: 'last' };
		if (this.#accept('(')) {
			const operand = this.#expression();
			this.#expect(')');
			return { kind: 'group', operand };
		}
		if (token.type === 'name') return this.#named();
		if (token.type !== 'word') throw this.#error();
		return this.#builtIn(token.text);
	}

	#builtIn(word: string): Expression {
		if (word === 'length' || word === 'sqrt' || word === 'read') {
			this.#at++;
			this.#expect('(');
			const args = word === 'read' ? [] : [this.#expression()];
			this.#expect(')');
			return { kind: 'call', name: word, args };
		}
		if (word !== 'scale' && word !== 'ibase' && word !== 'obase' && word !== 'last') throw this.#error();
		this.#at++;
		if (word === 'scale' && this.#accept('(')) {
			const operand = this.#expression();
			this.#expect(')');
			return { kind: 'call', name: 'scale', args: [operand] };
		}
		return { kind: 'special', name: word };
	}

	#named(): Expression {
		const name = this.#name();
		if (this.#accept('(')) {
			const args: Argument[] = [];
			while (!this.#is('operator', ')')) {
				args.push(this.#argument());
				if (!this.#accept(',')) break;
			}
			this.#expect(')');
			return { kind: 'call', name, args };
		}
		if (!this.#accept('[')) return { kind: 'variable', name };
		const index = this.#expression();
		this.#expect(']');
		return { kind: 'element', name, index };
	}

	#argument(): Argument {
		const [name, open, close] = [this.#peek(), this.#peek(1), this.#peek(2)];
		if (name.type === 'name' && open.text === '[' && close.text === ']') {
			this.#at += 3;
			return { kind: 'array', name: name.text };
		}
		return this.#expression();
	}
}

function isPlace(value: Expression): value is Place {
	return value.kind === 'variable' || value.kind === 'element' || value.kind === 'special';
}
