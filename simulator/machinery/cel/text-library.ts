import { indexOfText, lastIndexOfText, splitText } from '../find-text.ts';
import { celFault } from './cel-fault.ts';
import { type CelFunctions, declareFunctions } from './cel-overload.ts';
import { findAllRegexp } from './cel-regexp.ts';
import { formatCel } from './format-string.ts';

const TEXT_MAX = 5_000_000;

function within(index: bigint, length: number): number {
	if (index < 0n || index > BigInt(length)) throw celFault(`index out of range: ${index}`);
	return Number(index);
}

function charAt(text: string, index: bigint): string {
	const chars = [...text];
	return chars[within(index, chars.length)] ?? '';
}

function indexOf(text: string, part: string, from = 0n): bigint {
	const chars = [...text];
	const start = within(from, chars.length);
	const found = indexOfText(text, part, chars.slice(0, start).join('').length);
	return found < 0 ? -1n : BigInt([...text.slice(0, found)].length);
}

function lastIndexOf(text: string, part: string, from?: bigint): bigint {
	const chars = [...text];
	const end = from === undefined ? undefined : chars.slice(0, within(from, chars.length)).join('').length;
	const found = lastIndexOfText(end === undefined ? text : text.slice(0, end + part.length), part);
	return found < 0 ? -1n : BigInt([...text.slice(0, found)].length);
}

function substring(text: string, start: bigint, end?: bigint): string {
	const chars = [...text];
	const from = within(start, chars.length);
	const to = end === undefined ? chars.length : within(end, chars.length);
	if (to < from) throw celFault(`invalid substring range. start: ${from}, end: ${to}`);
	return chars.slice(from, to).join('');
}

function replace(text: string, from: string, to: string, limit = -1n): string {
	const parts = from === '' ? ['', ...text, ''] : splitText(text, from);
	const count = limit < 0n ? parts.length - 1 : Math.min(Number(limit), parts.length - 1);
	if (text.length + count * to.length > TEXT_MAX) throw celFault('the text is too long');
	const head = parts.slice(0, count + 1).join(to);
	return [head, ...parts.slice(count + 1)].join(from);
}

function split(text: string, separator: string, limit = -1n): string[] {
	if (limit === 0n) return [];
	const parts = separator === '' ? [...text] : splitText(text, separator);
	if (limit < 0n || parts.length <= Number(limit)) return parts;
	const kept = parts.slice(0, Number(limit) - 1);
	return [...kept, parts.slice(kept.length).join(separator)];
}

function join(list: readonly unknown[], separator = ''): string {
	if (!list.every((each) => typeof each === 'string')) throw celFault('no such overload');
	return list.join(separator);
}

const upper = (text: string): string => text.replace(/[a-z]+/g, (found) => found.toUpperCase());
const lower = (text: string): string => text.replace(/[A-Z]+/g, (found) => found.toLowerCase());

/** Models cel-go ext/strings (version 2) and apiserver/pkg/cel/library/regex.go. */
export const TEXT_LIBRARY: CelFunctions = declareFunctions({
	charAt: [['string_char_at_int', 'string.(int) string', charAt]],
	indexOf: [
		['string_index_of_string', 'string.(string) int', (text: string, part: string) => indexOf(text, part)],
		['string_index_of_string_int', 'string.(string, int) int', indexOf],
	],
	lastIndexOf: [
		['string_last_index_of_string', 'string.(string) int', (text: string, part: string) => lastIndexOf(text, part)],
		['string_last_index_of_string_int', 'string.(string, int) int', lastIndexOf],
	],
	lowerAscii: [['string_lower_ascii', 'string.() string', lower]],
	upperAscii: [['string_upper_ascii', 'string.() string', upper]],
	replace: [
		[
			'string_replace_string_string',
			'string.(string, string) string',
			(text: string, from: string, to: string) => replace(text, from, to),
		],
		['string_replace_string_string_int', 'string.(string, string, int) string', replace],
	],
	split: [
		[
			'string_split_string',
			'string.(string) list(string)',
			(text: string, separator: string) => split(text, separator),
		],
		['string_split_string_int', 'string.(string, int) list(string)', split],
	],
	substring: [
		['string_substring_int', 'string.(int) string', (text: string, start: bigint) => substring(text, start)],
		['string_substring_int_int', 'string.(int, int) string', substring],
	],
	trim: [['string_trim', 'string.() string', (text: string) => text.trim()]],
	join: [
		['list_join', 'list(string).() string', (list: readonly unknown[]) => join(list)],
		['list_join_string', 'list(string).(string) string', join],
	],
	format: [['string_format', 'string.(list(dyn)) string', formatCel]],
	'strings.quote': [['strings_quote', '(string) string', (text: string) => JSON.stringify(text)]],
	find: [
		[
			'string_find_string',
			'string.(string) string',
			(text: string, pattern: string) => findAllRegexp(text, pattern, 1)[0] ?? '',
		],
	],
	findAll: [
		[
			'string_find_all_string',
			'string.(string) list(string)',
			(text: string, pattern: string) => findAllRegexp(text, pattern, -1),
		],
		[
			'string_find_all_string_int',
			'string.(string, int) list(string)',
			(text: string, pattern: string, limit: bigint) => findAllRegexp(text, pattern, Number(limit)),
		],
	],
});
