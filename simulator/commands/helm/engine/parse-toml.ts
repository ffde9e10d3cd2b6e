import { GoFloat, isDict } from '../../../machinery/go-template/values.ts';
import { type Dict, newDict } from '../../../machinery/sprig/define.ts';

/** TOML that cannot be read, in github.com/BurntSushi/toml's words where it has them. */
export class TomlError extends Error {}

/** A document's tables. @throws TomlError. Differs: moments stay the texts that they are written as. */
export function parseToml(text: string): Dict {
	return new Reader(text).document();
}

const ESCAPES: Readonly<Record<string, string>> = {
	b: '\b',
	t: '\t',
	n: '\n',
	f: '\f',
	r: '\r',
	'"': '"',
	'\\': '\\',
	e: '\u001b',
};

const NESTING_MAX = 100;

class Reader {
	readonly #text: string;
	#at = 0;
	#depth = 0;

	constructor(text: string) {
		this.#text = text.replaceAll('\r\n', '\n');
	}

	document(): Dict {
		const root = newDict();
		let table = root;
		for (;;) {
			this.#skip(/[\s]*(?:#[^\n]*\s*)*/y);
			if (this.#at >= this.#text.length) return root;
			if (this.#takes('[[')) {
				const path = this.#key();
				this.#expect(']]', 'expected end of table array name delimiter');
				table = this.#appended(root, path);
			} else if (this.#takes('[')) {
				const path = this.#key();
				this.#expect(']', 'expected end of table name delimiter');
				table = this.#tableAt(root, path);
			} else {
				this.#pair(table);
			}
			this.#skip(/[ \t]*(?:#[^\n]*)?/y);
			if (this.#at < this.#text.length && !this.#takes('\n')) {
				throw this.#error(
					`expected a top-level item to end with a newline, comment, or EOF, but got ${this.#here()} instead`,
				);
			}
		}
	}

	#pair(table: Dict): void {
		const path = this.#key();
		this.#blanks();
		if (this.#at >= this.#text.length) throw this.#error("unexpected EOF; expected key separator '='");
		if (!this.#takes('=')) throw this.#error(`expected '.' or '=', but got ${this.#here()} instead`);
		const name = path.pop() as string;
		const into = this.#tableAt(table, path);
		if (Object.hasOwn(into, name)) throw this.#error(`Key '${[...path, name].join('.')}' has already been defined.`);
		this.#blanks();
		into[name] = this.#value();
	}

	#key(): string[] {
		const path: string[] = [];
		do {
			this.#blanks();
			const char = this.#text.charAt(this.#at);
			if (char === '"' || char === "'") path.push(this.#string());
			else {
				const bare = this.#skip(/[A-Za-z0-9_-]*/y);
				if (bare === '') throw this.#error(`expected key but found ${this.#here()} instead`);
				path.push(bare);
			}
			this.#blanks();
		} while (this.#takes('.'));
		return path;
	}

	#value(): unknown {
		const char = this.#text.charAt(this.#at);
		if (char === '"' || char === "'") return this.#string();
		if (char === '[') return this.#list();
		if (char === '{') return this.#inlineTable();
		const word = this.#skip(/[^\s,\]}#]*(?: \d\d:[^\s,\]}#]*)?/y);
		if (word === 'true' || word === 'false') return word === 'true';
		if (/^\d{4}-\d\d-\d\d|^\d\d:\d\d/.test(word)) return word;
		return this.#number(word);
	}

	#number(word: string): unknown {
		const digits = word.replaceAll('_', '');
		if (/^[+-]?(0|[1-9]\d*)$/.test(digits) || /^0(x[0-9a-fA-F]+|o[0-7]+|b[01]+)$/.test(digits)) return Number(digits);
		if (/^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(digits)) return new GoFloat(Number(digits));
		if (/^[+-]?(inf|nan)$/.test(digits))
			return new GoFloat(digits.endsWith('nan') ? Number.NaN : Number(`${digits.replace('inf', 'Infinity')}`));
		if (word === '') throw this.#error(`expected value but found ${this.#here()} instead`);
		throw this.#error(`expected value but found ${JSON.stringify(word)} instead`);
	}

