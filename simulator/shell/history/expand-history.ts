import type { History } from './history.ts';
import { historyWords } from './history-words.ts';

export type HistoryExpansion =
	/** Nothing to expand. */
	| { readonly kind: 'same' }
	| { readonly kind: 'expanded'; readonly line: string; readonly printOnly: boolean }
	/** "!x: event not found". */
	| { readonly kind: 'error'; readonly message: string };

const WORD_DELIMITER = /[ \t\n;&()|<>]/;

class HistoryError extends Error {}

/**
 * `!!`, `!$`, `!-2:s/a/b/`, `^a^b^` in a line just entered. Models readline's histexpand.c history_expand.
 * @param within the quote that an earlier line of the command has opened, if any.
 */
export function expandHistory(line: string, history: History, within = ''): HistoryExpansion {
	if (!/[!^]/.test(line)) return { kind: 'same' };
	try {
		return new Expander(line, history, within).expand();
	} catch (error) {
		if (error instanceof HistoryError) return { kind: 'error', message: error.message };
		throw error;
	}
}

class Expander {
	readonly #line: string;
	readonly #history: History;
	readonly #within: string;
	/** How a failing quick substitution is called. */
	#quick: string | undefined;
	#at = 0;
	#printOnly = false;
	#changed = false;

	constructor(line: string, history: History, within: string) {
		this.#within = within === '"' || within === "'" ? within : '';
		// The quick form of a substitution in the last line.
		const quick = this.#within === "'" ? null : /^\^([^^]*)\^([^^]*)(\^.*)?$/s.exec(line);
		if (quick !== null) this.#quick = `:s${line}`;
		this.#line = quick === null ? line : `!!:s^${quick[1]}^${quick[2]}^${(quick[3] ?? '^').slice(1)}`;
		this.#history = history;
	}

