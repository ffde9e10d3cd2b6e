export class JsSyntaxError extends Error {
	readonly line: number;
	constructor(message: string, line: number) {
		super(message);
		this.line = line;
	}
}

export interface Token {
	readonly kind: 'name' | 'number' | 'string' | 'template' | 'regexp' | 'sign' | 'end' | 'private';
	/** A string's value; a template's source between its quotes. */
	readonly text: string;
	readonly line: number;
	/** Whether a line ends before it. */
	readonly isFirst: boolean;
	readonly start: number;
	readonly end: number;
	/** A regular expression's. */
	readonly flags?: string;
	/** A word that was written with quotes is no keyword. */
	readonly value?: number | bigint;
}

const SIGNS = (
	'>>>= ... === !== **= <<= >>= >>> &&= ||= ??= => == != <= >= && || ?? ?. ++ -- += -= *= /= %= &= |= ^= << >> ** ' +
	'{ } ( ) [ ] ; , < > + - * / % & | ^ ! ~ ? : = . @ #'
).split(' ');
const SIGNS_BY_FIRST = new Map<string, readonly string[]>();
for (const sign of SIGNS) {
	const first = sign[0] as string;
	SIGNS_BY_FIRST.set(first, [...(SIGNS_BY_FIRST.get(first) ?? []), sign]);
}

const NAME_START = /[\p{ID_Start}$_]/u;
const NAME_PART = /[\p{ID_Continue}$\u200c\u200d]/u;
const ESCAPES: ReadonlyMap<string, string> = new Map([
	['n', '\n'],
	['t', '\t'],
	['r', '\r'],
	['b', '\b'],
	['f', '\f'],
	['v', '\v'],
	['0', '\0'],
]);

/** The tokens of a program, one at a time: what a slash means only the parser knows. */
export class JsLexer {
	readonly #text: string;
	#at = 0;
	#line = 1;

	constructor(text: string, line = 1) {
		this.#text = text;
		this.#line = line;
		if (text.startsWith('#!')) this.#skipLine();
	}

	/** Reads on from there. */
	jump(at: number, line: number): void {
		this.#at = at;
		this.#line = line;
	}

