import { JsSyntaxError, templateParts } from './js-lexer.ts';
import { ASSIGNMENTS, keyName, patternOf, STRENGTHS, simpleTarget, UNARY } from './js-patterns.ts';
import type { ClassMember, ClassNode, Expression, FunctionNode, Pattern, Property, Statement } from './js-syntax.ts';
import { JsTokens, RESERVED } from './js-tokens.ts';

const DEPTH_MAX = 200;

export type ReadBody = (tokens: JsTokens) => Statement[];

/** Expressions; what functions are made of is read by `body`. */
export class JsExpressions {
	readonly tokens: JsTokens;
	readonly #body: ReadBody;
	#depth = 0;

	constructor(tokens: JsTokens, body: ReadBody) {
		this.tokens = tokens;
		this.#body = body;
	}

	/** With commas. */
	expression(): Expression {
		const first = this.assignment();
		if (!this.tokens.isSign(',')) return first;
		const items = [first];
		while (this.tokens.sign(',')) items.push(this.assignment());
		return { t: 'sequence', items };
	}

	assignment(): Expression {
		if (++this.#depth > DEPTH_MAX) throw new JsSyntaxError('Maximum call stack size exceeded', this.tokens.line);
		try {
			return this.#assignment();
		} finally {
			this.#depth--;
		}
	}

	#assignment(): Expression {
		const { tokens } = this;
		const arrow = this.#arrow();
		if (arrow !== undefined) return arrow;
		if (tokens.isWord('yield')) return this.#yield();
		const left = this.#choice();
		const { kind, text } = tokens.now;
		if (kind !== 'sign' || !ASSIGNMENTS.has(text)) return left;
		const target = text === '=' ? this.pattern(left) : simpleTarget(left, tokens);
		tokens.take();
		return { t: 'assign', operator: text, target, value: this.assignment() };
	}

