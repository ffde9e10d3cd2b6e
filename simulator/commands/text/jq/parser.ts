import { forgiving } from './forgiving.ts';
import { described } from './json.ts';
import { tokenize } from './lexer.ts';
import type { Definition, Node, Pattern } from './syntax-tree.ts';
import { JqCompileError } from './syntax-tree.ts';
import { TokenCursor } from './token-cursor.ts';

/** Models the grammar of jq 1.7. Throws JqCompileError. */
export function parseProgram(source: string): Node {
	const parser = new Parser(tokenize(source));
	return parser.program();
}

/** Definitions only: a library. */
export function parseDefinitions(source: string): Definition[] {
	return new Parser(tokenize(source)).definitions();
}

const IDENTITY: Node = { type: 'identity' };

const ASSIGNMENTS = new Set(['=', '|=', '+=', '-=', '*=', '/=', '%=', '//=']);
const COMPARISONS = new Set(['==', '!=', '<', '<=', '>', '>=']);

class Parser extends TokenCursor {
	program(): Node {
		if (this.#isLibrary()) throw new JqCompileError([{ text: 'Top-level program not given (try ".")', at: -1 }]);
		const node = this.#pipe();
		this.expectEnd();
		return node;
	}

	/** Definitions and nothing behind them. */
	#isLibrary(): boolean {
		const from = this.at;
		try {
			while (this.isKeyword('def')) this.#definition();
			return this.peek().type === 'end';
		} catch (error) {
			if (!(error instanceof JqCompileError)) throw error;
			return false;
		} finally {
			this.at = from;
		}
	}

	/** What stands in `\(…)`. */
	interpolation(): Node {
		if (this.peek().type === 'end') this.fail();
		const node = this.#pipe();
		if (this.peek().type !== 'end') this.fail('');
		return node;
	}

