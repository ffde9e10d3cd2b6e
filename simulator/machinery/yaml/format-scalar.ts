import type { Task } from '../task.ts';
import { isBreak } from './cursor.ts';
import { isBase60, resolveScalar } from './resolve-scalar.ts';

/** Text after which a scalar may be broken at its next space. */
const WIDTH = 80;
const INDENT_STEP = 2;

export interface ScalarPlace {
	/** Column the scalar starts at, after the blank that separates it. */
	readonly column: number;
	/** Indentation of its continuation lines. */
	readonly indent: number;
	/** Keys stay on one line. */
	readonly simpleKey: boolean;
}

/** A string as go-yaml writes it: plain where it stays a string, quoted or as a literal block where it must be. */
export function formatString(text: string, place: ScalarPlace): string {
	const value = asRead(text);
	const written = withoutEscapes(value, place);
	if (written !== undefined) return written;
	const quoted = new DoubleQuoted(value, place);
	quoted.write(value.length);
	return quoted.text();
}

/** The same of a text that may be long. @param pause called with about how many words have been written since the last time. */
export function* formatStringInSteps(
	text: string,
	place: ScalarPlace,
	pause: (words: number) => Task<void>,
): Task<string> {
	const value = asRead(text);
	const written = withoutEscapes(value, place);
	if (written !== undefined) return written;
	const quoted = new DoubleQuoted(value, place);
	while (!quoted.write(WORDS_A_STEP)) yield* pause(WORDS_A_STEP);
	return quoted.text();
}

const WORDS_A_STEP = 20_000;

/** The value travels as JSON and is read back by the YAML scanner, to which a "next line" is a line break. */
function asRead(text: string): string {
	return text.replaceAll('\u0085', ' ');
}

/** Undefined: only double quotes will do. */
function withoutEscapes(value: string, place: ScalarPlace): string | undefined {
	const traits = traitsOf(value);
	if (value.includes('\n') && traits.block && !place.simpleKey) return literal(value, place);
	if (value.includes('\n') || !staysString(value)) return undefined;
	if (traits.plain && !(value === '' && place.simpleKey)) return folded(value, place, value.length);
	if (!traits.single) return undefined;
	return `'${folded(value.replaceAll("'", "''"), { ...place, column: place.column + 1 }, value.length)}'`;
}

function staysString(value: string): boolean {
	return resolveScalar(value).kind === 'string' && !isBase60(value);
}

interface Traits {
	/** May stand without quotes, in single quotes, as a block. */
	readonly plain: boolean;
	readonly single: boolean;
	readonly block: boolean;
}

/** Models go.yaml.in/yaml/v2 yaml_emitter_analyze_scalar. */
function traitsOf(value: string): Traits {
	if (value === '') return { plain: true, single: true, block: false };
	const special = hasUnprintable(value);
	const spaceThenBreak = / [\n\r\u2028\u2029]/.test(value);
	const breakThenSpace = /[\n\r\u2028\u2029] /.test(value);
	const hasBreak = /[\n\r\u2028\u2029]/.test(value);
	const edges = /^[ \n\r\u2028\u2029]|[ \n\r\u2028\u2029]$/.test(value);
	const indicators = hasIndicators(value);
	return {
		plain: !(special || spaceThenBreak || breakThenSpace || hasBreak || edges || indicators),
		single: !(special || spaceThenBreak || breakThenSpace),
		block: !(special || spaceThenBreak || value.endsWith(' ')),
	};
}

