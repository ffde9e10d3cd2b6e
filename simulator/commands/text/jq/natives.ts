import { characterCount, sliceCharacters } from '../../../machinery/characters.ts';
import { TextFinder } from '../../../machinery/find-text.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { add, contains, splitText } from './arithmetic.ts';
import { formatTime, gmtime, mktime, strptime } from './dates.ts';
import type { JqHost } from './environment.ts';
import { Halt } from './environment.ts';
import { formatValue, textOf } from './formats.ts';
import type { Json } from './json.ts';
import { compare, computed, described, equal, formatJson, JqError, kindOf, sortedKeys } from './json.ts';
import { JsonReadError, readJson } from './json-reader.ts';
import { MATH_OF_ONE, MATH_OF_TWO, split } from './math.ts';
import { deletePaths, entriesOf, indexesOf, updatePath } from './paths.ts';
import { matches } from './regex.ts';

/** A function of values: its input, its arguments and the outside. */
export type Native = (input: Json, args: readonly Json[], host: JqHost) => Json;

const ARRAY_MAX = 5_000_000;

function text(value: Json, complaint: string): string {
	if (typeof value !== 'string') throw new JqError(complaint);
	return value;
}

function array(value: Json, complaint: (value: Json) => string): readonly Json[] {
	if (!Array.isArray(value)) throw new JqError(complaint(value));
	return value as readonly Json[];
}

function numeric(value: Json): number {
	if (typeof value !== 'number') throw new JqError(`${described(value)} number required`);
	return value;
}

const notSortable = (value: Json): string => `${described(value)} cannot be sorted, as it is not an array`;

/** Of sorting by keys: the keys of what is no array are an empty one, or those of its values. */
function sortable(value: Json, keys: Json): readonly Json[] {
	if (Array.isArray(value)) return value as readonly Json[];
	throw new JqError(`${described(value)} and ${described(keys)} cannot be sorted, as they are not both arrays`);
}

function keysOf(value: Json): Json[] {
	if (Array.isArray(value)) return value.map((_, at) => at);
	if (value instanceof Map) return sortedKeys(value as ReadonlyMap<string, Json>);
	throw new JqError(`${described(value)} has no keys`);
}

function has(value: Json, key: Json): boolean {
	if (value instanceof Map && typeof key === 'string') return value.has(key);
	if (Array.isArray(value) && typeof key === 'number') return key >= 0 && key < value.length;
	if (value === null) return false;
	throw new JqError(`Cannot check whether ${kindOf(value)} has a ${kindOf(key)} key`);
}

function lengthOf(value: Json): number {
	if (value === null) return 0;
	if (typeof value === 'number') return Math.abs(value);
	if (typeof value === 'string') return characterCount(value);
	if (Array.isArray(value)) return value.length;
	if (value instanceof Map) return value.size;
	throw new JqError(`${described(value)} has no length`);
}

function flatten(value: readonly Json[], depth: number): Json[] {
	return value.flatMap((item) =>
		Array.isArray(item) && depth > 0 ? flatten(item as readonly Json[], depth - 1) : [item],
	);
}

function toNumber(value: Json): Json {
	if (kindOf(value) === 'number') return value;
	if (typeof value !== 'string') throw new JqError(`${described(value)} cannot be parsed as a number`);
	const parsed = parse(value, (message) => message);
	if (kindOf(parsed) !== 'number') throw new JqError(`${described(value)} cannot be parsed as a number`);
	return parsed;
}

function parse(source: string, word: (message: string) => string): Json {
	try {
		const value = readJson(source);
		if (value === undefined) throw new JqError(word(`Expected JSON value (while parsing '${source}')`));
		return value;
	} catch (error) {
		if (!(error instanceof JsonReadError)) throw error;
		const place = error.message.replace(/^(Invalid numeric literal|Invalid literal) at line/, '$1 at EOF at line');
		throw new JqError(word(`${place} (while parsing '${source}')`));
	}
}

/** Elements with the key that they sort by, in order. */
function sortedPairs(input: Json, keys: Json): (readonly [key: Json, item: Json])[] {
	const items = sortable(input, keys);
	const by = keys as readonly Json[];
	return items.map((item, at) => [by[at] as Json, item] as const).sort(([a], [b]) => compare(a, b));
}

function grouped(input: Json, keys: Json): Json[][] {
	const groups: { key: Json; items: Json[] }[] = [];
	for (const [key, item] of sortedPairs(input, keys)) {
		const last = groups.at(-1);
		if (last !== undefined && equal(last.key, key)) last.items.push(item);
		else groups.push({ key, items: [item] });
	}
	return groups.map(({ items }) => items);
}

