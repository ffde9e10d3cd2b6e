import { JqCompileError } from './syntax-tree.ts';

export type Token =
	| {
			readonly type: 'name' | 'field' | 'variable' | 'keyword' | 'format' | 'operator';
			readonly text: string;
			readonly line: number;
			readonly at: number;
	  }
	| {
			readonly type: 'number';
			readonly value: number;
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

export function tokenize(source: string): Token[] {
	const lexer = new Lexer(source);
	const tokens = lexer.tokens('');
	return tokens;
}

class Lexer {
	readonly #source: string;
	#at = 0;
	#line = 1;

	constructor(source: string) {
		this.#source = source;
	}

	/** Up to the closing character of an interpolation, or to the end. */
	tokens(close: string): Token[] {
		const tokens: Token[] = [];
		let depth = 0;
		for (;;) {
			this.#skipBlanks();
			const line = this.#line;
			const at = this.#at;
			const char = this.#source[this.#at];
			if (char === undefined) {
				if (close !== '') throw this.#unterminated();
				tokens.push({ type: 'end', text: '', line, at: tokens.at(-1)?.at ?? 0 });
				return tokens;
			}
			if (close !== '' && depth === 0 && char === close) {
				this.#at++;
				tokens.push({ type: 'end', text: '', line, at: tokens.at(-1)?.at ?? 0 });
				return tokens;
			}
			if (char === '(') depth++;
			if (char === ')') depth--;
			tokens.push(this.#next(char, line, at));
		}
	}

	#unterminated(): JqCompileError {
		return new JqCompileError([
			{
				text: 'syntax error, unexpected end of file, expecting QQSTRING_TEXT or QQSTRING_INTERP_START or QQSTRING_END (Unix shell quoting issues?)',
				at: this.#source.lastIndexOf('"') + 1,
			},
		]);
	}

	#skipBlanks(): void {
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
		if (number !== null) return this.#take({ type: 'number', value: Number(number[0]), text: number[0], line, at });
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
		if (operator === undefined) {
			throw new JqCompileError([
				{ text: 'syntax error, unexpected INVALID_CHARACTER (Unix shell quoting issues?)', at },
			]);
		}
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
			const letter = this.#source[this.#at++];
			if (letter === '(') {
				parts.push(text, this.tokens(')'));
				text = '';
			} else text += this.#escape(letter);
		}
		parts.push(text);
		return parts;
	}

	#escape(letter: string | undefined): string {
		if (letter === 'u') {
			const hex = this.#source.slice(this.#at, this.#at + 4);
			if (/^[0-9a-fA-F]{4}$/.test(hex)) {
				this.#at += 4;
				return String.fromCharCode(Number.parseInt(hex, 16));
			}
		}
		const simple: Readonly<Record<string, string>> = {
			'"': '"',
			'\\': '\\',
			'/': '/',
			b: '\b',
			f: '\f',
			n: '\n',
			r: '\r',
			t: '\t',
		};
		const found = simple[letter ?? ''];
		if (found === undefined)
			throw new JqCompileError([
				{ text: `Invalid escape at line 1, column 4 (while parsing '"\\${letter}"')`, at: this.#at - 2 },
			]);
		return found;
	}
}
