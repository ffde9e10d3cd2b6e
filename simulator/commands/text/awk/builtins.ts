import { sliceCharacters } from '../../../machinery/characters.ts';
import type { Regexp } from '../../../machinery/regexp.ts';
import { trimEndOf } from '../../../machinery/trim-end.ts';
import type { Conversion } from '../../c-format.ts';
import { formatReal, formatSigned, formatText, formatUnsigned, parseFormat } from '../../c-format.ts';
import { strftime } from '../../strftime.ts';
import type { Value } from './values.ts';
import { toNumber, toText } from './values.ts';

/** Longer texts are not cut all at once. */
const LONG_TEXT = 4_096;

/** Ends the program: "run time error: …". */
export class AwkRunError extends Error {}

/** `printf`: arguments in turn. Throws AwkRunError. */
export function awkSprintf(format: string, args: readonly Value[], convfmt: string): string {
	let next = 0;
	let number = 0;
	const take = (): Value => {
		if (next >= args.length) throw new AwkRunError(`not enough arguments passed to sprintf("${format}")`);
		return args[next++];
	};
	return parseFormat(format)
		.map((piece) => {
			if (piece.kind === 'text') return piece.text;
			number++;
			let { flags } = piece;
			let width = piece.width === '*' ? Math.trunc(toNumber(take())) : Number(piece.width || '0');
			if (width < 0) {
				flags += '-';
				width = -width;
			}
			const precision =
				piece.precision === undefined
					? undefined
					: piece.precision === '*'
						? Math.trunc(toNumber(take()))
						: Number(piece.precision || '0');
			const conversion: Conversion = { flags, width, precision, letter: piece.letter };
			const text = converted(conversion, take, convfmt);
			if (text === undefined) throw new AwkRunError(`improper conversion(number ${number}) in sprintf("${format}")`);
			return text;
		})
		.join('');
}

function converted(conversion: Conversion, take: () => Value, convfmt: string): string | undefined {
	switch (conversion.letter) {
		case 's':
			return formatText(toText(take(), convfmt), conversion);
		case 'c': {
			const value = take();
			const text =
				typeof value === 'number'
					? String.fromCodePoint(Math.max(0, Math.min(0x10ffff, Math.trunc(value))))
					: ([...toText(value, convfmt)][0] ?? '\0');
			return formatText(text, { ...conversion, precision: undefined });
		}
		case 'd':
		case 'i':
			return formatSigned(integer(toNumber(take())), { ...conversion, letter: 'd' });
		case 'u':
		case 'o':
		case 'x':
		case 'X':
			return formatUnsigned(integer(Math.max(0, toNumber(take()))), conversion);
		case 'e':
		case 'E':
		case 'f':
		case 'F':
		case 'g':
		case 'G':
			return formatReal(toNumber(take()), conversion);
		default:
			return undefined;
	}
}

function integer(value: number): bigint {
	if (Number.isNaN(value)) return 0n;
	return BigInt(Math.trunc(Math.max(-9.2233720368547e18, Math.min(9.2233720368547e18, value))));
}

/** Positions count from 1 and are rounded; what lies outside is cut off. */
export function awkSubstr(text: string, start: number, length: number | undefined): string {
	const round = (value: number): number => (Number.isNaN(value) ? 0 : Math.sign(value) * Math.round(Math.abs(value)));
	const from = round(start);
	const to = length === undefined ? Number.POSITIVE_INFINITY : from + round(length);
	return sliceCharacters(text, Math.max(0, from - 1), Math.max(0, to - 1));
}

/** Splits a record or a text. `separator` ' ' splits at runs of blanks. */
export function splitFields(text: string, separator: string, pattern: (source: string) => Regexp): string[] {
	if (text === '') return [];
	if (separator === ' ') {
		const trimmed = trimEndOf(text.replace(/^[ \t\n]+/, ''), ' \t\n');
		return trimmed === '' ? [] : trimmed.split(/[ \t\n]+/);
	}
	if (separator === '') return [...text];
	if (separator.length === 1) {
		return text.split(separator);
	}
	const pieces: string[] = [];
	let from = 0;
	for (const match of pattern(separator).all(text)) {
		if (match.end === match.start) continue;
		pieces.push(text.slice(from, match.start));
		from = match.end;
	}
	pieces.push(text.slice(from));
	return pieces;
}

/** The same pieces one by one, for a text of any length. */
export function* eachField(
	text: string,
	separator: string,
	pattern: (source: string) => Regexp,
): Generator<string, void> {
	if (text === '') return;
	if (separator === '') {
		yield* text;
		return;
	}
	if (text.length < LONG_TEXT || separator === ' ') {
		yield* splitFields(text, separator, pattern);
		return;
	}
	let from = 0;
	if (separator.length === 1) {
		for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
			yield text.slice(from, at);
			from = at + 1;
		}
	} else {
		for (const match of pattern(separator).each(text)) {
			if (match.end === match.start) continue;
			yield text.slice(from, match.start);
			from = match.end;
		}
	}
	yield text.slice(from);
}

/** What `sub` and `gsub` put in place of a match: "&" is the match, "\\&" an ampersand. */
export function replaced(replacement: string, matched: string): string {
	return replacement.replace(/\\\\|\\&|&/g, (part) => (part === '&' ? matched : part === '\\&' ? '&' : '\\'));
}

/** gensub of gawk: "g" or the number of the match; "\\1" is a group. */
export function gensub(text: string, pattern: Regexp, replacement: string, how: string): string {
	const wanted = /^[gG]/.test(how) ? 0 : Math.max(1, Math.trunc(Number(how)) || 1);
	let out = '';
	let from = 0;
	for (const [at, match] of pattern.all(text).entries()) {
		if (wanted !== 0 && at + 1 !== wanted) continue;
		const insert = replacement.replace(/\\(\d)|\\\\|\\&|&/g, (part, digit: string | undefined) => {
			if (digit !== undefined) return match.groups[Number(digit)] ?? '';
			return part === '&' ? (match.groups[0] ?? '') : part === '\\&' ? '&' : '\\';
		});
		out += text.slice(from, match.start) + insert;
		from = match.end;
	}
	return out + text.slice(from);
}

export function awkStrftime(format: string | undefined, seconds: number): string {
	return strftime(format ?? '%c', seconds * 1000);
}

/** "2026 01 05 09 00 00" in UTC; −1 when it cannot be read. */
export function awkMktime(text: string): number {
	const parts = text.trim().split(/\s+/).map(Number);
	if (parts.length < 6 || parts.some(Number.isNaN)) return -1;
	const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts;
	return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}