	expand(): HistoryExpansion {
		const line = this.#line;
		let out = '';
		let quote = this.#within;
		while (this.#at < line.length) {
			const c = line[this.#at] as string;
			if (c === '\\' && quote !== "'") {
				out += line.slice(this.#at, this.#at + 2);
				this.#at += 2;
				continue;
			}
			if (c === "'" && quote !== '"') quote = quote === '' ? "'" : '';
			else if (c === '"' && quote !== "'") quote = quote === '' ? '"' : '';
			else if (c === '#' && quote === '' && (this.#at === 0 || WORD_DELIMITER.test(line[this.#at - 1] as string))) {
				out += line.slice(this.#at);
				break;
			} else if (c === '!' && quote !== "'" && this.#begins(quote)) {
				out += this.#event(out);
				continue;
			}
			out += c;
			this.#at++;
		}
		return this.#changed ? { kind: 'expanded', line: out, printOnly: this.#printOnly } : { kind: 'same' };
	}

	#begins(quote: string): boolean {
		const next = this.#line[this.#at + 1];
		if (next === undefined || /[\s=(]/.test(next) || (next === '"' && quote === '"')) return false;
		const before = this.#line[this.#at - 1];
		return !(before === '[' && this.#line[this.#at + 2] === ']') && !(before === '$' || before === '{');
	}

	/** @param before the line expanded so far, for `!#`. */
	#event(before: string): string {
		const start = this.#at;
		this.#changed = true;
		const text = this.#eventLine(before, start);
		const words = this.#designator(text);
		return this.#modifiers(words);
	}

	#eventLine(before: string, start: number): string {
		const rest = this.#line.slice(this.#at + 1);
		const { nextNumber } = this.#history;
		const number = /^-?\d+/.exec(rest);
		if (rest[0] === '!') {
			this.#at += 2;
			return this.#lineAt(nextNumber - 1, start);
		}
		if (number !== null) {
			this.#at += 1 + number[0].length;
			const value = Number(number[0]);
			return this.#lineAt(value < 0 ? nextNumber + value : value, start);
		}
		if (rest[0] === '#') {
			this.#at += 2;
			return before;
		}
		if (/^[$^*:]/.test(rest)) {
			this.#at += 1;
			return this.#lineAt(nextNumber - 1, start);
		}
		const contains = rest[0] === '?' ? /^\?([^?\n]*)\??/.exec(rest) : null;
		const name = contains === null ? (/^[^\s:;&|<>()"'$^*]+/.exec(rest)?.[0] ?? '') : (contains[1] as string);
		this.#at += 1 + (contains === null ? name.length : contains[0].length);
		for (let each = nextNumber - 1; each >= this.#history.base; each--) {
			const line = this.#history.at(each)?.line as string;
			if (contains === null ? line.startsWith(name) : line.includes(name)) return line;
		}
		return this.#fail(start, 'event not found');
	}

	#lineAt(number: number, start: number): string {
		return this.#history.at(number)?.line ?? this.#fail(start, 'event not found');
	}

	#fail(start: number, what: string): never {
		throw new HistoryError(`${this.#line.slice(start, this.#at)}: ${what}`);
	}

	/** Which words of the line. */
	#designator(line: string): string {
		const found = /^(?::(?:(\d+|\^|\$)?(-)(\d+|\$)?|(\d+)(\*)?|([$^*%]))|([$^*])(-(?:\d+|\$)?)?)/.exec(
			this.#line.slice(this.#at),
		);
		if (found === null) return line;
		const words = historyWords(line);
		const last = words.length - 1;
		const index = (text: string | undefined, otherwise: number): number =>
			text === undefined ? otherwise : text === '$' ? last : text === '^' ? 1 : Number(text);
		const start = this.#at;
		this.#at += found[0].length;
		let from: number;
		let to: number;
		const single = found[6] ?? found[7];
		if (single === '*') [from, to] = [1, last];
		else if (single !== undefined) {
			from = index(single, 0);
			to = from;
		} else if (found[4] !== undefined) [from, to] = [Number(found[4]), found[5] === '*' ? last : Number(found[4])];
		else [from, to] = [index(found[1], 0), index(found[3], last - 1)];
		if (from > last + 1 || to > last || (from > to && single !== '*')) this.#fail(start, 'bad word specifier');
		return words.slice(from, to + 1).join(' ');
	}

	#modifiers(text: string): string {
		let out = text;
		while (this.#line[this.#at] === ':') {
			const rest = this.#line.slice(this.#at + 1);
			const substitute = /^(g|a)?s(.)/s.exec(rest);
			if (substitute !== null) {
				out = this.#substitute(out, rest, substitute[1] !== undefined, substitute[2] as string);
				continue;
			}
			const changed = this.#modify(out, rest[0]);
			if (changed === undefined) break;
			out = changed;
			this.#at += 2;
		}
		return out;
	}

	#modify(text: string, letter: string | undefined): string | undefined {
		switch (letter) {
			case 'h':
				return text.includes('/') ? text.slice(0, text.lastIndexOf('/')) : text;
			case 't':
				return text.slice(text.lastIndexOf('/') + 1);
			case 'r':
				return text.replace(/\.[^./]*$/, '');
			case 'e':
				return /\.[^./]*$/.exec(text)?.[0] ?? text;
			case 'p':
				this.#printOnly = true;
				return text;
			case 'q':
				return `'${text.replaceAll("'", "'\\''")}'`;
			case 'x':
				return text
					.split(/\s+/)
					.map((word) => `'${word}'`)
					.join(' ');
			default:
				return undefined;
		}
	}

	#substitute(text: string, rest: string, all: boolean, delimiter: string): string {
		const body = rest.slice(rest.indexOf('s') + 2);
		const parts: string[] = [];
		let piece = '';
		let i = 0;
		for (; i < body.length && parts.length < 2; i++) {
			const c = body[i] as string;
			if (c === delimiter) {
				parts.push(piece);
				piece = '';
			} else if (c === '\\' && body[i + 1] === delimiter) piece += body[++i];
			else piece += c;
		}
		if (parts.length < 2) parts.push(piece);
		const start = this.#at;
		this.#at += 1 + rest.indexOf('s') + 2 + i;
		const from = parts[0] as string;
		const to = (parts[1] ?? '').replace(/(?<!\\)&/g, () => from);
		if (from === '' || !text.includes(from)) {
			if (this.#quick !== undefined) throw new HistoryError(`${this.#quick}: substitution failed`);
			this.#fail(start, 'substitution failed');
		}
		return all ? text.replaceAll(from, () => to) : text.replace(from, () => to);
	}
}
