import { formatNumber } from './json.ts';
import { unescapeString } from './json-reader.ts';
import type { LiteralNumber } from './literal-number.ts';
import { numberOf } from './literal-number.ts';
import { JqCompileError } from './syntax-tree.ts';

export type Token =
	| {
			readonly type: 'name' | 'field' | 'variable' | 'keyword' | 'format' | 'operator' | 'invalid';
			readonly text: string;
			readonly line: number;
			readonly at: number;
	  }
	| {
			readonly type: 'number';
			readonly value: number | LiteralNumber;
			readonly text: string;
			readonly line: number;
			readonly at: number;
	  }
	/** Texts and the tokens of interpolations, in turn. */
	| {
			readonly type: 'string';
			readonly parts: readonly (string | readonly Token[])[];
			readonly text: string;
			readonly line: number;
			readonly at: number;
	  }
	| { readonly type: 'end'; readonly text: string; readonly line: number; readonly at: number };

export const KEYWORDS: ReadonlySet<string> = new Set(
	'def if then elif else end as reduce foreach try catch label import include and or not __loc__'
		.split(' ')
		.filter((word) => word !== 'not'),
);

const OPERATORS = [
	'?//=',
	'?//',
	'|=',
	'+=',
	'-=',
	'*=',
	'/=',
	'%=',
	'//=',
	'==',
	'!=',
	'<=',
	'>=',
	'//',
	'..',
	...'.[]{}()|,:;=<>+-*/%?$',
];

const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

export function tokenize(source: string): Token[] {
	const lexer = new Lexer(source);
	const tokens = lexer.tokens('');
	return tokens;
}

class Lexer {
	readonly #source: string;
	#at = 0;
	#line = 1;
	/** Where the last piece begins: a token, blanks, the end of a string. */
	#piece = 0;

	constructor(source: string) {
		this.#source = source;
	}

	/** Up to the closing character of an interpolation, or to the end. */
	tokens(close: string): Token[] {
		const tokens: Token[] = [];
		const open: string[] = [];
		for (;;) {
			this.#skipBlanks();
			const line = this.#line;
			const at = this.#at;
			const char = this.#source[this.#at];
			if (char === undefined) {
				if (close !== '') throw this.#unterminated();
				tokens.push({ type: 'end', text: '', line, at: this.#piece });
				return tokens;
			}
			if (close !== '' && open.length === 0 && char === close) {
				this.#at++;
				tokens.push({ type: 'end', text: '', line, at: this.#piece });
				return tokens;
			}
			// What closes nothing is no character of the language.
			if (')]}'.includes(char) && open.pop() !== char) {
				tokens.push(this.#take({ type: 'invalid', text: char, line, at }));
				continue;
			}
			const token = this.#next(char, line, at);
			if (token.type === 'operator' && token.text in CLOSERS) open.push(CLOSERS[token.text] as string);
			tokens.push(token);
			this.#piece = token.type === 'string' ? this.#at - 1 : at;
		}
	}

	#unterminated(open = this.#source.lastIndexOf('"')): JqCompileError {
		return new JqCompileError([
			{
				text: 'syntax error, unexpected end of file, expecting QQSTRING_TEXT or QQSTRING_INTERP_START or QQSTRING_END (Unix shell quoting issues?)',
				at: open + (open + 1 < this.#source.length ? 1 : 0),
			},
		]);
	}

	#skipBlanks(): void {
		const from = this.#at;
		this.#skip();
		if (this.#at > from) this.#piece = from;
	}

	#skip(): void {
		for (;;) {
			const char = this.#source[this.#at];
			if (char === '\n') this.#line++;
			if (char === '#') {
				const end = this.#source.indexOf('\n', this.#at);
				this.#at = end < 0 ? this.#source.length : end;
			} else if (char !== undefined && /\s/.test(char)) this.#at++;
			else return;
		}
	}

	#next(char: string, line: number, at: number): Token {
		const rest = this.#source.slice(this.#at, this.#at + 400);
		if (char === '"') {
			this.#at++;
			return { type: 'string', parts: this.#string(), text: '"', line, at };
		}
		const number = /^(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/.exec(rest);
		if (number !== null)
			return this.#take({ type: 'number', value: numberOf(number[0], formatNumber), text: number[0], line, at });
		const field = /^\.([A-Za-z_]\w*)/.exec(rest);
		if (field !== null) {
			this.#at += field[0].length;
			return { type: 'field', text: field[1] as string, line, at };
		}
		const format = /^@[A-Za-z0-9_]+/.exec(rest);
		if (format !== null) return this.#take({ type: 'format', text: format[0], line, at });
		const variable = /^\$((?:[A-Za-z_]\w*::)*[A-Za-z_]\w*)/.exec(rest);
		if (variable !== null) {
			this.#at += variable[0].length;
			return { type: 'variable', text: variable[1] as string, line, at };
		}
		const name = /^(?:[A-Za-z_]\w*::)*[A-Za-z_]\w*/.exec(rest);
		if (name !== null) return this.#take({ type: KEYWORDS.has(name[0]) ? 'keyword' : 'name', text: name[0], line, at });
		const operator = OPERATORS.find((each) => rest.startsWith(each));
		if (operator === undefined) return this.#take({ type: 'invalid', text: char, line, at });
		return this.#take({ type: 'operator', text: operator, line, at });
	}

	#take<T extends Token>(token: T): T {
		this.#at += token.text.length;
		return token;
	}

	#string(): (string | readonly Token[])[] {
		const parts: (string | readonly Token[])[] = [];
		let text = '';
		for (;;) {
			const char = this.#source[this.#at];
			if (char === undefined) throw this.#unterminated();
			this.#at++;
			if (char === '"') break;
			if (char === '\n') this.#line++;
			if (char !== '\\') {
				text += char;
				continue;
			}
			if (this.#source[this.#at] === '(') {
				this.#at++;
				parts.push(text, this.tokens(')'));
				text = '';
				continue;
			}
			text += this.#escapes(this.#at - 1);
		}
		parts.push(text);
		return parts;
	}

	/** Escapes that stand side by side are read together, as JSON's are. */
	#escapes(from: number): string {
		const run = /^(?:\\u[0-9a-fA-F]{0,4}|\\[^u(])+/.exec(this.#source.slice(from, from + 600))?.[0] ?? '\\';
		this.#at = from + run.length;
		return unescapeString(run, (what) => {
			const place = `line 1, column ${run.length + 2} (while parsing '"${run}"')`;
			return new JqCompileError([{ text: `Invalid ${what}escape at ${place}`, at: from }]);
		});
	}
}
