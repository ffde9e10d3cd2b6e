import { allowsRegexpAfter, JsLexer, JsSyntaxError, type Token } from './js-lexer.ts';

/** Tokens with one to look at, for the parsers of expressions and of statements. */
export class JsTokens {
	readonly #lexer: JsLexer;
	/** A token that has been looked at already. */
	#pushed: Token | undefined;
	#now: Token;
	/** Names that `var` and functions declare, of the function that is being read. */
	variables: string[] = [];
	/** `in` ends an expression: in the head of a loop. */
	refusesIn = false;

	constructor(text: string, line = 1) {
		this.#lexer = new JsLexer(text, line);
		this.#now = this.#lexer.next(true);
	}

	get now(): Token {
		return this.#now;
	}

	get line(): number {
		return this.#now.line;
	}

	take(): Token {
		const token = this.#now;
		if (this.#pushed !== undefined) {
			this.#now = this.#pushed;
			this.#pushed = undefined;
			this.#lexer.jump(this.#now.end, this.#now.line);
			return token;
		}
		this.#now = this.#lexer.next(allowsRegexpAfter(token));
		return token;
	}

	/** Reads a slash that no value stands before: after a statement's end, for instance. */
	beginValue(): void {
		if (this.#now.kind !== 'sign' || !this.#now.text.startsWith('/')) return;
		const { start, line, isFirst } = this.#now;
		this.#lexer.jump(start, line);
		this.#now = { ...this.#lexer.next(true), isFirst };
	}

	/** Whether what begins at this parenthesis are the parameters of an arrow function. */
	isArrowAhead(): boolean {
		const back = this.#now;
		let depth = 0;
		let before: Token | undefined;
		let now: Token = back;
		for (;;) {
			if (now.kind === 'end') break;
			if (now.kind === 'sign' && '([{'.includes(now.text)) depth++;
			if (now.kind === 'sign' && ')]}'.includes(now.text) && --depth === 0) break;
			before = now;
			if (now === back) this.#lexer.jump(back.end, back.line);
			now = this.#lexer.next(allowsRegexpAfter(before));
		}
		const next = now.kind === 'end' ? now : this.#lexer.next(false);
		this.#lexer.jump(back.end, back.line);
		return next.kind === 'sign' && next.text === '=>' && !next.isFirst;
	}

	/** Puts a word back that was no beginning of an arrow function. */
	untake(word: Token, start: number): void {
		this.#lexer.jump(start, word.line);
		this.#lexer.next(false);
		this.#pushed = this.#now;
		this.#now = word;
	}

	/** What stands behind a function's body is no division. */
	beginAfterBody(): void {
		if (this.#now.isFirst) this.beginValue();
	}

	isSign(text: string): boolean {
		return this.#now.kind === 'sign' && this.#now.text === text;
	}

	isWord(text: string): boolean {
		return this.#now.kind === 'name' && this.#now.text === text;
	}

	sign(text: string): boolean {
		if (!this.isSign(text)) return false;
		this.take();
		return true;
	}

	word(text: string): boolean {
		if (!this.isWord(text)) return false;
		this.take();
		return true;
	}

	need(text: string): void {
		if (!this.sign(text)) this.refuse();
	}

	needWord(text: string): void {
		if (!this.word(text)) this.refuse();
	}

	/** The end of a statement: a semicolon, or a place where one may be left out. */
	endStatement(): void {
		if (this.sign(';') || this.isSign('}') || this.#now.kind === 'end' || this.#now.isFirst) return;
		this.refuse();
	}

	refuse(): never {
		const { kind, text, line } = this.#now;
		const words: { readonly [kind: string]: string } = {
			end: 'Unexpected end of input',
			number: 'Unexpected number',
			string: 'Unexpected string',
			template: 'Unexpected template string',
			name: RESERVED.has(text) ? `Unexpected token '${text}'` : `Unexpected identifier '${text}'`,
		};
		throw new JsSyntaxError(words[kind] ?? `Unexpected token '${text}'`, line);
	}
}

export const RESERVED = new Set(
	'break case catch class const continue debugger default delete do else export extends finally for function if import in instanceof new return super switch this throw try typeof var void while with null true false enum'.split(
		' ',
	),
);
