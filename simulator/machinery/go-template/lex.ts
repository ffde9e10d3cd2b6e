import { goRune } from '../go-format.ts';
import { trimEndOf } from '../trim-end.ts';

export type ItemType =
	| 'text'
	| 'identifier'
	| 'keyword'
	| 'field'
	| 'variable'
	| 'string'
	| 'char'
	| 'number'
	| 'bool'
	| 'nil'
	| 'dot'
	| 'pipe'
	| 'declare'
	| 'assign'
	| 'comma'
	| 'open'
	| 'close'
	| 'left'
	| 'right'
	| 'space'
	/** A printable ASCII character that means nothing. */
	| 'other'
	| 'error'
	| 'end';

export interface Item {
	readonly type: ItemType;
	readonly text: string;
	/** Offset in the template, in UTF-16 units. */
	readonly at: number;
	readonly line: number;
}

const KEYWORDS = new Set(['block', 'break', 'continue', 'define', 'else', 'end', 'if', 'range', 'template', 'with']);

/** The items of a template. A mistake is an `error` item, after which nothing comes. Models text/template/parse lex. */
export function lexTemplate(text: string): Item[] {
	return new Lexer(text).run();
}

class Lexer {
	readonly #text: string;
	readonly #items: Item[] = [];
	#index = 0;
	#line = 1;
	#parens = 0;

	constructor(text: string) {
		this.#text = text;
	}

	run(): Item[] {
		while (this.#text1()) if (!this.#insideAction()) break;
		if (this.#items.at(-1)?.type !== 'error') this.#push('end', '', this.#index);
		return this.#items;
	}

	#push(type: ItemType, text: string, at: number): void {
		this.#items.push({ type, text, at, line: this.#line });
		for (const char of text) if (char === '\n') this.#line++;
	}

	#fail(message: string): false {
		this.#items.push({ type: 'error', text: message, at: this.#index, line: this.#line });
		return false;
	}

