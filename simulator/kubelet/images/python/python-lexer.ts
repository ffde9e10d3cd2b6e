import { encodeUtf8 } from '../../../machinery/utf8.ts';

export interface Token {
	readonly kind:
		| 'name'
		| 'number'
		| 'string'
		| 'bytes'
		| 'fstring'
		| 'operator'
		| 'newline'
		| 'indent'
		| 'dedent'
		| 'end';
	readonly text: string;
	/** Of numbers and plain strings. */
	readonly value?: bigint | number | string | Uint8Array;
	readonly line: number;
}

/** A program that is none. Models the messages of CPython's tokenizer and parser. */
export class PythonSyntaxError extends Error {
	readonly line: number;
	readonly kind: string;
	constructor(message: string, line: number, kind = 'SyntaxError') {
		super(message);
		this.line = line;
		this.kind = kind;
	}
}

const OPERATORS = [
	'**=',
	'//=',
	'>>=',
	'<<=',
	'...',
	'==',
	'!=',
	'<=',
	'>=',
	'->',
	'**',
	'//',
	'>>',
	'<<',
	'+=',
	'-=',
	'*=',
	'/=',
	'%=',
	'&=',
	'|=',
	'^=',
	'@=',
	':=',
	'(',
	')',
	'[',
	']',
	'{',
	'}',
	',',
	':',
	'.',
	';',
	'@',
	'=',
	'+',
	'-',
	'*',
	'/',
	'%',
	'&',
	'|',
	'^',
	'~',
	'<',
	'>',
];
const STRING = /^([rRbBuUfF]{0,2})('''|"""|'|")/;
const NUMBER = /^(?:0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?)/;
const NAME = /^[\p{L}_][\p{L}\p{N}_]*/u;

/** Tokens with indentation as Python has it. Throws PythonSyntaxError. */
export class PythonLexer {
	readonly #text: string;
	readonly #tokens: Token[] = [];
	readonly #indents = [0];
	#at = 0;
	#line = 1;
	#depth = 0;

	constructor(text: string) {
		this.#text = text.replaceAll('\r\n', '\n');
	}

	tokens(): readonly Token[] {
		let isLineStart = true;
		while (this.#at < this.#text.length) {
			if (isLineStart && this.#depth === 0) {
				if (this.#indentation()) continue;
				isLineStart = false;
			}
			const char = this.#text[this.#at] as string;
			if (char === '\n') {
				this.#at++;
				if (this.#depth === 0) {
					if (this.#tokens.length > 0 && this.#tokens.at(-1)?.kind !== 'newline') this.#push('newline', '\n');
					isLineStart = true;
				}
				this.#line++;
			} else if (char === ' ' || char === '\t' || char === '\f') this.#at++;
			else if (char === '#') this.#skipComment();
			else if (char === '\\' && this.#text[this.#at + 1] === '\n') {
				this.#at += 2;
				this.#line++;
			} else this.#token();
		}
		if (this.#depth > 0) throw new PythonSyntaxError("'(' was never closed", this.#line);
		if (this.#tokens.length > 0 && this.#tokens.at(-1)?.kind !== 'newline') this.#push('newline', '\n');
		for (let left = this.#indents.length; left > 1; left--) this.#push('dedent', '');
		this.#push('end', '');
		return this.#tokens;
	}

	#push(kind: Token['kind'], text: string, value?: Token['value']): void {
		this.#tokens.push({ kind, text, line: this.#line, ...(value === undefined ? {} : { value }) });
	}

	#skipComment(): void {
		while (this.#at < this.#text.length && this.#text[this.#at] !== '\n') this.#at++;
	}

	/** @returns whether the line has nothing on it. */
	#indentation(): boolean {
		let width = 0;
		let end = this.#at;
		for (; this.#text[end] === ' ' || this.#text[end] === '\t'; end++)
			width = this.#text[end] === '\t' ? (Math.floor(width / 8) + 1) * 8 : width + 1;
		const char = this.#text[end];
		if (char === undefined || char === '\n' || char === '#') {
			this.#at = end;
			this.#skipComment();
			if (this.#text[this.#at] === '\n') {
				this.#at++;
				this.#line++;
			}
			return true;
		}
		this.#at = end;
		const now = this.#indents.at(-1) as number;
		if (width > now) {
			this.#indents.push(width);
			this.#push('indent', '');
		}
		while (width < (this.#indents.at(-1) as number)) {
			this.#indents.pop();
			this.#push('dedent', '');
		}
		if (width !== this.#indents.at(-1))
			throw new PythonSyntaxError(
				'unindent does not match any outer indentation level',
				this.#line,
				'IndentationError',
			);
		return false;
	}

	#token(): void {
		const rest = this.#text.slice(this.#at, this.#at + 4_096);
		const string = STRING.exec(rest);
		if (string !== null) {
			this.#string(string[1] as string, string[2] as string, string[0].length);
			return;
		}
		const [name] = NAME.exec(rest) ?? [];
		if (name !== undefined) {
			this.#at += name.length;
			this.#push('name', name);
			return;
		}
		const [number] = NUMBER.exec(rest) ?? [];
		if (number !== undefined && number !== '.') {
			this.#at += number.length;
			const plain = number.replaceAll('_', '');
			const isInteger = /^\d+$/.test(plain) || /^0[xXoObB]/.test(plain);
			this.#push('number', number, isInteger ? BigInt(plain.replace(/^0+(?=\d)/, '')) : Number(plain));
			return;
		}
		const operator = OPERATORS.find((each) => rest.startsWith(each));
		if (operator === undefined) throw new PythonSyntaxError('invalid syntax', this.#line);
		this.#at += operator.length;
		if ('([{'.includes(operator)) this.#depth++;
		if (')]}'.includes(operator)) {
			if (this.#depth === 0) throw new PythonSyntaxError(`unmatched '${operator}'`, this.#line);
			this.#depth--;
		}
		this.#push('operator', operator);
	}

	#string(prefix: string, quote: string, opened: number): void {
		const from = this.#at + opened;
		let end = from;
		const isRaw = /r/i.test(prefix);
		for (;;) {
			const char = this.#text[end];
			if (char === undefined || (char === '\n' && quote.length === 1)) {
				throw new PythonSyntaxError(
					quote.length === 3 ? 'unterminated triple-quoted string literal' : 'unterminated string literal',
					this.#line,
				);
			}
			if (char === '\\') end += 2;
			else if (this.#text.startsWith(quote, end)) break;
			else end++;
		}
		const raw = this.#text.slice(from, end);
		if (/f/i.test(prefix)) this.#push('fstring', isRaw ? raw.replaceAll('\\', '\\\\') : raw);
		else if (/b/i.test(prefix)) this.#push('bytes', raw, isRaw ? encodeUtf8(raw) : bytesOf(raw));
		else this.#push('string', raw, isRaw ? raw : unescapePython(raw));
		this.#line += raw.split('\n').length - 1;
		this.#at = end + quote.length;
	}
}

const ESCAPES: Readonly<Record<string, string>> = {
	n: '\n',
	t: '\t',
	r: '\r',
	'0': '\0',
	a: '\x07',
	b: '\b',
	f: '\f',
	v: '\v',
	'\\': '\\',
	"'": "'",
	'"': '"',
	'\n': '',
};

export function unescapePython(text: string): string {
	return text.replace(
		/\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|([\s\S]))/g,
		(all, x, u, long, octal, other) => {
			const code = x ?? u ?? long;
			if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
			if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
			return ESCAPES[other as string] ?? all;
		},
	);
}

function bytesOf(text: string): Uint8Array {
	const plain = unescapePython(text);
	return /[^\0-\xff]/.test(plain) ? encodeUtf8(plain) : Uint8Array.from([...plain].map((char) => char.charCodeAt(0)));
}