	definitions(): Definition[] {
		const definitions: Definition[] = [];
		while (this.isKeyword('def')) definitions.push(this.#definition());
		this.expectEnd();
		return definitions;
	}

	#pipe(): Node {
		if (this.isKeyword('def')) {
			const definition = this.#definition();
			return { type: 'def', definition, body: this.#pipe() };
		}
		if (this.isKeyword('label')) {
			this.at++;
			const name = this.#variable();
			this.expect('|');
			return { type: 'label', name, body: this.#pipe() };
		}
		const left = this.#comma();
		if (this.isKeyword('as')) {
			this.at++;
			const patterns = this.#patterns();
			this.expect('|');
			return { type: 'as', source: left, patterns, body: this.#pipe() };
		}
		return this.accept('|') ? { type: 'pipe', left, right: this.#pipe() } : left;
	}

	#comma(): Node {
		let left = this.#alternative();
		while (this.accept(',')) left = { type: 'comma', left, right: this.#alternative() };
		return left;
	}

	#alternative(): Node {
		const left = this.#assignment();
		return this.accept('//') ? { type: 'alternative', left, right: this.#alternative() } : left;
	}

	#assignment(): Node {
		const left = this.#or();
		const token = this.peek();
		if (token.type !== 'operator' || !ASSIGNMENTS.has(token.text)) return left;
		this.at++;
		// The right side reaches over "//".
		return { type: 'assign', operator: token.text, left, right: this.#alternative() };
	}

	#or(): Node {
		let left = this.#and();
		while (this.isKeyword('or')) {
			this.at++;
			left = { type: 'or', left, right: this.#and() };
		}
		return left;
	}

	#and(): Node {
		let left = this.#comparison();
		while (this.isKeyword('and')) {
			this.at++;
			left = { type: 'and', left, right: this.#comparison() };
		}
		return left;
	}

	#comparison(): Node {
		const left = this.#sum();
		const token = this.peek();
		if (token.type !== 'operator' || !COMPARISONS.has(token.text)) return left;
		this.at++;
		return { type: 'binary', operator: token.text, left, right: this.#sum() };
	}

	#sum(): Node {
		let left = this.#product();
		for (;;) {
			const token = this.peek();
			if (token.type !== 'operator' || (token.text !== '+' && token.text !== '-')) return left;
			this.at++;
			left = { type: 'binary', operator: token.text, left, right: this.#product() };
		}
	}

	#product(): Node {
		let left = this.#unary();
		for (;;) {
			const token = this.peek();
			if (token.type !== 'operator' || !['*', '/', '%'].includes(token.text)) return left;
			this.at++;
			left = { type: 'binary', operator: token.text, left, right: this.#unary() };
		}
	}

	#unary(): Node {
		if (this.accept('-')) return { type: 'negate', operand: this.#unary() };
		return this.#postfixWithAs();
	}

	/** `Term as $x | body` binds tighter than any operator on its left: `1 + . as $x | $x`. */
	#postfixWithAs(): Node {
		const term = this.#postfix();
		if (!this.isKeyword('as')) return term;
		this.at++;
		const patterns = this.#patterns();
		this.expect('|');
		return { type: 'as', source: term, patterns, body: this.#pipe() };
	}

	#postfix(): Node {
		let term = this.#term();
		for (;;) {
			const token = this.peek();
			if (token.type === 'field') {
				this.at++;
				term = { type: 'index', term, index: { type: 'literal', value: token.text } };
			} else if (this.isOperator('.') && this.peek(1).type === 'string') {
				this.at++;
				term = { type: 'index', term, index: this.#string(undefined) };
			} else if (this.isOperator('.') && this.isOperator('[', 1)) {
				this.at += 2;
				term = this.#bracket(term, true);
			} else if (this.accept('.')) this.fail("FORMAT or QQSTRING_START or '['");
			else if (this.accept('[')) term = this.#bracket(term);
			else if (this.accept('?')) term = forgiving(term);
			else return term;
		}
	}

	/** Behind "[". */
	#bracket(term: Node, dotted = false): Node {
		if (this.accept(']')) return { type: 'iterate', term };
		if (!dotted && this.accept(':')) {
			const to = this.#pipe();
			if (!this.accept(']')) this.fail();
			return { type: 'slice', term, from: undefined, to };
		}
		const index = this.#pipe();
		if (this.accept(']')) return { type: 'index', term, index };
		if (dotted || !this.accept(':')) this.fail();
		if (this.accept(']')) return { type: 'slice', term, from: index, to: undefined };
		const to = this.#pipe();
		if (!this.accept(']')) this.fail();
		return { type: 'slice', term, from: index, to };
	}

	#term(): Node {
		const token = this.take();
		switch (token.type) {
			case 'number':
				return { type: 'literal', value: token.value };
			case 'string':
				this.at--;
				return this.#string(undefined);
			case 'format': {
				if (this.peek().type === 'string') return this.#string(token.text);
				return { type: 'format', name: token.text };
			}
			case 'field':
				return { type: 'index', term: IDENTITY, index: { type: 'literal', value: token.text } };
			case 'variable':
				return { type: 'variable', name: token.text, line: token.line, at: token.at };
			case 'name':
				return this.#call(token.text, token.at);
			case 'keyword':
				return this.#keyword(token.text, token.at);
			case 'operator':
				return this.#operatorTerm(token.text);
			case 'invalid':
			case 'end':
				this.at--;
				return this.fail();
		}
	}

	#unusualField(): never {
		const { at } = this.peek();
		throw new JqCompileError([
			{ text: 'syntax error, unexpected INVALID_CHARACTER (Unix shell quoting issues?)', at },
			{ text: 'try .["field"] instead of .field for unusually named fields', at: at - 1 },
		]);
	}

	#operatorTerm(text: string): Node {
		switch (text) {
			case '.': {
				if (this.peek().type === 'string') return { type: 'index', term: IDENTITY, index: this.#string(undefined) };
				if (this.peek().type === 'invalid') this.#unusualField();
				return IDENTITY;
			}
			case '..':
				return { type: 'recurse' };
			case '(': {
				const inner = this.#pipe();
				if (!this.accept(')')) this.fail();
				return inner;
			}
			case '[': {
				if (this.accept(']')) return { type: 'empty-array' };
				const body = this.#pipe();
				if (!this.accept(']')) this.fail();
				return { type: 'array', body };
			}
			case '{':
				return this.#object();
			case '-':
				return { type: 'negate', operand: this.#postfix() };
			default:
				this.at--;
				return this.fail();
		}
	}

	#keyword(word: string, at: number): Node {
		switch (word) {
			case 'if':
				return this.#if(at);
			case 'try': {
				const body = this.#postfix();
				if (!this.isKeyword('catch')) return { type: 'try', body, handler: undefined };
				this.at++;
				return { type: 'try', body, handler: this.#closed('try', at, () => this.#postfix()) };
			}
			case 'reduce': {
				const source = this.#postfix();
				this.expectKeyword('as');
				const patterns = this.#patterns();
				this.expect('(');
				const start = this.#pipe();
				this.expect(';');
				const update = this.#pipe();
				this.expect(')');
				return { type: 'reduce', source, patterns, start, update };
			}
			case 'foreach': {
				const source = this.#postfix();
				this.expectKeyword('as');
				const patterns = this.#patterns();
				this.expect('(');
				const start = this.#pipe();
				this.expect(';');
				const update = this.#pipe();
				const extract = this.accept(';') ? this.#pipe() : undefined;
				this.expect(')');
				return { type: 'foreach', source, patterns, start, update, extract };
			}
			case 'def':
				this.at--;
				return { type: 'def', definition: this.#definition(), body: this.#pipe() };
			case 'label': {
				const name = this.#variable();
				this.expect('|');
				return { type: 'label', name, body: this.#pipe() };
			}
			default:
				this.at--;
				return this.fail();
		}
	}

	/** What ends too early inside of a statement is told of twice. */
	#closed(statement: string, at: number, read: () => Node): Node {
		try {
			return read();
		} catch (error) {
			if (!(error instanceof JqCompileError)) throw error;
			throw new JqCompileError([...error.errors, { text: `Possibly unterminated '${statement}' statement`, at }]);
		}
	}

	/** Behind "if" or "elif". */
	#if(at: number): Node {
		const condition = this.#pipe();
		this.expectKeyword('then');
		const then = this.#closed('if', at, () => this.#pipe());
		if (this.isKeyword('elif')) {
			this.at++;
			return { type: 'if', condition, then, otherwise: this.#if(at) };
		}
		let otherwise: Node | undefined;
		if (this.isKeyword('else')) {
			this.at++;
			otherwise = this.#pipe();
		}
		this.expectKeyword('end');
		return { type: 'if', condition, then, otherwise };
	}

	#call(name: string, at: number): Node {
		if (name === 'break' && this.peek().type === 'variable') return { type: 'break', name: this.#variable(), at };
		const args: Node[] = [];
		if (this.accept('(')) {
			do args.push(this.#pipe());
			while (this.accept(';'));
			this.expect(')');
		}
		if (args.length === 0) {
			if (name === 'null') return { type: 'literal', value: null };
			if (name === 'true' || name === 'false') return { type: 'literal', value: name === 'true' };
		}
		return { type: 'call', name, args, at };
	}

	#string(format: string | undefined): Node {
		const token = this.take();
		if (token.type !== 'string') throw new Error('assertion failed: a string was seen');
		const parts = token.parts.map((part) => (typeof part === 'string' ? part : new Parser(part).interpolation()));
		if (parts.length === 1 && typeof parts[0] === 'string') return { type: 'literal', value: parts[0] };
		return { type: 'string', format, parts };
	}

	#object(): Node {
		const entries: (readonly [Node, Node])[] = [];
		while (!this.accept('}')) {
			entries.push(this.#entry());
			if (this.accept(',')) continue;
			this.expect('}');
			break;
		}
		return { type: 'object', entries };
	}

	#entry(): readonly [Node, Node] {
		const token = this.take();
		switch (token.type) {
			case 'variable': {
				const value: Node = { type: 'variable', name: token.text, line: token.line, at: token.at };
				return [{ type: 'literal', value: token.text }, value];
			}
			case 'name':
			case 'keyword':
				return this.#entryValue({ type: 'literal', value: token.text });
			case 'format':
			case 'string':
				if (token.type === 'string') this.at--;
				else if (this.peek().type !== 'string') return this.#entryValue({ type: 'format', name: token.text });
				return this.#entryValue(this.#string(token.type === 'format' ? token.text : undefined));
			case 'operator':
				if (token.text === '(') {
					const key = this.#pipe();
					if (!this.accept(')')) this.fail();
					if (key.type === 'literal' && typeof key.value !== 'string') {
						throw new JqCompileError([{ text: `Cannot use ${described(key.value)} as object key`, at: token.at }]);
					}
					if (!this.isOperator(':')) this.fail("':'");
					return this.#entryValue(key);
				}
				break;
			default:
				break;
		}
		this.at--;
		return this.fail();
	}

	#entryValue(key: Node): readonly [Node, Node] {
		if (!this.accept(':')) return [key, { type: 'index', term: IDENTITY, index: key }];
		// Values are terms joined by "|" (and, since 1.7, anything but a comma needs no parentheses).
		let value: Node = this.#objectValue();
		while (this.accept('|')) value = { type: 'pipe', left: value, right: this.#objectValue() };
		return [key, value];
	}

	#objectValue(): Node {
		if (this.isKeyword('def')) return { type: 'def', definition: this.#definition(), body: this.#objectValue() };
		return this.#alternative();
	}

	#variable(): string {
		const token = this.take();
		if (token.type === 'variable') return token.text;
		this.at--;
		return this.fail('BINDING');
	}

	#definition(): Definition {
		this.expectKeyword('def');
		const token = this.take();
		if (token.type !== 'name' && token.type !== 'keyword') {
			this.at--;
			this.fail('IDENT');
		}
		const params: string[] = [];
		if (this.accept('(')) {
			do {
				const param = this.take();
				if (param.type === 'variable') params.push(`$${param.text}`);
				else if (param.type === 'name' || param.type === 'keyword') params.push(param.text);
				else {
					this.at--;
					this.fail();
				}
			} while (this.accept(';'));
			this.expect(')');
		}
		this.expect(':');
		const body = this.#pipe();
		if (!this.accept(';')) this.fail();
		return { name: token.text, params, body };
	}

