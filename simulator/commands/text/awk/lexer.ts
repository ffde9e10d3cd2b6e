import { AwkSyntaxError } from './syntax-tree.ts';

export interface AwkToken {
	readonly type:
		| 'number'
		| 'string'
		| 'regex'
		| 'name'
		| 'function-name'
		| 'builtin'
		| 'keyword'
		| 'operator'
		| 'newline'
		| 'end';
	readonly text: string;
	readonly value: number;
	readonly line: number;
}

const KEYWORDS = new Set(
	'BEGIN END function func if else while for do break continue next nextfile exit return delete in getline print printf'.split(
		' ',
	),
);

export const BUILTINS: ReadonlySet<string> = new Set(
	'length substr index split sub gsub match sprintf sin cos atan2 exp log sqrt int rand srand tolower toupper system close fflush gensub strftime systime mktime'.split(
		' ',
	),
);

const OPERATORS = [
	'&&',
	'||',
	'>>',
	'++',
	'--',
	'+=',
	'-=',
	'*=',
	'/=',
	'%=',
	'^=',
	'==',
	'<=',
	'>=',
	'!=',
	'!~',
	...'{}()[];,+-*/%^!<>|?:~$=',
];

/** Tokens one by one: whether a slash divides or begins a regular expression depends on what came before. */
export class AwkLexer {
	readonly #source: string;
	#at = 0;
	#line = 1;
	#previous: AwkToken | undefined;

	constructor(source: string) {
		this.#source = source;
	}

	next(): AwkToken {
		this.#previous = this.#scan();
		return this.#previous;
	}

	#token(type: AwkToken['type'], text: string, value = 0): AwkToken {
		return { type, text, value, line: this.#line };
	}

	#scan(): AwkToken {
		this.#skipBlanks();
		const rest = this.#source.slice(this.#at, this.#at + 256);
		const char = rest[0];
		if (char === undefined) return this.#token('end', 'end of file');
		if (char === '\n') {
			this.#at++;
			const token = this.#token('newline', '\n');
			this.#line++;
			return token;
		}
		if (char === '"') return this.#token('string', this.#string());
		if (char === '/' && this.#regexMayStand()) return this.#token('regex', this.#regex());
		const number = /^(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?/.exec(rest);
		if (number !== null) {
			this.#at += number[0].length;
			return this.#token('number', number[0], Number(number[0]));
		}
		const name = /^[A-Za-z_]\w*/.exec(rest);
		if (name !== null) return this.#name(name[0]);
		const operator = OPERATORS.find((each) => rest.startsWith(each));
		if (operator === undefined) throw new AwkSyntaxError(`line ${this.#line}: syntax error at or near ${char}`);
		this.#at += operator.length;
		return this.#token('operator', operator);
	}

	#name(name: string): AwkToken {
		this.#at += name.length;
		if (KEYWORDS.has(name)) return this.#token('keyword', name === 'func' ? 'function' : name);
		if (BUILTINS.has(name)) return this.#token('builtin', name);
		return this.#token(this.#source[this.#at] === '(' ? 'function-name' : 'name', name);
	}

	#skipBlanks(): void {
		for (;;) {
			const char = this.#source[this.#at];
			if (char === ' ' || char === '\t' || char === '\r') this.#at++;
			else if (char === '\\' && /^\\\r?\n/.test(this.#source.slice(this.#at, this.#at + 3))) {
				this.#at = this.#source.indexOf('\n', this.#at) + 1;
				this.#line++;
			} else if (char === '#') {
				const end = this.#source.indexOf('\n', this.#at);
				this.#at = end < 0 ? this.#source.length : end;
			} else return;
		}
	}

	/** Behind an operand a slash divides. */
	#regexMayStand(): boolean {
		const previous = this.#previous;
		if (previous === undefined) return true;
		if (['number', 'string', 'name', 'builtin', 'regex'].includes(previous.type)) return false;
		return !(previous.type === 'operator' && [')', ']', '$', '++', '--'].includes(previous.text));
	}

	#string(): string {
		const start = this.#line;
		let out = '';
		for (this.#at++; ; ) {
			const char = this.#source[this.#at];
			if (char === undefined || char === '\n') {
				throw new AwkSyntaxError(`line ${start}: runaway string constant "${out.slice(0, 10)} ...`);
			}
			this.#at++;
			if (char === '"') return out;
			out += char === '\\' ? this.#escape() : char;
		}
	}

	#escape(): string {
		const rest = this.#source.slice(this.#at, this.#at + 3);
		const octal = /^[0-7]{1,3}/.exec(rest);
		if (octal !== null) {
			this.#at += octal[0].length;
			return String.fromCharCode(Number.parseInt(octal[0], 8) & 255);
		}
		const hex = /^x([0-9a-fA-F]{1,2})/.exec(rest);
		if (hex !== null) {
			this.#at += hex[0].length;
			return String.fromCharCode(Number.parseInt(hex[1] as string, 16));
		}
		this.#at++;
		const letter = rest[0];
		if (letter === '\n') {
			this.#line++;
			return '';
		}
		return SIMPLE.get(letter ?? '') ?? `\\${letter ?? ''}`;
	}

	#regex(): string {
		let out = '';
		let inBrackets = false;
		for (this.#at++; ; this.#at++) {
			const char = this.#source[this.#at];
			if (char === undefined || char === '\n') {
				throw new AwkSyntaxError(`line ${this.#line}: runaway regular expression /${out.slice(0, 10)} ...`);
			}
			if (char === '/' && !inBrackets) break;
			if (char === '[' && !inBrackets) inBrackets = true;
			else if (char === ']' && inBrackets && !/\[\^?$/.test(out)) inBrackets = false;
			if (char === '\\') {
				out += this.#source[this.#at + 1] === '/' ? '/' : char + (this.#source[this.#at + 1] ?? '');
				this.#at++;
			} else out += char;
		}
		this.#at++;
		return out;
	}
}

const SIMPLE: ReadonlyMap<string, string> = new Map([
	['"', '"'],
	['\\', '\\'],
	['/', '/'],
	['a', '\x07'],
	['b', '\b'],
	['f', '\f'],
	['n', '\n'],
	['r', '\r'],
	['t', '\t'],
	['v', '\v'],
]);

/** Escapes of a -v assignment or a command line assignment. */
export function awkEscapes(text: string): string {
	return text.replace(/\\([0-7]{1,3}|x[0-9a-fA-F]{1,2}|[\s\S])/g, (whole, escaped: string) => {
		if (/^[0-7]/.test(escaped)) return String.fromCharCode(Number.parseInt(escaped, 8) & 255);
		if (/^x./.test(escaped)) return String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
		return SIMPLE.get(escaped) ?? whole;
	});
}
