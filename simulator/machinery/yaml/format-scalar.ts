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
	// The value travels as JSON and is read back by the YAML scanner, to which a "next line" is a line break.
	const value = text.replaceAll('\u0085', ' ');
	const traits = traitsOf(value);
	if (value.includes('\n') && traits.block && !place.simpleKey) return literal(value, place);
	if (!value.includes('\n') && staysString(value)) {
		if (traits.plain && !(value === '' && place.simpleKey)) return folded(value, place, value.length);
		if (traits.single)
			return `'${folded(value.replaceAll("'", "''"), { ...place, column: place.column + 1 }, value.length)}'`;
	}
	return doubleQuoted(value, place);
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

function hasUnprintable(value: string): boolean {
	for (const char of value) if (!isPrintable(char.codePointAt(0) as number)) return true;
	return false;
}

/** Characters beyond the first plane count as unprintable, as the real emitter has it. */
function isPrintable(code: number): boolean {
	return (
		code === 0x0a ||
		(code >= 0x20 && code <= 0x7e) ||
		(code >= 0xa0 && code <= 0xd7ff) ||
		(code >= 0xe000 && code <= 0xfffd && code !== 0xfeff)
	);
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
	let body = '';
	let atLineStart = true;
	for (const char of value) {
		if (atLineStart && !isBreak(char)) body += pad;
		body += char;
		atLineStart = isBreak(char);
	}
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

function doubleQuoted(value: string, place: ScalarPlace): string {
	// A byte order mark at the start makes the real emitter escape every character after it too.
	const escapeAll = value.startsWith('\ufeff');
	const chars = [...value];
	let out = '"';
	let column = place.column + 1;
	let afterSpace = false;
	for (let i = 0; i < chars.length; i++) {
		const char = chars[i] as string;
		const code = char.codePointAt(0) as number;
		if (escapeAll || !isPrintable(code) || isBreak(char) || char === '"' || char === '\\') {
			const escaped = escapeOf(code);
			out += escaped;
			column += escaped.length;
			afterSpace = false;
		} else if (char === ' ' && !place.simpleKey && !afterSpace && column > WIDTH && i > 0 && i < chars.length - 1) {
			const escapedSpace = chars[i + 1] === ' ' ? '\\' : '';
			out += `\n${' '.repeat(place.indent)}${escapedSpace}`;
			column = place.indent + escapedSpace.length;
			afterSpace = true;
		} else {
			out += char;
			column++;
			afterSpace = char === ' ';
		}
	}
	return `${out}"`;
}

function escapeOf(code: number): string {
	const letter = ESCAPES.get(code);
	if (letter !== undefined) return `\\${letter}`;
	const hex = code.toString(16).toUpperCase();
	if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
	return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
