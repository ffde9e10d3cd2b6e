import { Fatal } from '../gnu-command.ts';

/** The words that options of `env` become, and what `-v` says of each `-S` among them. */
export interface EnvWords {
	readonly words: readonly string[];
	readonly told: readonly string[];
}

/**
 * Words with every `-S` among the options taken apart; what it gives may hold options again.
 * Models coreutils env.c main, parse_split_string. Throws Fatal.
 */
export function withSplitStrings(argv: readonly string[], env: ReadonlyMap<string, string>): EnvWords {
	const words = [...argv];
	const told: string[] = [];
	let verbose = false;
	for (let at = 0; at < words.length; at++) {
		const word = words[at] as string;
		if (word === '--' || word === '-' || !word.startsWith('-')) break;
		if (word === '--debug') verbose = true;
		if (/^--(unset|chdir)$/.test(word)) at++;
		const long = /^--s[a-z-]*(?:=(.*))?$/s.exec(word);
		const short = word.startsWith('--') ? undefined : clusterOf(word);
		verbose ||= short?.letters.includes('v') === true;
		const isSplit = long !== null && '--split-string'.startsWith(word.replace(/=.*/s, ''));
		if (!isSplit && short?.option !== 'S') {
			if (short?.option !== undefined && short.value === '') at++;
			continue;
		}
		const inline = isSplit ? long?.[1] : short?.value || undefined;
		const text = inline ?? words[at + 1];
		if (text === undefined) break;
		const made = splitString(text, env);
		if (verbose) told.push(...nullVariables(text, env), ...splitTold(text, made));
		const before = short !== undefined && short.letters !== '' ? [`-${short.letters}`] : [];
		words.splice(at, inline === undefined ? 2 : 1, ...before, ...made);
		at += before.length - 1;
	}
	return { words, told };
}

/** The letters before the option of a cluster that takes a value, and that value. */
function clusterOf(word: string): { letters: string; option: string | undefined; value: string } {
	const [, letters = '', option, value = ''] = /^-([^uCS]*)([uCS])?(.*)$/s.exec(word) as RegExpExecArray;
	const blank = /[ \t\n\v\f\r]/.exec(letters)?.[0];
	if (blank !== undefined) throw new Fatal(`invalid option -- '${blank}'\nenv: ${SHEBANG_HINT}`, 125, true);
	return { letters, option, value };
}

export const SHEBANG_HINT = 'use -[v]S to pass options in shebang lines';

function nullVariables(text: string, env: ReadonlyMap<string, string>): string[] {
	const names = [...text.matchAll(/(?<!\\)\$\{(\w+)\}/g)].map(([, name]) => name as string);
	return names.filter((name) => !env.has(name)).map((name) => `replacing \${${name}} with null string`);
}

function splitTold(text: string, made: readonly string[]): string[] {
	if (made.length === 0) return [];
	const parts = made.map((word, at) => `${at === 0 ? ' into:    ' : '     &    '}${quoted(word)}`);
	return [`split -S:  ${quoted(text)}`, ...parts];
}

/** Models gnulib quotearg's locale style. */
export function quoted(text: string): string {
	const escaped = text.replace(/[\\\x00-\x1f\x7f]/g, (c) => ESCAPED[c] ?? octal(c));
	return `‘${escaped}’`;
}

const octal = (c: string): string => `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}`;

const ESCAPED: { readonly [char: string]: string } = {
	'\\': '\\\\',
	'\x07': '\\a',
	'\b': '\\b',
	'\f': '\\f',
	'\n': '\\n',
	'\r': '\\r',
	'\t': '\\t',
	'\v': '\\v',
};

const CONTROLS: { readonly [letter: string]: string } = { f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** The words of `env -S`: blanks separate, quotes and backslashes protect, `${NAME}` is a variable. */
function splitString(text: string, env: ReadonlyMap<string, string>): string[] {
	return new StringSplitter(text, env).split();
}

class StringSplitter {
	readonly #text: string;
	readonly #env: ReadonlyMap<string, string>;
	readonly #words: string[] = [];
	/** A word has begun. */
	#open = false;
	#quote = '';
	#at = 0;

	constructor(text: string, env: ReadonlyMap<string, string>) {
		this.#text = text;
		this.#env = env;
	}

	split(): string[] {
		for (; this.#at < this.#text.length; this.#at++) {
			const char = this.#text[this.#at] as string;
			if (char === '\\') {
				if (!this.#backslash()) return this.#words;
			} else if (char === '$' && this.#quote !== "'") this.#variable();
			else if (char === this.#quote) this.#quote = '';
			else if (this.#quote !== '') this.#add(char);
			else if (char === '"' || char === "'") {
				this.#quote = char;
				this.#add('');
			} else if (/[ \t\n\v\f\r]/.test(char)) this.#open = false;
			else if (char === '#' && !this.#open) return this.#words;
			else this.#add(char);
		}
		if (this.#quote !== '') throw new Fatal('no terminating quote in -S string', 125);
		return this.#words;
	}

	#add(text: string): void {
		if (!this.#open) this.#words.push('');
		this.#open = true;
		this.#words[this.#words.length - 1] += text;
	}

	/** False where it ends the string. */
	#backslash(): boolean {
		const next = this.#text[this.#at + 1];
		if (this.#quote === "'" && next !== '\\' && next !== "'") {
			this.#add('\\');
			return true;
		}
		this.#at++;
		if (next === undefined) throw new Fatal('invalid backslash at end of string in -S', 125);
		if ('"#$\'\\'.includes(next)) this.#add(next);
		else if (CONTROLS[next] !== undefined) this.#add(CONTROLS[next]);
		else if (next === '_' && this.#quote === '') this.#open = false;
		else if (next === '_') this.#add(' ');
		else if (next !== 'c') throw new Fatal(`invalid sequence '\\${next}' in -S`, 125);
		else if (this.#quote === '"') throw new Fatal(`'\\c' must not appear in double-quoted -S string`, 125);
		else return false;
		return true;
	}

	#variable(): void {
		const rest = this.#text.slice(this.#at);
		const name = /^\$\{([A-Za-z_]\w*)\}/.exec(rest)?.[1];
		if (name === undefined) throw new Fatal(`only \${VARNAME} expansion is supported, error at: ${rest}`, 125);
		const value = this.#env.get(name);
		if (value !== undefined) this.#add(value);
		this.#at += name.length + 2;
	}
}