function extreme(input: Json, keys: Json, largest: boolean): Json {
	const items = array(input, (value) => `${described(value)} and ${described(keys)} cannot be iterated over`);
	let best: { key: Json; item: Json } | undefined;
	for (const [at, item] of items.entries()) {
		const key = (keys as readonly Json[])[at] as Json;
		const order = best === undefined ? 0 : compare(key, best.key);
		// Of equals min keeps the first, max takes the last.
		if (best === undefined || (largest ? order >= 0 : order < 0)) best = { key, item };
	}
	return best?.item ?? null;
}

function implode(value: Json): string {
	const codes = array(value, () => 'implode input must be an array');
	return codes
		.map((each) => {
			const code = computed(each);
			if (typeof code !== 'number') {
				throw new JqError(`${described(code)} can't be imploded, unicode codepoint needs to be numeric`);
			}
			const point = Math.trunc(code);
			return point >= 0 && point <= 0x10ffff && !(point >= 0xd800 && point < 0xe000)
				? String.fromCodePoint(point)
				: '\ufffd';
		})
		.join('');
}

function tostream(value: Json): Json[] {
	const events: Json[] = [];
	const walk = (each: Json, path: readonly Json[]): void => {
		const entries = entriesOf(each);
		if (entries.length === 0) {
			events.push([path, each]);
			return;
		}
		for (const [key, item] of entries) walk(item, [...path, key]);
		events.push([[...path, (entries.at(-1) as readonly [Json, Json])[0]]]);
	};
	walk(value, []);
	return events;
}

function indices(value: Json, wanted: Json): Json {
	if (value === null) return null;
	if (typeof value === 'string' && typeof wanted === 'string') {
		if (wanted === '') return [];
		const found: number[] = [];
		const finder = new TextFinder(wanted);
		let [characters, counted] = [0, 0];
		for (let at = finder.find(value); at >= 0; at = finder.find(value, at + 1)) {
			characters += characterCount(value.slice(counted, at));
			counted = at;
			found.push(characters);
		}
		return found;
	}
	if (Array.isArray(value))
		return indexesOf(value as readonly Json[], Array.isArray(wanted) ? (wanted as readonly Json[]) : [wanted]);
	throw new JqError(`Cannot index ${kindOf(value)} with ${kindOf(wanted)}`);
}