	#patterns(): Pattern[] {
		const patterns = [this.#pattern()];
		while (this.accept('?//')) patterns.push(this.#pattern());
		return patterns;
	}

	#pattern(): Pattern {
		if (this.peek().type === 'variable') return { type: 'variable', name: this.#variable() };
		if (this.accept('[')) {
			const items: Pattern[] = [];
			do items.push(this.#pattern());
			while (this.accept(','));
			this.expect(']');
			return { type: 'array', items };
		}
		if (!this.accept('{')) this.fail("BINDING or '[' or '{'");
		const entries: { key: Node; bind: string | undefined; value: Pattern | undefined }[] = [];
		do {
			const token = this.peek();
			let key: Node;
			let bind: string | undefined;
			if (token.type === 'variable') {
				bind = this.#variable();
				key = { type: 'literal', value: bind };
			} else if (token.type === 'name' || token.type === 'keyword') {
				this.at++;
				key = { type: 'literal', value: token.text };
			} else if (token.type === 'string') key = this.#string(undefined);
			else {
				this.expect('(');
				key = this.#pipe();
				this.expect(')');
			}
			const value = this.accept(':') ? this.#pattern() : undefined;
			if (value === undefined && bind === undefined) this.fail("':'");
			entries.push({ key, bind, value });
		} while (this.accept(','));
		this.expect('}');
		return { type: 'object', entries };
	}
}
