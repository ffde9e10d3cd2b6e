import { isForeignReserved } from './dialect.ts';
import { EndOfInput } from './scanner.ts';
import { TestReader } from './test-reader.ts';
import type { Token } from './tokenizer.ts';

/** Reads simple commands and redirections. */
export abstract class SimpleReader extends TestReader {
	/** @returns whether that was a function's name: its body follows. */
	protected simpleCommand(): boolean {
		let words = 0;
		let assigns = false;
		let declaration = false;
		let inTest = false;
		for (;;) {
			this.assignmentsAllowed = declaration || words === 0;
			if (inTest) this.quoteLogical();
			const token = this.peek();
			if (token.kind === 'descriptor' || (token.kind === 'operator' && REDIRECTIONS.has(token.text))) {
				this.#redirection();
				if (words === 0) this.expandAlias();
				continue;
			}
			if (token.kind !== 'word') {
				if (token.text !== '(' || token.kind !== 'operator') return false;
				this.#parenthesisAfter(assigns ? 0 : words, token);
				return true;
			}
			if (words === 0 && ASSIGNMENT_WORD.test(token.text)) {
				assigns = true;
				this.next();
				this.reread();
				this.expandAlias();
				continue;
			}
			if (words === 0 && isForeignReserved(token.text, this.dialect)) this.escapeWord(token);
			this.expandNextAlias();
			const word = this.next();
			if (this.dialect === 'ash' && /^\\?(\[\[|\]\])$/.test(word.text)) inTest = word.text !== ']]';
			if (words === 0) declaration = DECLARATIONS.has(word.text) && this.dialect === 'bash';
			words++;
		}
	}

	/** `name()` defines a function; anywhere else the parenthesis is wrong. */
	#parenthesisAfter(words: number, token: Token): void {
		if (words !== 1) this.unexpected(token);
		this.next();
		const close = this.peek();
		if (close.kind === 'end') throw new EndOfInput(this.dialect === 'bash' ? 'newline' : '', close.start, ')');
		if (close.text !== ')') this.unexpected(close, ')');
		this.next();
	}

	protected redirections(): void {
		for (;;) {
			const token = this.peek();
			if (token.kind !== 'descriptor' && !(token.kind === 'operator' && REDIRECTIONS.has(token.text))) return;
			this.#redirection();
		}
	}

	#redirection(): void {
		if (this.peek().kind === 'descriptor') this.next();
		const operator = this.next();
		const target = this.peek();
		if (target.kind === 'end') throw new EndOfInput(this.dialect === 'bash' ? 'newline' : '', target.start);
		if (target.kind !== 'word') {
			if (this.dialect !== 'bash' && target.kind === 'operator' && REDIRECTIONS.has(target.text)) {
				throw this.problem({ kind: 'message', text: 'redirection unexpected' }, target.start);
			}
			this.unexpected(target);
		}
		if (operator.text === '<<' || operator.text === '<<-') this.addHereDocument(target, operator.text === '<<-');
		this.next();
	}
}

export const REDIRECTIONS = new Set(['<', '>', '>>', '<<', '<<-', '<<<', '<&', '>&', '<>', '>|', '&>', '&>>']);
const DECLARATIONS = new Set(['declare', 'typeset', 'local', 'export', 'readonly', 'alias', 'eval', 'let']);
const ASSIGNMENT_WORD = /^[A-Za-z_]\w*(\[[^\n]*\])?\+?=/;