/** `error` and `halt_error` and their like are among them: they throw. */
const TABLE: { readonly [key: string]: Native } = {
	'not/0': (input) => input === null || input === false,
	'length/0': (input) => lengthOf(input),
	'utf8bytelength/0': (input) => {
		if (typeof input !== 'string') throw new JqError(`${described(input)} only strings have UTF-8 byte length`);
		return encodeUtf8(input).length;
	},
	'keys/0': (input) => keysOf(input),
	'keys_unsorted/0': (input) =>
		input instanceof Map ? [...(input as ReadonlyMap<string, Json>).keys()] : keysOf(input),
	'has/1': (input, [key = null]) => has(input, key),
	'contains/1': (input, [other = null]) => contains(input, other),
	'inside/1': (input, [other = null]) => contains(other, input),
	'add/0': (input) => entriesOf(requireEntries(input)).reduce<Json>((sum, [, item]) => add(sum, item), null),
	'any/0': (input) => requireItems(input).some((item) => item !== null && item !== false),
	'all/0': (input) => requireItems(input).every((item) => item !== null && item !== false),
	'flatten/0': (input) => flatten(requireItems(input), Number.POSITIVE_INFINITY),
	'flatten/1': (input, [depth = null]) => {
		if (typeof depth !== 'number' || depth < 0) throw new JqError('flatten depth must not be negative');
		return flatten(requireItems(input), depth);
	},
	'fma/3': (_, [a = null, b = null, c = null]) => numeric(a) * numeric(b) + numeric(c),
	'frexp/0': (input) => [...split(numeric(input))],
	'modf/0': (input) => {
		const value = numeric(input);
		return Number.isFinite(value) ? [value - Math.trunc(value), Math.trunc(value)] : [0 / 1, value];
	},
	'lgamma_r/0': (input) => {
		const value = numeric(input);
		return [MATH_OF_ONE.lgamma?.(value) ?? null, value < 0 && Math.floor(value) % 2 !== 0 ? -1 : 1];
	},
	'infinite/0': () => Number.POSITIVE_INFINITY,
	'nan/0': () => Number.NaN,
	'null/0': () => null,
	'isinfinite/0': (input) => input === Number.POSITIVE_INFINITY || input === Number.NEGATIVE_INFINITY,
	'isnan/0': (input) => Number.isNaN(input),
	'isnormal/0': (input) => typeof input === 'number' && Number.isFinite(input) && Math.abs(input) >= 2 ** -1022,
	'type/0': (input) => kindOf(input),
	'tostring/0': (input) => textOf(input),
	'tonumber/0': (input) => toNumber(input),
	'tojson/0': (input) => formatJson(input),
	'fromjson/0': (input) => {
		if (typeof input !== 'string') throw new JqError(`${described(input)} only strings can be parsed`);
		return parse(input, (message) => message);
	},
	'explode/0': (input) =>
		[...text(input, 'explode input must be a string')].map((char) => char.codePointAt(0) as number),
	'implode/0': (input) => implode(input),
	'ltrimstr/1': (input, [prefix = null]) =>
		typeof input === 'string' && typeof prefix === 'string' && input.startsWith(prefix)
			? input.slice(prefix.length)
			: input,
	'rtrimstr/1': (input, [suffix = null]) =>
		typeof input === 'string' && typeof suffix === 'string' && suffix !== '' && input.endsWith(suffix)
			? input.slice(0, -suffix.length)
			: input,
	'startswith/1': (input, [prefix = null]) =>
		text(input, 'startswith() requires string inputs').startsWith(text(prefix, 'startswith() requires string inputs')),
	'endswith/1': (input, [suffix = null]) =>
		text(input, 'endswith() requires string inputs').endsWith(text(suffix, 'endswith() requires string inputs')),
	'split/1': (input, [separator = null]) => {
		const complaint = 'split input and separator must be strings';
		return splitText(text(input, complaint), text(separator, complaint));
	},
	'join/1': (input, [separator = null]) => {
		const items = requireItems(input);
		return items.reduce<Json>((sum, item, at) => {
			const word =
				item === null ? '' : typeof item === 'boolean' || kindOf(item) === 'number' ? formatJson(item) : item;
			return at === 0 ? add('', word) : add(add(sum, separator), word);
		}, '');
	},
	'indices/1': (input, [wanted = null]) => indices(input, wanted),
	'_indices/1': (input, [wanted = null]) => indices(input, wanted),
	'index/1': (input, [wanted = null]) => (indices(input, wanted) as readonly Json[] | null)?.[0] ?? null,
	'rindex/1': (input, [wanted = null]) => (indices(input, wanted) as readonly Json[] | null)?.at(-1) ?? null,
	'sort/0': (input) => [...array(input, notSortable)].sort(compare),
	'_sort_by/1': (input, [keys = null]) => sortedPairs(input, keys).map(([, item]) => item),
	'_group_by/1': (input, [keys = null]) => grouped(input, keys),
	'_unique_by/1': (input, [keys = null]) => grouped(input, keys).map(([first]) => first as Json),
	'unique/0': (input) =>
		grouped(input, Array.isArray(input) ? input : requireItems(input)).map(([first]) => first as Json),
	'_min_by/1': (input, [keys = null]) => extreme(input, keys, false),
	'_max_by/1': (input, [keys = null]) => extreme(input, keys, true),
	'min/0': (input) => extreme(input, input, false),
	'max/0': (input) => extreme(input, input, true),
	'reverse/0': (input) => {
		if (input === null) return [];
		if (Array.isArray(input)) return [...(input as readonly Json[])].reverse();
		if (lengthOf(input) === 0) return [];
		throw new JqError(`Cannot index ${kindOf(input)} with number`);
	},
	'transpose/0': (input) => {
		const rows = requireItems(input).map((row) => array(row, (each) => `Cannot index ${kindOf(each)} with number`));
		const width = Math.max(0, ...rows.map((row) => row.length));
		return Array.from({ length: width }, (_, at) => rows.map((row) => row[at] ?? null));
	},
	'setpath/2': (input, [path = null, value = null]) => {
		if (!Array.isArray(path)) throw new JqError('Path must be specified as an array');
		return updatePath(input, path as readonly Json[], () => value);
	},
	'delpaths/1': (input, [paths = null]) => {
		if (!Array.isArray(paths)) throw new JqError('Paths must be specified as an array');
		return deletePaths(input, paths as readonly Json[]);
	},
	'to_entries/0': (input) =>
		keysUnsorted(input).map(
			([key, value]) =>
				new Map<string, Json>([
					['key', key],
					['value', value],
				]),
		),
	'splits_/2': (input, [pattern = null, flags = null]) => splitByPattern(input, pattern, flags),
	'@format/1': (input, [name = null]) => formatValue(`@${text(name, 'format must be a string')}`, input),
	'tostream_/0': (input) => tostream(input),
	'error/0': (input) => {
		throw new JqError(input);
	},
	'error/1': (_, [value = null]) => {
		throw new JqError(value);
	},
	'halt/0': () => {
		throw new Halt(0);
	},
	'halt_error/0': (input) => {
		throw new Halt(5, input);
	},
	'halt_error/1': (input, [status = null]) => {
		const code = computed(status);
		if (typeof code !== 'number') throw new JqError(`${described(input)} halt_error/1: number required`);
		throw new Halt(code & 255, input);
	},
	'now/0': (_input, _args, host) => host.now() / 1000,
	'env/0': (_input, _args, host) => host.env,
	'input_line_number/0': (_input, _args, host) => host.inputLine(),
	'input_filename/0': (_input, _args, host) => host.inputFile(),
	'mktime/0': (input) => mktime(input),
	'gmtime/0': (input) => {
		if (typeof input !== 'number') throw new JqError('gmtime() requires numeric inputs');
		return gmtime(input);
	},
	'localtime/0': (input) => {
		if (typeof input !== 'number') throw new JqError('localtime() requires numeric inputs');
		return gmtime(input);
	},
	'strftime/1': (input, [format = null]) => formatTime(input, text(format, 'strftime/1 requires a string format')),
	'strflocaltime/1': (input, [format = null]) =>
		formatTime(input, text(format, 'strflocaltime/1 requires a string format'), 'strflocaltime/1'),
	'strptime/1': (input, [format = null]) => {
		if (typeof input !== 'string') throw new JqError(`strptime/1 requires string inputs and arguments`);
		return strptime(input, text(format, 'strptime/1 requires string inputs and arguments'));
	},
	'get_search_list/0': () => ['~/.jq', '$ORIGIN/../lib/jq', '$ORIGIN/../lib'],
};

