import { JsExpressions } from './js-expressions.ts';
import { JsSyntaxError } from './js-lexer.ts';
import type { Expression, Pattern, Statement } from './js-syntax.ts';
import { JsTokens } from './js-tokens.ts';

export interface JsProgram {
	readonly body: readonly Statement[];
	readonly variables: readonly string[];
}

const DEPTH_MAX = 100;

/** Throws JsSyntaxError in V8's words. Differs: no tagged templates, no decorators, no `with`. */
export function parseJavaScript(text: string): JsProgram {
	const tokens = new JsTokens(text);
	const parser = new JsParser(tokens, 0);
	const body: Statement[] = [];
	while (tokens.now.kind !== 'end') body.push(parser.statement([]));
	return { body, variables: tokens.variables };
}

/** The statements of a body up to its brace, which is taken. */
const readBody =
	(depth: number) =>
	(tokens: JsTokens): Statement[] =>
		new JsParser(tokens, depth + 1).block();

class JsParser {
	readonly #tokens: JsTokens;
	readonly #expressions: JsExpressions;
	#depth: number;

	constructor(tokens: JsTokens, depth: number) {
		if (depth > DEPTH_MAX) throw new JsSyntaxError('Maximum call stack size exceeded', tokens.line);
		this.#tokens = tokens;
		this.#depth = depth;
		this.#expressions = new JsExpressions(tokens, readBody(depth));
	}

	block(): Statement[] {
		const body: Statement[] = [];
		while (!this.#tokens.isSign('}')) {
			if (this.#tokens.now.kind === 'end') this.#tokens.refuse();
			body.push(this.statement([]));
		}
		this.#tokens.take();
		return body;
	}

	statement(labels: readonly string[]): Statement {
		if (++this.#depth > DEPTH_MAX) {
			throw new JsSyntaxError('Maximum call stack size exceeded', this.#tokens.line);
		}
		try {
			return this.#statement(labels);
		} finally {
			this.#depth--;
		}
	}

	#statement(labels: readonly string[]): Statement {
		const tokens = this.#tokens;
		tokens.beginValue();
		const { kind, text, line } = tokens.now;
		if (kind === 'sign') {
			if (tokens.sign(';')) return { t: 'block', body: [], labels };
			if (text === '{') {
				tokens.take();
				return { t: 'block', body: this.block(), labels };
			}
		}
		if (kind === 'name') {
			const special = this.#keyword(text, line, labels);
			if (special !== undefined) return special;
		}
		const value = this.#expressions.expression();
		if (value.t === 'name' && tokens.sign(':')) return this.statement([...labels, value.name]);
		tokens.endStatement();
		return { t: 'expression', value, line };
	}

	#keyword(text: string, line: number, labels: readonly string[]): Statement | undefined {
		const tokens = this.#tokens;
		switch (text) {
			case 'var':
			case 'const':
				return this.#declaration(text, true);
			case 'let':
				return this.#declaration(text, true);
			case 'function':
				return this.#functionDeclaration(false);
			case 'async':
				return this.#asyncDeclaration();
			case 'class':
				return { t: 'class-declaration', node: this.#expressions.classNode() };
			case 'if':
				return this.#if();
			case 'for':
				return this.#for(labels);
			case 'while': {
				tokens.take();
				const test = this.#inParentheses();
				return { t: 'while', test, body: this.statement([]), isFirst: false, labels };
			}
			case 'do':
				return this.#do(labels);
			case 'return': {
				tokens.take();
				const { kind, text: next, isFirst } = tokens.now;
				const isBare = isFirst || kind === 'end' || (kind === 'sign' && (next === ';' || next === '}'));
				const value = isBare ? undefined : this.#expressions.expression();
				tokens.endStatement();
				return { t: 'return', value, line };
			}
			case 'break':
			case 'continue': {
				tokens.take();
				const label = tokens.now.kind === 'name' && !tokens.now.isFirst ? tokens.take().text : undefined;
				tokens.endStatement();
				return { t: text, label };
			}
			case 'throw': {
				tokens.take();
				const value = this.#expressions.expression();
				tokens.endStatement();
				return { t: 'throw', value, line };
			}
			case 'try':
				return this.#try();
			case 'switch':
				return this.#switch(labels);
			case 'import':
				return this.#import();
			case 'export':
				return this.#export();
			case 'debugger':
				tokens.take();
				tokens.endStatement();
				return { t: 'block', body: [], labels };
		}
		return undefined;
	}

	#declaration(kind: 'var' | 'let' | 'const', ends: boolean): Statement {
		const tokens = this.#tokens;
		const { line } = tokens.take();
		const items: { target: Pattern; value: Expression | undefined }[] = [];
		do {
			const target = this.#expressions.target();
			if (kind === 'var') tokens.variables.push(...namesOf(target));
			const value = tokens.sign('=') ? this.#expressions.assignment() : undefined;
			const isLoop = !ends && (tokens.isWord('of') || tokens.isWord('in'));
			if (value === undefined && !isLoop && (kind === 'const' || target.t !== 'name')) {
				throw new JsSyntaxError(
					`Missing initializer in ${target.t === 'name' ? 'const' : 'destructuring'} declaration`,
					line,
				);
			}
			items.push({ target, value });
		} while (tokens.sign(','));
		if (ends) tokens.endStatement();
		return { t: 'declare', kind, items, line };
	}