	#string(): string {
		const quote = this.#text.charAt(this.#at);
		const isLong = this.#takes(quote.repeat(3));
		if (!isLong) this.#at++;
		else this.#takes('\n');
		const end = isLong ? quote.repeat(3) : quote;
		let out = '';
		while (!this.#takes(end)) {
			const char = this.#text.charAt(this.#at++);
			if (char === '') throw this.#error(`unexpected EOF; expected ${JSON.stringify(end)}`);
			if (char === '\n' && !isLong) throw this.#error('strings cannot contain newlines');
			out += char === '\\' && quote === '"' ? this.#escape() : char;
		}
		return out;
	}

	#escape(): string {
		const char = this.#text.charAt(this.#at++);
		if (char === 'u' || char === 'U') {
			const digits = this.#text.slice(this.#at, this.#at + (char === 'u' ? 4 : 8));
			if (!/^[0-9a-fA-F]+$/.test(digits)) throw this.#error('expected hexadecimal digits');
			this.#at += digits.length;
			return String.fromCodePoint(Number.parseInt(digits, 16));
		}
		if (/\s/.test(char)) {
			this.#skip(/\s*/y);
			return '';
		}
		const escaped = ESCAPES[char];
		if (escaped === undefined) throw this.#error(`invalid escape character '${char}'`);
		return escaped;
	}

	#list(): unknown[] {
		const out: unknown[] = [];
		this.#enter();
		for (;;) {
			this.#skip(/\s*(?:#[^\n]*\s*)*/y);
			if (this.#takes(']')) break;
			out.push(this.#value());
			this.#skip(/\s*(?:#[^\n]*\s*)*/y);
			if (this.#takes(',')) continue;
			this.#expect(']', `expected a comma (',') or array terminator (']'), but got ${this.#here()}`);
			break;
		}
		this.#depth--;
		return out;
	}

	#inlineTable(): Dict {
		const out = newDict();
		this.#enter();
		this.#blanks();
		if (!this.#takes('}')) {
			do this.#pair(out);
			while (this.#separated());
			this.#expect('}', `expected a comma or an inline table terminator '}', but got ${this.#here()} instead`);
		}
		this.#depth--;
		return out;
	}

	#separated(): boolean {
		this.#blanks();
		return this.#takes(',');
	}

	#enter(): void {
		this.#at++;
		if (++this.#depth > NESTING_MAX) throw this.#error('too deeply nested');
	}

	#tableAt(from: Dict, path: readonly string[]): Dict {
		let table = from;
		for (const name of path) {
			if (!Object.hasOwn(table, name)) table[name] = newDict();
			const next = Array.isArray(table[name]) ? (table[name] as unknown[]).at(-1) : table[name];
			if (!isDict(next)) throw this.#error(`Key '${path.join('.')}' has already been defined.`);
			table = next;
		}
		return table;
	}

	#appended(root: Dict, path: readonly string[]): Dict {
		const into = this.#tableAt(root, path.slice(0, -1));
		const name = path.at(-1) as string;
		const fresh = newDict();
		if (!Object.hasOwn(into, name)) into[name] = [];
		const list = into[name];
		if (!Array.isArray(list)) throw this.#error(`Key '${path.join('.')}' has already been defined.`);
		list.push(fresh);
		return fresh;
	}

	#blanks(): void {
		this.#skip(/[ \t]*/y);
	}

	/** @param pattern sticky; may match nothing. */
	#skip(pattern: RegExp): string {
		pattern.lastIndex = this.#at;
		const found = pattern.exec(this.#text)?.[0] ?? '';
		this.#at += found.length;
		return found;
	}

	#takes(text: string): boolean {
		if (!this.#text.startsWith(text, this.#at)) return false;
		this.#at += text.length;
		return true;
	}

	#expect(text: string, complaint: string): void {
		this.#blanks();
		if (!this.#takes(text)) throw this.#error(complaint);
	}

	#here(): string {
		const char = this.#text.charAt(this.#at);
		return char === '' ? 'EOF' : `'${char === '\n' ? '\\n' : char}'`;
	}

	#error(message: string): TomlError {
		const line = this.#text.slice(0, this.#at).split('\n').length;
		return new TomlError(`toml: line ${line}: ${message}`);
	}
}
