import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import { keysToText, parseKeys } from '../keys/key-names.ts';
import { readRegister } from '../normal/put.ts';
import { optionNamed } from '../options.ts';
import { VimRegexp } from '../regexp/vim-regexp.ts';
import { registerString } from '../registers.ts';
import { VimError } from '../vim-error.ts';
import { callFunction } from './expression-functions.ts';
import type { ExValue } from './expression-value.ts';
import { numberOfValue, textOfValue } from './expression-value.ts';

/** The value of an expression of Vim script, as far as vimrcs use it. Throws VimError. */
export function* evaluate(editor: Editor, source: string): Task<ExValue> {
	const parser = new Expression(editor, source);
	const value = yield* parser.value();
	parser.end();
	return value;
}

/** Several expressions one after the other (`:echo a b`). */
export function* evaluateAll(editor: Editor, source: string): Task<readonly ExValue[]> {
	const parser = new Expression(editor, source);
	const values: ExValue[] = [];
	while (!parser.atEnd()) values.push(yield* parser.value());
	return values;
}

const DEPTH_MAX = 200;

class Expression {
	readonly #editor: Editor;
	readonly #text: string;
	#at = 0;
	#depth = 0;

	constructor(editor: Editor, text: string) {
		this.#editor = editor;
		this.#text = text;
	}

	atEnd(): boolean {
		this.#skip();
		return this.#at >= this.#text.length;
	}

	end(): void {
		if (!this.atEnd()) throw new VimError(`E488: Trailing characters: ${this.#text.slice(this.#at)}`);
	}