	#functionDeclaration(isAsync: boolean): Statement {
		const node = this.#expressions.functionNode(isAsync);
		return { t: 'function-declaration', node };
	}

	#asyncDeclaration(): Statement | undefined {
		const tokens = this.#tokens;
		const word = tokens.take();
		if (tokens.isWord('function') && !tokens.now.isFirst) return this.#functionDeclaration(true);
		tokens.untake(word, word.start);
		return undefined;
	}

	#inParentheses(): Expression {
		this.#tokens.need('(');
		const value = this.#expressions.expression();
		this.#tokens.need(')');
		return value;
	}

	#if(): Statement {
		this.#tokens.take();
		const test = this.#inParentheses();
		const yes = this.statement([]);
		const no = this.#tokens.word('else') ? this.statement([]) : undefined;
		return { t: 'if', test, yes, no };
	}

	#do(labels: readonly string[]): Statement {
		const tokens = this.#tokens;
		tokens.take();
		const body = this.statement([]);
		tokens.needWord('while');
		const test = this.#inParentheses();
		tokens.sign(';');
		return { t: 'while', test, body, isFirst: true, labels };
	}

	#for(labels: readonly string[]): Statement {
		const tokens = this.#tokens;
		const { line } = tokens.take();
		const waits = tokens.word('await');
		tokens.need('(');
		let first: Statement | undefined;
		tokens.refusesIn = true;
		const { text } = tokens.now;
		if (text === 'var' || text === 'let' || text === 'const') first = this.#declaration(text, false);
		else if (!tokens.isSign(';')) first = { t: 'expression', value: this.#expressions.expression(), line };
		tokens.refusesIn = false;
		if (tokens.isWord('of') || tokens.isWord('in')) {
			const over = tokens.take().text === 'in' ? 'in' : waits ? 'await' : 'of';
			const value = this.#expressions.expression();
			tokens.need(')');
			const kind = first?.t === 'declare' ? first.kind : undefined;
			const target =
				first?.t === 'declare'
					? (first.items[0]?.target as Pattern)
					: this.#expressions.pattern((first as { value: Expression }).value);
			return { t: 'for-each', kind, target, over, value, body: this.statement([]), labels, line };
		}
		tokens.need(';');
		const test = tokens.isSign(';') ? undefined : this.#expressions.expression();
		tokens.need(';');
		const step = tokens.isSign(')') ? undefined : this.#expressions.expression();
		tokens.need(')');
		return { t: 'for', first, test, step, body: this.statement([]), labels };
	}

	#braced(): Statement[] {
		this.#tokens.need('{');
		return this.block();
	}

	#try(): Statement {
		const tokens = this.#tokens;
		tokens.take();
		const body = this.#braced();
		let parameter: Pattern | undefined;
		let handler: Statement[] | undefined;
		if (tokens.word('catch')) {
			if (tokens.sign('(')) {
				parameter = this.#expressions.target();
				tokens.need(')');
			}
			handler = this.#braced();
		}
		const last = tokens.word('finally') ? this.#braced() : undefined;
		if (handler === undefined && last === undefined) {
			throw new JsSyntaxError('Missing catch or finally after try', tokens.line);
		}
		return { t: 'try', body, parameter, handler, last };
	}

	#switch(labels: readonly string[]): Statement {
		const tokens = this.#tokens;
		tokens.take();
		const value = this.#inParentheses();
		tokens.need('{');
		const cases: { test: Expression | undefined; body: Statement[] }[] = [];
		while (!tokens.sign('}')) {
			const isCase = tokens.word('case');
			if (!isCase) tokens.needWord('default');
			const test = isCase ? this.#expressions.expression() : undefined;
			tokens.need(':');
			const body: Statement[] = [];
			while (!tokens.isWord('case') && !tokens.isWord('default') && !tokens.isSign('}')) {
				if (tokens.now.kind === 'end') tokens.refuse();
				body.push(this.statement([]));
			}
			cases.push({ test, body });
		}
		return { t: 'switch', value, cases, labels };
	}

	#string(): string {
		if (this.#tokens.now.kind !== 'string') this.#tokens.refuse();
		return this.#tokens.take().text;
	}

	#name(): string {
		if (this.#tokens.now.kind !== 'name') this.#tokens.refuse();
		return this.#tokens.take().text;
	}

	#import(): Statement | undefined {
		const tokens = this.#tokens;
		const word = tokens.take();
		if (tokens.isSign('(') || tokens.isSign('.')) {
			tokens.untake(word, word.start);
			return undefined;
		}
		const names: (readonly [string, string])[] = [];
		if (tokens.now.kind !== 'string') {
			if (tokens.now.kind === 'name') {
				names.push(['default', this.#name()]);
				tokens.sign(',');
			}
			if (tokens.sign('*')) {
				tokens.needWord('as');
				names.push(['*', this.#name()]);
			} else if (tokens.isSign('{')) names.push(...this.#specifiers());
			tokens.needWord('from');
		}
		const from = this.#string();
		tokens.endStatement();
		return { t: 'import', from, names };
	}

	/** `{ a, b as c }`. */
	#specifiers(): (readonly [string, string])[] {
		const tokens = this.#tokens;
		tokens.need('{');
		const names: (readonly [string, string])[] = [];
		while (!tokens.sign('}')) {
			const name = this.#name();
			names.push([name, tokens.word('as') ? this.#name() : name]);
			if (!tokens.isSign('}')) tokens.need(',');
		}
		return names;
	}

	#export(): Statement {
		const tokens = this.#tokens;
		tokens.take();
		if (tokens.word('default')) {
			const value = this.#expressions.assignment();
			tokens.endStatement();
			return { t: 'export-default', value, name: value.t === 'function' || value.t === 'class' ? value.name : '' };
		}
		if (tokens.isSign('{')) {
			const names = this.#specifiers();
			tokens.endStatement();
			return { t: 'export', names };
		}
		const declared = this.statement([]);
		return { t: 'export', names: declaredNames(declared).map((name) => [name, name]), declared };
	}
}

function declaredNames(statement: Statement): string[] {
	if (statement.t === 'declare') return statement.items.flatMap(({ target }) => namesOf(target));
	if (statement.t === 'function-declaration' || statement.t === 'class-declaration') return [statement.node.name];
	return [];
}

/** The names that a pattern declares. */
export function namesOf(pattern: Pattern): string[] {
	switch (pattern.t) {
		case 'name':
			return [pattern.name];
		case 'default':
			return namesOf(pattern.target);
		case 'array-pattern':
			return [...pattern.items, pattern.rest].flatMap((each) => (each === undefined ? [] : namesOf(each)));
		case 'object-pattern':
			return [...pattern.properties.map(({ target }) => target), pattern.rest].flatMap((each) =>
				each === undefined ? [] : namesOf(each),
			);
		default:
			return [];
	}
}