	/** Text up to the next action. Returns whether an action follows. */
	#text1(): boolean {
		for (;;) {
			const open = this.#text.indexOf('{{', this.#index);
			const end = open < 0 ? this.#text.length : open;
			const trims = open >= 0 && /^\{\{-[ \t\r\n]/.test(this.#text.slice(open, open + 4));
			const raw = this.#text.slice(this.#index, end);
			const kept = trims ? trimEndOf(raw, ' \t\r\n') : raw;
			if (kept !== '') this.#push('text', kept, this.#index);
			this.#countLines(raw.slice(kept.length));
			this.#index = end;
			if (open < 0) return false;
			const afterOpen = open + (trims ? 4 : 2);
			if (!this.#text.startsWith('/*', afterOpen)) {
				this.#countLines(this.#text.slice(open, afterOpen));
				this.#push('left', '', open);
				this.#index = afterOpen;
				this.#parens = 0;
				return true;
			}
			if (!this.#comment(afterOpen)) return false;
		}
	}

	#countLines(text: string): void {
		for (const char of text) if (char === '\n') this.#line++;
	}

	#comment(from: number): boolean {
		const end = this.#text.indexOf('*/', from);
		if (end < 0) return this.#fail('unclosed comment');
		const rest = this.#text.slice(end + 2);
		const close = /^([ \t\r\n]-)?\}\}/.exec(rest);
		if (close === null) return this.#fail('comment ends before closing delimiter');
		this.#countLines(this.#text.slice(from, end + 2));
		this.#index = end + 2 + close[0].length;
		if (close[1] !== undefined) this.#skipSpace();
		return true;
	}

	#skipSpace(): void {
		const space = /^[ \t\r\n]*/.exec(this.#text.slice(this.#index)) as RegExpExecArray;
		this.#countLines(space[0]);
		this.#index += space[0].length;
	}

	/** One action to its closing delimiter. Returns whether it was closed. */
	#insideAction(): boolean {
		for (;;) {
			const rest = this.#text.slice(this.#index);
			const close = /^([ \t\r\n]-)?\}\}/.exec(rest);
			if (close !== null) {
				if (this.#parens > 0) return this.#fail('unclosed left paren');
				this.#push('right', '', this.#index);
				this.#index += close[0].length;
				if (close[1] !== undefined) this.#skipSpace();
				return true;
			}
			if (rest === '') return this.#fail('unclosed action');
			if (!this.#item(rest)) return false;
		}
	}

	#item(rest: string): boolean {
		const take = (type: ItemType, text: string): boolean => {
			this.#push(type, text, this.#index);
			this.#index += text.length;
			return true;
		};
		const space = /^[ \t\r\n]+/.exec(rest);
		if (space !== null) {
			// The blank before a trim marker belongs to the marker.
			const text =
				/^[ \t\r\n]-\}\}/.test(rest.slice(space[0].length - 1)) && space[0].length > 1
					? space[0].slice(0, -1)
					: space[0];
			return take('space', text);
		}
		const char = rest.charAt(0);
		if (char === '=') return take('assign', '=');
		if (char === ':') return rest.startsWith(':=') ? take('declare', ':=') : this.#fail('expected :=');
		if (char === '|') return take('pipe', '|');
		if (char === ',') return take('comma', ',');
		if (char === '"') return this.#quoted(rest, '"', 'string', 'unterminated quoted string');
		if (char === "'") return this.#quoted(rest, "'", 'char', 'unterminated character constant');
		if (char === '`') {
			const end = rest.indexOf('`', 1);
			return end < 0 ? this.#fail('unterminated raw quoted string') : take('string', rest.slice(0, end + 1));
		}
		if (char === '(') {
			this.#parens++;
			return take('open', '(');
		}
		if (char === ')') {
			this.#parens--;
			return this.#parens < 0 ? this.#fail('unexpected right paren') : take('close', ')');
		}
		return this.#word(rest, take);
	}

	#word(rest: string, take: (type: ItemType, text: string) => boolean): boolean {
		const field = /^(?:\.[_\p{L}\p{Nd}]*|\$[_\p{L}\p{Nd}]*)/u.exec(rest)?.[0];
		if (field !== undefined && !/^\.\d/.test(field)) {
			if (!this.#atTerminator(rest.slice(field.length))) return this.#badCharacter(rest.slice(field.length));
			if (field === '.') return take('dot', '.');
			return take(field.startsWith('$') ? 'variable' : 'field', field);
		}
		if (/^(?:[+-]|\.?\d)/.test(rest)) return this.#number(rest, take);
		const word = /^[_\p{L}\p{Nd}]+/u.exec(rest)?.[0];
		if (word === undefined) {
			if (/^[!-~]/.test(rest)) return take('other', rest.charAt(0));
			return this.#fail(
				`unrecognized character in action: ${goRune(String.fromCodePoint(rest.codePointAt(0) as number))}`,
			);
		}
		if (!this.#atTerminator(rest.slice(word.length))) return this.#badCharacter(rest.slice(word.length));
		if (KEYWORDS.has(word)) return take('keyword', word);
		if (word === 'true' || word === 'false') return take('bool', word);
		return take(word === 'nil' ? 'nil' : 'identifier', word);
	}

	#badCharacter(rest: string): false {
		return this.#fail(`bad character ${goRune(String.fromCodePoint(rest.codePointAt(0) as number))}`);
	}

	#atTerminator(rest: string): boolean {
		return rest === '' || /^[ \t\r\n.,|:()]/.test(rest) || rest.startsWith('}}');
	}

	#number(rest: string, take: (type: ItemType, text: string) => boolean): boolean {
		const match =
			/^[+-]?(?:0[xX][0-9a-fA-F_]*|0[oO][0-7_]*|0[bB][01_]*|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?/.exec(
				rest,
			) as RegExpExecArray;
		const after = rest.slice(match[0].length);
		if (/^[_\p{L}\p{Nd}]/u.test(after)) {
			return this.#fail(
				`bad number syntax: ${JSON.stringify(match[0] + (/^[_\p{L}\p{Nd}]/u.exec(after) as RegExpExecArray)[0])}`,
			);
		}
		return take('number', match[0]);
	}

	#quoted(rest: string, quote: string, type: ItemType, problem: string): boolean {
		for (let i = 1; i < rest.length; i++) {
			const char = rest.charAt(i);
			if (char === '\n') break;
			if (char === '\\') i++;
			else if (char === quote) {
				this.#push(type, rest.slice(0, i + 1), this.#index);
				this.#index += i + 1;
				return true;
			}
		}
		return this.#fail(problem);
	}
}
