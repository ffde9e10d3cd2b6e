import { ExpressionParser } from './expression-parser.ts';
import type { AwkFunction, AwkProgram, Expression, Redirect, Rule, Statement } from './syntax-tree.ts';
import { AwkSyntaxError } from './syntax-tree.ts';

/** Throws AwkSyntaxError. */
export function parseAwk(source: string): AwkProgram {
	return new AwkParser(source).program();
}

class AwkParser extends ExpressionParser {
	/** In a rule, the only place for `next`. */
	#hasRecord = false;
	#inFunction = false;
	/** Loops around what is read. */
	#loops = 0;

	program(): AwkProgram {
		const begin: Statement[] = [];
		const end: Statement[] = [];
		const rules: Rule[] = [];
		const functions = new Map<string, AwkFunction>();
		for (;;) {
			this.skipTerminators();
			if (this.token.type === 'end') break;
			if (this.isKeyword('function')) {
				const definition = this.#function();
				functions.set(definition.name, definition);
			} else if (this.acceptKeyword('BEGIN')) begin.push(this.#block());
			else if (this.acceptKeyword('END')) end.push(this.#block());
			else {
				this.#hasRecord = true;
				rules.push(this.#rule());
				this.#hasRecord = false;
			}
		}
		this.checkCalls(functions);
		return { begin, rules, end, hasEnd: end.length > 0, functions };
	}

	#rule(): Rule {
		if (this.isOperator('{')) return { pattern: undefined, until: undefined, action: this.#block() };
		const pattern = this.expression();
		let until: Expression | undefined;
		if (this.acceptOperator(',')) {
			this.skipNewlines();
			until = this.expression();
		}
		return { pattern, until, action: this.isOperator('{') ? this.#block() : undefined };
	}

	#function(): AwkFunction {
		this.advance();
		const name = this.token.text;
		if (this.token.type !== 'name' && this.token.type !== 'function-name') this.fail();
		this.advance();
		this.expectOperator('(');
		const params: string[] = [];
		while (!this.isOperator(')')) {
			if (this.token.type !== 'name') this.fail();
			params.push(this.token.text);
			this.advance();
			if (!this.acceptOperator(',')) break;
			this.skipNewlines();
		}
		this.expectOperator(')');
		this.skipNewlines();
		this.#inFunction = true;
		const body = this.#block();
		this.#inFunction = false;
		return { name, params, body };
	}

	#block(): Statement {
		this.expectOperator('{');
		const body: Statement[] = [];
		for (;;) {
			this.skipTerminators();
			if (this.acceptOperator('}')) return { type: 'block', body };
			if (this.token.type === 'end') this.fail('missing } near end of file');
			body.push(this.#statement());
		}
	}

	/** The body of a loop or branch: may stand on the next line; ";" is an empty one. */
	#body(): Statement {
		this.skipNewlines();
		if (this.acceptOperator(';')) return { type: 'block', body: [] };
		return this.#statement();
	}

	#loopBody(): Statement {
		this.#loops++;
		const body = this.#body();
		this.#loops--;
		return body;
	}

	#statement(): Statement {
		if (this.isOperator('{')) return this.#block();
		if (this.token.type === 'keyword') {
			const compound = this.#compound();
			if (compound !== undefined) return compound;
		}
		const simple = this.#simple();
		this.#endOfStatement();
		return simple;
	}

	#endOfStatement(): void {
		if (this.acceptOperator(';') || this.token.type === 'newline') return;
		if (this.isOperator('}') || this.token.type === 'end') return;
		this.fail();
	}

	#compound(): Statement | undefined {
		switch (this.token.text) {
			case 'if':
				return this.#if();
			case 'while': {
				this.advance();
				const condition = this.parenthesized();
				return { type: 'while', condition, body: this.#loopBody() };
			}
			case 'do': {
				this.advance();
				const body = this.#loopBody();
				this.skipTerminators();
				if (!this.acceptKeyword('while')) this.fail();
				const condition = this.parenthesized();
				this.#endOfStatement();
				return { type: 'do', condition, body };
			}
			case 'for':
				return this.#for();
			default:
				return undefined;
		}
	}

	#if(): Statement {
		this.advance();
		const condition = this.parenthesized();
		const then = this.#body();
		// "else" may follow a semicolon and newlines.
		const mark = this.mark();
		this.skipTerminators();
		if (!this.acceptKeyword('else')) {
			this.rewind(mark);
			return { type: 'if', condition, then, otherwise: undefined };
		}
		return { type: 'if', condition, then, otherwise: this.#body() };
	}

	#for(): Statement {
		this.advance();
		this.expectOperator('(');
		const mark = this.mark();
		if (this.token.type === 'name') {
			const name = this.token.text;
			this.advance();
			if (this.acceptKeyword('in')) {
				const array = this.token.text;
				if (this.token.type === 'name') {
					this.advance();
					if (this.acceptOperator(')')) {
						return { type: 'for-in', variable: { type: 'variable', name }, array, body: this.#loopBody() };
					}
				}
			}
			this.rewind(mark);
		}
		const start = this.isOperator(';') ? undefined : this.#simple();
		this.expectOperator(';');
		this.skipNewlines();
		const condition = this.isOperator(';') ? undefined : this.expression();
		this.expectOperator(';');
		this.skipNewlines();
		const step = this.isOperator(')') ? undefined : this.#simple();
		this.expectOperator(')');
		return { type: 'for', start, condition, step, body: this.#loopBody() };
	}

	#simple(): Statement {
		if (this.token.type !== 'keyword' || this.token.text === 'getline') {
			return { type: 'expression', expression: this.expression() };
		}
		const word = this.token.text;
		switch (word) {
			case 'print':
			case 'printf':
				this.advance();
				return this.#print(word);
			case 'next':
			case 'nextfile':
				if (!this.#hasRecord) throw new AwkSyntaxError(`line ${this.token.line}: improper use of ${word}`);
				this.advance();
				return { type: word };
			case 'break':
			case 'continue':
				if (this.#loops === 0) {
					throw new AwkSyntaxError(`line ${this.token.line}: ${word} statement outside of loop`);
				}
				this.advance();
				return { type: word };
			case 'exit':
			case 'return':
				if (word === 'return' && !this.#inFunction) {
					throw new AwkSyntaxError(`line ${this.token.line}: return outside function body`);
				}
				this.advance();
				return { type: word, value: this.#atEnd() ? undefined : this.expression() };
			case 'delete': {
				this.advance();
				const array = this.name();
				if (!this.acceptOperator('[')) return { type: 'delete', array, subscript: undefined };
				const subscript = this.expressionList();
				this.expectOperator(']');
				return { type: 'delete', array, subscript };
			}
			default:
				return this.fail();
		}
	}

	#atEnd(): boolean {
		return this.token.type === 'newline' || this.token.type === 'end' || this.isOperator(';') || this.isOperator('}');
	}

	#print(type: 'print' | 'printf'): Statement {
		let args: readonly Expression[] = [];
		const none = this.#atEnd() || this.isOperator('>') || this.isOperator('>>') || this.isOperator('|');
		if (none && type === 'printf') throw new AwkSyntaxError(`line ${this.token.line}: no arguments in call to printf`);
		if (!none) args = this.printArguments();
		const [only] = args;
		if (args.length === 1 && only?.type === 'grouping') args = only.items;
		return { type, args, redirect: this.#redirect() };
	}

	#redirect(): Redirect | undefined {
		for (const kind of ['>>', '>', '|'] as const) {
			if (this.acceptOperator(kind)) return { kind, target: this.concatenation() };
		}
		return undefined;
	}
}