	next(allowsRegexp: boolean): Token {
		const isFirst = this.#skipBlanks();
		const start = this.#at;
		const line = this.#line;
		const char = this.#text.charAt(start);
		const token = (kind: Token['kind'], text: string, more: Partial<Token> = {}): Token => ({
			kind,
			text,
			line,
			isFirst,
			start,
			end: this.#at,
			...more,
		});
		if (char === '') return token('end', '');
		if (NAME_START.test(char)) return token('name', this.#name());
		if (char === '#' && NAME_START.test(this.#text.charAt(start + 1))) {
			this.#at++;
			return token('private', `#${this.#name()}`);
		}
		if (/\d/.test(char) || (char === '.' && /\d/.test(this.#text.charAt(start + 1)))) {
			const value = this.#number();
			return token('number', '', { value });
		}
		if (char === '"' || char === "'") return token('string', this.#string(char));
		if (char === '`') return token('template', this.#template());
		if (char === '/' && allowsRegexp) {
			const source = this.#regexp();
			const flags = /^\w*/.exec(this.#text.slice(this.#at, this.#at + 10))?.[0] ?? '';
			this.#at += flags.length;
			return token('regexp', source, { flags });
		}
		const sign = SIGNS_BY_FIRST.get(char)?.find((each) => this.#text.startsWith(each, start));
		if (sign === undefined) throw new JsSyntaxError('Invalid or unexpected token', line);
		// `a?.5:b` is a choice.
		const isChoice = sign === '?.' && /\d/.test(this.#text.charAt(start + 2));
		this.#at += isChoice ? 1 : sign.length;
		return token('sign', isChoice ? '?' : sign);
	}

	#skipLine(): void {
		while (this.#at < this.#text.length && this.#text[this.#at] !== '\n') this.#at++;
	}

	#skipBlanks(): boolean {
		let isFirst = this.#at === 0;
		for (;;) {
			const char = this.#text.charAt(this.#at);
			if (char === '\n') {
				this.#line++;
				isFirst = true;
				this.#at++;
			} else if (char !== '' && /[\s\ufeff]/.test(char)) this.#at++;
			else if (char === '/' && this.#text[this.#at + 1] === '/') this.#skipLine();
			else if (char === '/' && this.#text[this.#at + 1] === '*') {
				const end = this.#text.indexOf('*/', this.#at + 2);
				if (end < 0) throw new JsSyntaxError('Invalid or unexpected token', this.#line);
				const lines = this.#text.slice(this.#at, end).split('\n').length - 1;
				this.#line += lines;
				isFirst ||= lines > 0;
				this.#at = end + 2;
			} else return isFirst;
		}
	}

	#name(): string {
		const start = this.#at;
		while (NAME_PART.test(this.#text.charAt(this.#at))) this.#at++;
		return this.#text.slice(start, this.#at);
	}

	#number(): number | bigint {
		const rest = this.#text.slice(this.#at, this.#at + 400);
		const [whole = ''] =
			/^(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][-+]?\d+)?)n?/.exec(
				rest,
			) ?? [];
		this.#at += whole.length;
		const digits = whole.replaceAll('_', '');
		return digits.endsWith('n') ? BigInt(digits.slice(0, -1)) : Number(digits);
	}

	#string(quote: string): string {
		const start = this.#at;
		this.#at++;
		while (this.#text[this.#at] !== quote) {
			const char = this.#text[this.#at];
			if (char === undefined || char === '\n') throw new JsSyntaxError('Invalid or unexpected token', this.#line);
			if (char === '\\') {
				this.#at++;
				if (this.#text[this.#at] === '\n') this.#line++;
			}
			this.#at++;
		}
		this.#at++;
		return unescaped(this.#text.slice(start + 1, this.#at - 1));
	}

	/** Up to its closing quote; what stands in `${}` may hold templates of its own. */
	#template(): string {
		const start = this.#at;
		this.#at++;
		let depth = 0;
		for (;;) {
			const char = this.#text[this.#at];
			if (char === undefined) throw new JsSyntaxError('Unterminated template literal', this.#line);
			if (char === '\n') this.#line++;
			if (char === '\\') this.#at++;
			else if (char === '`') {
				if (depth === 0) break;
				this.#template();
				continue;
			} else if (char === '$' && this.#text[this.#at + 1] === '{') {
				depth++;
				this.#at++;
			} else if (depth > 0 && char === '{') depth++;
			else if (depth > 0 && char === '}') depth--;
			else if (depth > 0 && (char === '"' || char === "'")) {
				this.#string(char);
				continue;
			}
			this.#at++;
		}
		this.#at++;
		return this.#text.slice(start + 1, this.#at - 1);
	}

	#regexp(): string {
		const start = this.#at;
		this.#at++;
		let isClass = false;
		for (;;) {
			const char = this.#text[this.#at];
			if (char === undefined || char === '\n') {
				throw new JsSyntaxError('Invalid regular expression: missing /', this.#line);
			}
			if (char === '\\') this.#at++;
			else if (char === '[') isClass = true;
			else if (char === ']') isClass = false;
			else if (char === '/' && !isClass) break;
			this.#at++;
		}
		this.#at++;
		return this.#text.slice(start + 1, this.#at - 1);
	}
}

/** A text with what its backslashes mean. */
export function unescaped(text: string): string {
	if (!text.includes('\\')) return text;
	return text.replace(
		/\\(?:u\{([\da-fA-F]+)\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|\r?\n|([\s\S]))/g,
		(_, braced?: string, four?: string, two?: string, other?: string) => {
			const code = braced ?? four ?? two;
			if (code !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10_ff_ff));
			return other === undefined ? '' : (ESCAPES.get(other) ?? other);
		},
	);
}

/** A template's texts and the sources between them. */
export function templateParts(source: string): { texts: string[]; parts: string[] } {
	const texts: string[] = [];
	const parts: string[] = [];
	let from = 0;
	for (let at = 0; at < source.length; at++) {
		if (source[at] === '\\') at++;
		else if (source[at] === '$' && source[at + 1] === '{') {
			texts.push(unescaped(source.slice(from, at)));
			const lexer = new JsLexer(source.slice(at + 2));
			let depth = 0;
			for (let before: Token | undefined; ; ) {
				const next = lexer.next(allowsRegexpAfter(before));
				if (next.kind === 'end') throw new JsSyntaxError('Unterminated template literal', next.line);
				before = next;
				if (next.kind !== 'sign') continue;
				if (next.text === '{') depth++;
				if (next.text !== '}') continue;
				if (depth-- > 0) continue;
				parts.push(source.slice(at + 2, at + 2 + next.start));
				at += 2 + next.start;
				break;
			}
			from = at + 1;
		}
	}
	texts.push(unescaped(source.slice(from)));
	return { texts, parts };
}

const WORDS_BEFORE_VALUES = new Set(
	'return typeof case in of new delete void throw await yield instanceof else do'.split(' '),
);

/** Whether a slash after this token begins a regular expression. */
export function allowsRegexpAfter(token: Token | undefined): boolean {
	if (token === undefined) return true;
	if (token.kind === 'sign') return token.text !== ')' && token.text !== ']' && token.text !== '}';
	return token.kind === 'name' && WORDS_BEFORE_VALUES.has(token.text);
}
