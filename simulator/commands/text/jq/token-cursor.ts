import type { Token } from './lexer.ts';
import { JqCompileError } from './syntax-tree.ts';

/** A place in the tokens of a program. */
export abstract class TokenCursor {
	readonly #tokens: readonly Token[];
	protected at = 0;

	constructor(tokens: readonly Token[]) {
		this.#tokens = tokens;
	}

	protected peek(ahead = 0): Token {
		return this.#tokens[Math.min(this.at + ahead, this.#tokens.length - 1)] as Token;
	}

	protected take(): Token {
		const token = this.peek();
		this.at++;
		return token;
	}

	/** An empty program is one: at its beginning its end might have come. */
	protected fail(expecting = this.at === 0 && this.peek().type !== 'end' ? 'end of file' : ''): never {
		const found = tokenName(this.peek());
		throw new JqCompileError([
			{
				text: `syntax error, unexpected ${found}${expecting === '' ? '' : `, expecting ${expecting}`} (Unix shell quoting issues?)`,
				at: this.peek().at,
			},
		]);
	}

	protected expectEnd(): void {
		if (this.peek().type !== 'end') this.fail('end of file');
	}

	protected isOperator(text: string, ahead = 0): boolean {
		const token = this.peek(ahead);
		return token.type === 'operator' && token.text === text;
	}

	protected isKeyword(text: string): boolean {
		const token = this.peek();
		return token.type === 'keyword' && token.text === text;
	}

	protected accept(text: string): boolean {
		if (!this.isOperator(text)) return false;
		this.at++;
		return true;
	}

	protected expect(text: string): void {
		if (!this.accept(text)) this.fail(`'${text}'`);
	}

	protected expectKeyword(text: string): void {
		if (!this.isKeyword(text)) this.fail();
		this.at++;
	}
}

/** What the real parser calls a token. */
function tokenName(token: Token): string {
	switch (token.type) {
		case 'end':
			return 'end of file';
		case 'name':
			return 'IDENT';
		case 'field':
			return 'FIELD';
		case 'variable':
			return "'$'";
		case 'format':
			return 'FORMAT';
		case 'number':
			return 'LITERAL';
		case 'string':
			return 'QQSTRING_START';
		case 'keyword':
			return token.text === '__loc__' ? '"__loc__"' : `"${token.text}"`.replace(/"/g, '');
		case 'operator':
			return token.text.length === 1 ? `'${token.text}'` : token.text;
		case 'invalid':
			return 'INVALID_CHARACTER';
	}
}