function hasIndicators(value: string): boolean {
	if (/^(---|\.\.\.)/.test(value)) return true;
	if (/^[#,[\]{}&*!|>'"%@`]/.test(value)) return true;
	if (/^[?:-](?:[ \t\n\r\u2028\u2029]|$)/.test(value)) return true;
	return /.:(?:[ \t\n\r\u2028\u2029]|$)/s.test(value) || /[ \t\n\r\u2028\u2029]#/.test(value);
}

/** Characters beyond the first plane count as unprintable, as the real emitter has it. */
const UNPRINTABLE = /[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

function hasUnprintable(value: string): boolean {
	return UNPRINTABLE.test(value);
}

function charactersIn(text: string): number {
	let count = text.length;
	for (const _ of text.matchAll(PAIRS)) count--;
	return count;
}

const PAIRS = /[\ud800-\udbff][\udc00-\udfff]/g;

/** Plain and single-quoted text, broken at single spaces beyond the width. `length` counts unescaped characters. */
function folded(text: string, place: ScalarPlace, length: number): string {
	if (place.simpleKey || place.column + text.length <= WIDTH) return text;
	let out = '';
	let column = place.column;
	// In UTF-16 units, and in characters.
	let [at, count] = [0, 0];
	while (at < text.length) {
		const space = text.indexOf(' ', at);
		const word = text.slice(at, space < 0 ? text.length : space);
		const characters = charactersIn(word);
		out += word;
		column += characters;
		count += characters;
		at += word.length;
		for (let first = true; text[at] === ' '; first = false) {
			if (first && column > WIDTH && count > 0 && count < length - 1 && text[at + 1] !== ' ') {
				out += `\n${' '.repeat(place.indent)}`;
				column = place.indent;
			} else {
				out += ' ';
				column++;
			}
			count++;
			at++;
		}
	}
	return out;
}

function literal(value: string, place: ScalarPlace): string {
	const hint = /^[ \n\r\u2028\u2029]/.test(value) ? String(INDENT_STEP) : '';
	const pad = ' '.repeat(place.indent);
	const body = value.replace(/[^\n\r\u2028\u2029]+/g, `${pad}$&`);
	return `|${hint}${chompingOf(value)}\n${body}`;
}

function chompingOf(value: string): string {
	if (!isBreak(value.at(-1) as string)) return '-';
	return value.length === 1 || isBreak(value.at(-2) as string) ? '+' : '';
}

const ESCAPES: ReadonlyMap<number, string> = new Map([
	[0x00, '0'],
	[0x07, 'a'],
	[0x08, 'b'],
	[0x09, 't'],
	[0x0a, 'n'],
	[0x0b, 'v'],
	[0x0c, 'f'],
	[0x0d, 'r'],
	[0x1b, 'e'],
	[0x22, '"'],
	[0x5c, '\\'],
	[0x85, 'N'],
	[0xa0, '_'],
	[0x2028, 'L'],
	[0x2029, 'P'],
]);

/** What stands for itself between double quotes, wherever the line ends. */
const PLAIN_RUN = /[\x21\x23-\x5b\x5d-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]+/y;

/** A text between double quotes, written word by word. */
class DoubleQuoted {
	readonly #value: string;
	readonly #place: ScalarPlace;
	/** A byte order mark at the start makes the real emitter escape every character after it too. */
	readonly #escapesAll: boolean;
	readonly #out = ['"'];
	#at = 0;
	#column: number;
	#afterSpace = false;

	constructor(value: string, place: ScalarPlace) {
		this.#value = value;
		this.#place = place;
		this.#escapesAll = value.startsWith('\ufeff');
		this.#column = place.column + 1;
	}

	text(): string {
		return `${this.#out.join('')}"`;
	}

	/** Writes so many words, blanks and escapes at most. @returns whether that was all. */
	write(most: number): boolean {
		const value = this.#value;
		for (let written = 0; written < most && this.#at < value.length; written++) {
			PLAIN_RUN.lastIndex = this.#at;
			if (!this.#escapesAll && PLAIN_RUN.test(value)) this.#add(PLAIN_RUN.lastIndex);
			else if (this.#escapesAll || value[this.#at] !== ' ') this.#addEscape();
			else this.#addSpace();
		}
		return this.#at >= value.length;
	}

	#add(end: number): void {
		this.#out.push(this.#value.slice(this.#at, end));
		this.#column += end - this.#at;
		this.#at = end;
		this.#afterSpace = false;
	}

	#addEscape(): void {
		const code = this.#value.codePointAt(this.#at) as number;
		const escaped = escapeOf(code);
		this.#out.push(escaped);
		this.#column += escaped.length;
		this.#at += code > 0xffff ? 2 : 1;
		this.#afterSpace = false;
	}

	/** Where the line is long enough it ends instead. */
	#addSpace(): void {
		const { simpleKey, indent } = this.#place;
		const isInside = this.#at > 0 && this.#at < this.#value.length - 1;
		const breaks = !simpleKey && !this.#afterSpace && this.#column > WIDTH && isInside;
		this.#at++;
		const escapedSpace = this.#value[this.#at] === ' ' ? '\\' : '';
		this.#out.push(breaks ? `\n${' '.repeat(indent)}${escapedSpace}` : ' ');
		this.#column = breaks ? indent + escapedSpace.length : this.#column + 1;
		this.#afterSpace = true;
	}
}

function escapeOf(code: number): string {
	return code < LOW_ESCAPES.length ? (LOW_ESCAPES[code] as string) : madeEscape(code);
}

function madeEscape(code: number): string {
	const letter = ESCAPES.get(code);
	if (letter !== undefined) return `\\${letter}`;
	const hex = code.toString(16).toUpperCase();
	if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
	return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

const LOW_ESCAPES: readonly string[] = Array.from({ length: 256 }, (_, code) => madeEscape(code));