	#yield(): Expression {
		const { tokens } = this;
		tokens.take();
		const isAll = tokens.sign('*');
		const { kind, text, isFirst } = tokens.now;
		const isBare =
			!isAll && (isFirst || kind === 'end' || (kind === 'sign' && ') ] } , ; :'.split(' ').includes(text)));
		return { t: 'yield', value: isBare ? undefined : this.assignment(), isAll };
	}

	/** `x =>`, `(a, b) =>`, `async x =>`. */
	#arrow(): Expression | undefined {
		const { tokens } = this;
		const { kind, text, start } = tokens.now;
		if (kind === 'sign' && text === '(') return tokens.isArrowAhead() ? this.#arrowFunction(false) : undefined;
		if (kind !== 'name' || RESERVED.has(text)) return undefined;
		const word = tokens.take();
		if (text === 'async' && !tokens.now.isFirst) {
			if (tokens.isSign('(') && tokens.isArrowAhead()) return this.#arrowFunction(true);
			if (tokens.now.kind === 'name' && !RESERVED.has(tokens.now.text)) {
				const parameter = tokens.take();
				return this.#arrowBody([{ t: 'name', name: parameter.text, line: parameter.line }], undefined, true);
			}
		}
		if (tokens.isSign('=>')) return this.#arrowBody([{ t: 'name', name: text, line: word.line }], undefined, false);
		tokens.untake(word, start);
		return undefined;
	}

	#arrowFunction(isAsync: boolean): Expression {
		const { parameters, rest } = this.#parameters();
		return this.#arrowBody(parameters, rest, isAsync);
	}

	#arrowBody(parameters: readonly Pattern[], rest: Pattern | undefined, isAsync: boolean): Expression {
		const { tokens } = this;
		tokens.need('=>');
		const outer = tokens.variables;
		tokens.variables = [];
		const line = tokens.line;
		const body: readonly Statement[] = tokens.isSign('{')
			? this.#functionBody()
			: [{ t: 'return', value: this.assignment(), line }];
		const { variables } = tokens;
		tokens.variables = outer;
		return { t: 'function', name: '', parameters, rest, body, isArrow: true, isAsync, isGenerator: false, variables };
	}

	#functionBody(): Statement[] {
		const { tokens } = this;
		const outer = tokens.refusesIn;
		tokens.refusesIn = false;
		tokens.need('{');
		const body = this.#body(tokens);
		tokens.refusesIn = outer;
		tokens.beginAfterBody();
		return body;
	}

	#parameters(): { parameters: Pattern[]; rest: Pattern | undefined } {
		const { tokens } = this;
		tokens.need('(');
		const parameters: Pattern[] = [];
		while (!tokens.sign(')')) {
			if (tokens.sign('...')) {
				const rest = this.#target();
				tokens.need(')');
				return { parameters, rest };
			}
			parameters.push(this.#targetWithDefault());
			if (!tokens.isSign(')')) tokens.need(',');
		}
		return { parameters, rest: undefined };
	}

	#targetWithDefault(): Pattern {
		const target = this.#target();
		return this.tokens.sign('=') ? { t: 'default', target, value: this.assignment() } : target;
	}

	/** What a declaration or a parameter names. */
	#target(): Pattern {
		const { tokens } = this;
		if (tokens.isSign('[') || tokens.isSign('{')) return this.pattern(this.#primary());
		const { kind, text, line } = tokens.now;
		if (kind !== 'name' || RESERVED.has(text)) tokens.refuse();
		tokens.take();
		return { t: 'name', name: text, line };
	}

	target(): Pattern {
		return this.#target();
	}

	pattern(value: Expression): Pattern {
		return patternOf(value, this.tokens.line);
	}

	#choice(): Expression {
		const test = this.#binary(0);
		if (!this.tokens.sign('?')) return test;
		const outer = this.tokens.refusesIn;
		this.tokens.refusesIn = false;
		const yes = this.assignment();
		this.tokens.refusesIn = outer;
		this.tokens.need(':');
		return { t: 'choice', test, yes, no: this.assignment() };
	}

	#binary(least: number): Expression {
		let left = this.#unary();
		for (;;) {
			const { kind, text } = this.tokens.now;
			const isOperator = kind === 'sign' || (kind === 'name' && (text === 'instanceof' || text === 'in'));
			const strength = isOperator && !(text === 'in' && this.tokens.refusesIn) ? STRENGTHS.get(text) : undefined;
			if (strength === undefined || strength <= least) return left;
			this.tokens.take();
			const right = this.#binary(text === '**' ? strength - 1 : strength);
			const t = text === '&&' || text === '||' || text === '??' ? 'logical' : 'binary';
			left = { t, operator: text, left, right };
		}
	}

	#unary(): Expression {
		const { tokens } = this;
		const { kind, text } = tokens.now;
		if ((kind === 'sign' || kind === 'name') && UNARY.has(text)) {
			tokens.take();
			return { t: 'unary', operator: text, value: this.#unary() };
		}
		if (kind === 'name' && text === 'await') {
			tokens.take();
			return { t: 'await', value: this.#unary() };
		}
		if (kind === 'sign' && (text === '++' || text === '--')) {
			tokens.take();
			return { t: 'update', operator: text, isPrefix: true, target: this.#unary() };
		}
		const value = this.#call(this.#primary());
		const after = tokens.now;
		if (after.kind === 'sign' && (after.text === '++' || after.text === '--') && !after.isFirst) {
			tokens.take();
			return { t: 'update', operator: after.text, isPrefix: false, target: value };
		}
		return value;
	}

	/** What follows a value: members and calls. */
	#call(first: Expression, takesCalls = true): Expression {
		const { tokens } = this;
		let value = first;
		let isChain = false;
		for (;;) {
			const { line } = tokens;
			if (tokens.sign('.')) value = { t: 'member', object: value, key: this.#memberName(), isOptional: false, line };
			else if (tokens.sign('?.')) {
				isChain = true;
				if (tokens.isSign('(')) {
					value = { t: 'call', callee: value, args: this.args(), isOptional: true, line };
				} else if (tokens.sign('[')) {
					value = { t: 'member', object: value, key: this.#inBrackets(), isOptional: true, line };
				} else value = { t: 'member', object: value, key: this.#memberName(), isOptional: true, line };
			} else if (tokens.sign('['))
				value = { t: 'member', object: value, key: this.#inBrackets(), isOptional: false, line };
			else if (takesCalls && tokens.isSign('(')) {
				value = { t: 'call', callee: value, args: this.args(), isOptional: false, line };
			} else if (tokens.now.kind === 'template') {
				throw new JsSyntaxError('tagged templates are not simulated', line);
			} else return isChain ? { t: 'chain', value } : value;
		}
	}

	#inBrackets(): Expression {
		const outer = this.tokens.refusesIn;
		this.tokens.refusesIn = false;
		const key = this.expression();
		this.tokens.refusesIn = outer;
		this.tokens.need(']');
		return key;
	}

	#memberName(): Expression {
		const { kind, text } = this.tokens.now;
		if (kind !== 'name' && kind !== 'private') this.tokens.refuse();
		this.tokens.take();
		return { t: 'literal', value: text };
	}

	args(): Expression[] {
		return this.#items('(', ')') as Expression[];
	}

	#items(open: string, close: string): (Expression | undefined)[] {
		const { tokens } = this;
		const outer = tokens.refusesIn;
		tokens.refusesIn = false;
		tokens.need(open);
		const items: (Expression | undefined)[] = [];
		while (!tokens.sign(close)) {
			if (open === '[' && tokens.sign(',')) {
				items.push(undefined);
				continue;
			}
			items.push(tokens.sign('...') ? { t: 'spread', value: this.assignment() } : this.assignment());
			if (!tokens.isSign(close)) tokens.need(',');
		}
		tokens.refusesIn = outer;
		return items;
	}

	#primary(): Expression {
		const { tokens } = this;
		const { kind, text, line, value, flags = '' } = tokens.now;
		switch (kind) {
			case 'number':
				tokens.take();
				return { t: 'literal', value };
			case 'string':
				tokens.take();
				return { t: 'literal', value: text };
			case 'template':
				tokens.take();
				return this.#template(text, line);
			case 'regexp':
				tokens.take();
				return { t: 'regexp', source: text, flags };
			case 'name':
				return this.#word(text, line);
			case 'sign':
				if (text === '[') return { t: 'array', items: this.#items('[', ']') };
				if (text === '{') return this.#object();
				if (text === '(') {
					tokens.take();
					const outer = tokens.refusesIn;
					tokens.refusesIn = false;
					const inner = this.expression();
					tokens.refusesIn = outer;
					tokens.need(')');
					return inner;
				}
		}
		return tokens.refuse();
	}

	#template(source: string, line: number): Expression {
		const { texts, parts } = templateParts(source);
		const values = parts.map((part) => {
			const inner = new JsTokens(part, line);
			const expressions = new JsExpressions(inner, this.#body);
			expressions.#depth = this.#depth + 1;
			const value = expressions.expression();
			if (inner.now.kind !== 'end') inner.refuse();
			return value;
		});
		return { t: 'template', texts, parts: values };
	}

	#word(text: string, line: number): Expression {
		const { tokens } = this;
		switch (text) {
			case 'function':
				return this.functionNode(false);
			case 'class':
				return this.classNode();
			case 'new':
				return this.#new(line);
		}
		if (text === 'async') {
			tokens.take();
			if (tokens.isWord('function') && !tokens.now.isFirst) return this.functionNode(true);
			return { t: 'name', name: text, line };
		}
		const literals: { readonly [word: string]: null | boolean } = { null: null, true: true, false: false };
		if (Object.hasOwn(literals, text)) {
			tokens.take();
			return { t: 'literal', value: literals[text] as null | boolean };
		}
		if (text === 'this' || text === 'super') {
			tokens.take();
			return { t: text };
		}
		if (RESERVED.has(text) && text !== 'import') tokens.refuse();
		tokens.take();
		return { t: 'name', name: text, line };
	}

	#new(line: number): Expression {
		const { tokens } = this;
		tokens.take();
		if (tokens.sign('.')) {
			tokens.needWord('target');
			return { t: 'name', name: 'new.target', line };
		}
		const first = tokens.isWord('new') ? this.#new(tokens.line) : this.#primary();
		const callee = this.#call(first, false);
		return { t: 'new', callee, args: tokens.isSign('(') ? this.args() : [], line };
	}

	/** `function name(…) {…}`; the word async has been taken. */
	functionNode(isAsync: boolean): FunctionNode {
		const { tokens } = this;
		tokens.needWord('function');
		const isGenerator = tokens.sign('*');
		const name = tokens.now.kind === 'name' ? tokens.take().text : '';
		return this.#functionRest(name, isAsync, isGenerator);
	}

	#functionRest(name: string, isAsync: boolean, isGenerator: boolean): FunctionNode {
		const { tokens } = this;
		const outer = tokens.variables;
		tokens.variables = [];
		const { parameters, rest } = this.#parameters();
		const body = this.#functionBody();
		const { variables } = tokens;
		tokens.variables = outer;
		return { t: 'function', name, parameters, rest, body, isArrow: false, isAsync, isGenerator, variables };
	}

	#object(): Expression {
		const { tokens } = this;
		const outer = tokens.refusesIn;
		tokens.refusesIn = false;
		tokens.need('{');
		const properties: Property[] = [];
		while (!tokens.sign('}')) {
			properties.push(this.#property());
			if (!tokens.isSign('}')) tokens.need(',');
		}
		tokens.refusesIn = outer;
		return { t: 'object', properties };
	}

	#property(): Property {
		const { tokens } = this;
		if (tokens.sign('...')) {
			return { kind: 'spread', key: { t: 'literal', value: '' }, value: this.assignment() };
		}
		const head = this.#methodHead();
		const { key, kind, isAsync, isGenerator, word } = head;
		if (kind !== 'value') return { kind, key, value: this.#functionRest(keyName(key), false, false) };
		if (tokens.isSign('(')) return { kind, key, value: this.#functionRest(keyName(key), isAsync, isGenerator) };
		if (tokens.sign(':')) return { kind, key, value: this.assignment() };
		if (word === undefined) return tokens.refuse();
		const name = { t: 'name', name: word.text, line: word.line } as const;
		if (tokens.sign('=')) return { kind, key, value: { t: 'default', target: name, value: this.assignment() } };
		return { kind, key, value: name };
	}

	/** What stands before a property's or a member's parameters or value. */
	#methodHead(): {
		key: Expression;
		kind: 'value' | 'get' | 'set';
		isAsync: boolean;
		isGenerator: boolean;
		word: { text: string; line: number } | undefined;
	} {
		const { tokens } = this;
		let kind: 'value' | 'get' | 'set' = 'value';
		let isAsync = false;
		let word: { text: string; line: number } | undefined;
		const { text, kind: tokenKind } = tokens.now;
		if (tokenKind === 'name' && (text === 'async' || text === 'get' || text === 'set')) {
			word = tokens.take();
			if (this.#endsName()) {
				return { key: { t: 'literal', value: text }, kind, isAsync, isGenerator: false, word };
			}
			if (text === 'async') isAsync = true;
			else kind = text;
		}
		const isGenerator = tokens.sign('*');
		const name = tokens.now;
		const key = this.#propertyKey();
		const isPlain = name.kind === 'name' && !RESERVED.has(name.text) && word === undefined;
		return { key, kind, isAsync, isGenerator, word: isPlain ? name : undefined };
	}

	#endsName(): boolean {
		const { kind, text } = this.tokens.now;
		return kind === 'sign' && ['(', ':', ',', '}', '=', ';'].includes(text);
	}

	#propertyKey(): Expression {
		const { tokens } = this;
		if (tokens.sign('[')) return this.#inBrackets();
		const { kind, text, value } = tokens.now;
		if (kind === 'number') {
			tokens.take();
			return { t: 'literal', value: String(value) };
		}
		if (kind !== 'name' && kind !== 'string' && kind !== 'private') tokens.refuse();
		tokens.take();
		return { t: 'literal', value: text };
	}

	classNode(): ClassNode {
		const { tokens } = this;
		tokens.needWord('class');
		const name = tokens.now.kind === 'name' && !tokens.isWord('extends') ? tokens.take().text : '';
		const parent = tokens.word('extends') ? this.#call(this.#primary()) : undefined;
		tokens.need('{');
		const members: ClassMember[] = [];
		while (!tokens.sign('}')) if (!tokens.sign(';')) members.push(this.#member());
		return { t: 'class', name, parent, members };
	}

	#member(): ClassMember {
		const { tokens } = this;
		let isStatic = false;
		if (tokens.isWord('static')) {
			const word = tokens.take();
			if (this.#endsName()) return this.#memberRest({ t: 'literal', value: word.text }, false, false, false, 'value');
			isStatic = true;
			if (tokens.isSign('{')) {
				const body = this.#functionBody();
				return { kind: 'static', isStatic, key: { t: 'literal', value: '' }, value: undefined, body };
			}
		}
		const { key, kind, isAsync, isGenerator } = this.#methodHead();
		return this.#memberRest(key, isStatic, isAsync, isGenerator, kind);
	}

	#memberRest(
		key: Expression,
		isStatic: boolean,
		isAsync: boolean,
		isGenerator: boolean,
		kind: 'value' | 'get' | 'set',
	): ClassMember {
		const { tokens } = this;
		if (kind !== 'value') return { kind, isStatic, key, value: this.#functionRest(keyName(key), false, false) };
		if (tokens.isSign('(')) {
			return { kind: 'method', isStatic, key, value: this.#functionRest(keyName(key), isAsync, isGenerator) };
		}
		const value = tokens.sign('=') ? this.assignment() : undefined;
		tokens.endStatement();
		return { kind: 'field', isStatic, key, value };
	}
}