	#skip(): void {
		while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
	}

	#take(pattern: RegExp): string | undefined {
		this.#skip();
		const match = pattern.exec(this.#text.slice(this.#at));
		if (match === null) return undefined;
		this.#at += match[0].length;
		return match[0];
	}

	*value(): Task<ExValue> {
		if (++this.#depth > DEPTH_MAX) throw new VimError('E1169: Expression too recursive');
		yield* this.#editor.tick();
		const condition = yield* this.#or();
		let result = condition;
		if (this.#take(/^\?(?!\?)/) !== undefined) {
			const yes = yield* this.value();
			if (this.#take(/^:/) === undefined) throw new VimError("E109: Missing ':' after '?'");
			const no = yield* this.value();
			result = numberOfValue(condition) === 0 ? no : yes;
		}
		this.#depth--;
		return result;
	}

	*#or(): Task<ExValue> {
		let left = yield* this.#and();
		while (this.#take(/^\|\|/) !== undefined) {
			const right = yield* this.#and();
			left = numberOfValue(left) !== 0 || numberOfValue(right) !== 0 ? 1 : 0;
		}
		return left;
	}

	*#and(): Task<ExValue> {
		let left = yield* this.#compare();
		while (this.#take(/^&&/) !== undefined) {
			const right = yield* this.#compare();
			left = numberOfValue(left) !== 0 && numberOfValue(right) !== 0 ? 1 : 0;
		}
		return left;
	}

	*#compare(): Task<ExValue> {
		const left = yield* this.#add();
		const operator = this.#take(/^(?:==|!=|>=|<=|=~|!~|>|<|is\b|isnot\b)[#?]?/);
		if (operator === undefined) return left;
		const right = yield* this.#add();
		return this.#compared(operator, left, right) ? 1 : 0;
	}

	#compared(operator: string, left: ExValue, right: ExValue): boolean {
		const bare = operator.replace(/[#?]$/, '');
		const ignore = operator.endsWith('?') || (!operator.endsWith('#') && this.#editor.flag('ignorecase'));
		if (bare === '=~' || bare === '!~') {
			const regexp = new VimRegexp(textOfValue(right), { ignoreCase: ignore });
			return regexp.test(textOfValue(left)) === (bare === '=~');
		}
		const numeric = typeof left === 'number' || typeof right === 'number';
		const fold = (value: ExValue): string => (ignore ? textOfValue(value).toLowerCase() : textOfValue(value));
		const [a, b] = numeric ? [numberOfValue(left), numberOfValue(right)] : [fold(left), fold(right)];
		switch (bare) {
			case '==':
			case 'is':
				return a === b;
			case '!=':
			case 'isnot':
				return a !== b;
			case '>=':
				return a >= b;
			case '<=':
				return a <= b;
			case '>':
				return a > b;
			default:
				return a < b;
		}
	}

	*#add(): Task<ExValue> {
		let left = yield* this.#multiply();
		for (;;) {
			const operator = this.#take(/^(?:\.\.|\+|-|\.(?=\s|["'&$@a-zA-Z(]))/);
			if (operator === undefined) return left;
			const right = yield* this.#multiply();
			if (operator === '+') {
				left =
					Array.isArray(left) && Array.isArray(right)
						? [...left, ...right]
						: numberOfValue(left) + numberOfValue(right);
			} else if (operator === '-') left = numberOfValue(left) - numberOfValue(right);
			else left = textOfValue(left) + textOfValue(right);
			if (typeof left === 'string' && left.length > 1_000_000) throw new VimError('E342: Out of memory!');
		}
	}

	*#multiply(): Task<ExValue> {
		let left = yield* this.#unary();
		for (;;) {
			const operator = this.#take(/^[*/%]/);
			if (operator === undefined) return left;
			const right = numberOfValue(yield* this.#unary());
			const number = numberOfValue(left);
			if (operator === '*') left = number * right;
			else if (right === 0)
				left =
					operator === '/'
						? number === 0
							? Number.MIN_SAFE_INTEGER
							: number > 0
								? Number.MAX_SAFE_INTEGER
								: -Number.MAX_SAFE_INTEGER
						: 0;
			else left = operator === '/' ? Math.trunc(number / right) : number % right;
		}
	}

	*#unary(): Task<ExValue> {
		const operator = this.#take(/^[!\-+]/);
		if (operator === undefined) return yield* this.#postfix();
		if (++this.#depth > DEPTH_MAX) throw new VimError('E1169: Expression too recursive');
		const value = numberOfValue(yield* this.#unary());
		this.#depth--;
		return operator === '!' ? (value === 0 ? 1 : 0) : operator === '-' ? -value : value;
	}

	*#postfix(): Task<ExValue> {
		let value = yield* this.#primary();
		while (this.#text[this.#at] === '[') {
			this.#at++;
			const index = this.#take(/^:/) === undefined ? numberOfValue(yield* this.value()) : 0;
			const slice = this.#text[this.#at - 1] === ':' || this.#take(/^:/) !== undefined;
			const last = slice && this.#take(/^(?=\])/) === undefined ? numberOfValue(yield* this.value()) : -1;
			if (this.#take(/^\]/) === undefined) throw new VimError("E111: Missing ']'");
			value = element(value, index, slice, last);
		}
		return value;
	}

	*#primary(): Task<ExValue> {
		const number = this.#take(/^(?:0[xX][0-9a-fA-F]+|\d+)/);
		if (number !== undefined) return Number(number);
		const single = this.#take(/^'(?:[^']|'')*'/);
		if (single !== undefined) return single.slice(1, -1).replaceAll("''", "'");
		const double = this.#take(/^"(?:[^"\\]|\\.)*"/);
		if (double !== undefined) return unescaped(double.slice(1, -1));
		if (this.#take(/^\(/) !== undefined) {
			const value = yield* this.value();
			if (this.#take(/^\)/) === undefined) throw new VimError("E110: Missing ')'");
			return value;
		}
		if (this.#take(/^\[/) !== undefined) return yield* this.#list(/^\]/);
		const option = this.#take(/^&(?:[lg]:)?[a-z]+/);
		if (option !== undefined) return this.#option(option.replace(/^&(?:[lg]:)?/, ''));
		const environment = this.#take(/^\$\w+/);
		if (environment !== undefined) return this.#editor.process.env.get(environment.slice(1)) ?? '';
		const register = this.#take(/^@[\w"@%#:./*+-]/);
		if (register !== undefined) {
			const text = readRegister(this.#editor, register.slice(1));
			return text === undefined ? '' : registerString(text);
		}
		const name = this.#take(/^(?:[gbwtsvla]:)?[A-Za-z_][\w#]*/);
		if (name === undefined) throw new VimError(`E15: Invalid expression: "${this.#text}"`);
		if (this.#text[this.#at] === '(') {
			this.#at++;
			const values = yield* this.#list(/^\)/);
			return yield* callFunction(this.#editor, name, values);
		}
		return this.#variable(name);
	}

	*#list(end: RegExp): Task<readonly ExValue[]> {
		const values: ExValue[] = [];
		while (this.#take(end) === undefined) {
			if (this.atEnd()) throw new VimError(`E15: Invalid expression: "${this.#text}"`);
			values.push(yield* this.value());
			this.#take(/^,/);
		}
		return values;
	}

	#option(name: string): ExValue {
		if (optionNamed(name) === undefined) {
			if (/^t_/.test(name)) return '';
			throw new VimError(`E113: Unknown option: ${name}`);
		}
		const value = this.#editor.option(name);
		return typeof value === 'boolean' ? (value ? 1 : 0) : value;
	}

	#variable(name: string): ExValue {
		const value = this.#editor.variables.get(name.replace(/^g:/, '')) ?? builtIn(this.#editor, name);
		if (value === undefined) throw new VimError(`E121: Undefined variable: ${name}`);
		return value;
	}
}

function builtIn(editor: Editor, name: string): ExValue | undefined {
	switch (name) {
		case 'v:version':
			return 901;
		case 'v:progname':
			return editor.calledAs;
		case 'v:true':
			return 1;
		case 'v:false':
		case 'v:null':
		case 'v:shell_error':
			return 0;
		case 'v:errmsg':
			return editor.messages.lastError;
		case 'v:count':
		case 'v:count1':
			return name === 'v:count' ? 0 : 1;
		case 'v:lnum':
			return editor.window.line + 1;
		case 'v:servername':
			return '';
		default:
			return undefined;
	}
}

function element(value: ExValue, index: number, slice: boolean, last: number): ExValue {
	const size = typeof value === 'number' ? 0 : value.length;
	const from = index < 0 ? size + index : index;
	const to = last < 0 ? size + last : last;
	if (typeof value === 'number') return '';
	if (slice) return value.slice(Math.max(0, from), to + 1);
	const found = value[from];
	if (found !== undefined) return found;
	if (typeof value === 'string') return '';
	throw new VimError(`E684: List index out of range: ${index}`);
}

function unescaped(text: string): string {
	return text.replace(/\\(<[^>]+>|x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|[0-7]{1,3}|.)/g, (_, code: string) => {
		if (code.startsWith('<')) return keysToText(parseKeys(code));
		if (/^[xu]./.test(code)) return String.fromCodePoint(Number.parseInt(code.slice(1), 16));
		if (/^[0-7]/.test(code)) return String.fromCodePoint(Number.parseInt(code, 8));
		const simple: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', e: '\x1b', b: '\b', f: '\f' };
		return simple[code] ?? code;
	});
}