const MATH: readonly (readonly [string, Native])[] = [
	...Object.entries(MATH_OF_ONE).map(
		([name, compute]) => [`${name}/0`, (input: Json) => compute(numeric(input))] as const,
	),
	...Object.entries(MATH_OF_TWO).map(
		([name, compute]) =>
			[`${name}/2`, (_: Json, [a = null, b = null]: readonly Json[]) => compute(numeric(a), numeric(b))] as const,
	),
];

export const NATIVE: ReadonlyMap<string, Native> = new Map([...Object.entries(TABLE), ...MATH]);

/** They hand on or show numbers as they were written; the others compute with them. */
const KEEPS_LITERALS: ReadonlySet<string> = new Set(
	'tojson/0 tostring/0 tonumber/0 tostream_/0 ltrimstr/1 rtrimstr/1 setpath/2 @format/1 error/0 error/1 halt_error/0 halt_error/1'.split(
		' ',
	),
);

export function applyNative(key: string, native: Native, input: Json, args: readonly Json[], host: JqHost): Json {
	return KEEPS_LITERALS.has(key) ? native(input, args, host) : native(computed(input), args.map(computed), host);
}

function requireEntries(value: Json): Json {
	if (typeof value !== 'object' || value === null) {
		throw new JqError(`Cannot iterate over ${described(value)}`);
	}
	return value;
}

function requireItems(value: Json): readonly Json[] {
	if (value instanceof Map) return [...(value as ReadonlyMap<string, Json>).values()];
	return array(value, (each) => `Cannot iterate over ${described(each)}`);
}

function keysUnsorted(value: Json): readonly (readonly [Json, Json])[] {
	if (!(value instanceof Map) && !Array.isArray(value)) throw new JqError(`${described(value)} has no keys`);
	return entriesOf(value);
}

function splitByPattern(input: Json, pattern: Json, flags: Json): Json[] {
	if (typeof input !== 'string') throw new JqError(`${described(input)} cannot be matched, as it is not a string`);
	const pieces: Json[] = [];
	let from = 0;
	for (const match of matches(input, pattern, flags, 'g')) {
		const { offset, length } = Object.fromEntries(match as ReadonlyMap<string, Json>) as {
			offset: number;
			length: number;
		};
		pieces.push(sliceCharacters(input, from, offset));
		from = offset + length;
		if (pieces.length > ARRAY_MAX) throw new JqError('too many pieces');
	}
	pieces.push(sliceCharacters(input, from, Number.POSITIVE_INFINITY));
	return pieces;
}
