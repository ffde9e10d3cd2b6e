import { compareUtf8 } from '../format-json.ts';
import { FunctionError } from '../go-template/functions.ts';
import { type GoInt, GoObject, isDict, plain, typeOf } from '../go-template/values.ts';
import type { Task } from '../task.ts';
import {
	also,
	type Definition,
	type Dict,
	define,
	isEmpty,
	itemsOf,
	kindOf,
	NIL_POINTER,
	newDict,
	textOf,
	textsOf,
	toInteger,
	variadic,
} from './define.ts';

const LIST_MAX = 1_000_000;

/** Models Masterminds/sprig list.go: what cannot be done to a value ends the template, with `must` before the name or without. */
const LISTS: readonly Definition[] = [
	define('append', ['any', 'any'], (list: unknown, item: unknown) => [...itemsOf(list, 'Cannot push on type'), item]),
	define('prepend', ['any', 'any'], (list: unknown, item: unknown) => [
		item,
		...itemsOf(list, 'Cannot prepend on type'),
	]),
	define('first', ['any'], (list: unknown) => itemsOf(list, 'Cannot find first on type')[0] ?? null),
	define('rest', ['any'], (list: unknown) => tail(itemsOf(list, 'Cannot find rest on type'), 1)),
	define('last', ['any'], (list: unknown) => itemsOf(list, 'Cannot find last on type').at(-1) ?? null),
	define('initial', ['any'], (list: unknown) => tail(itemsOf(list, 'Cannot find initial on type'), 0)),
	define('reverse', ['any'], (list: unknown) => [...itemsOf(list, 'Cannot find reverse on type')].reverse()),
	define('compact', ['any'], (list: unknown) =>
		itemsOf(list, 'Cannot compact on type').filter((item) => !isEmpty(item)),
	),
	define('uniq', ['any'], (list: unknown) => unique(itemsOf(list, 'Cannot find uniq on type'))),
	variadic('without', ['any', 'any'], (list: unknown, ...out: unknown[]) =>
		itemsOf(list, 'Cannot find without on type').filter((item) => !out.some((each) => deepEqual(each, item))),
	),
	define('has', ['any', 'any'], (needle: unknown, list: unknown) =>
		list === null ? false : itemsOf(list, 'Cannot find has on type').some((item) => deepEqual(item, needle)),
	),
	variadic('slice', ['any', 'any'], (list: unknown, ...bounds: unknown[]) => sliceOf(list, bounds)),
	define('chunk', ['int', 'any'], (size: GoInt, list: unknown) =>
		chunks(size.value, itemsOf(list, 'Cannot chunk type')),
	),
];

const DICTS: readonly Definition[] = [
	variadic('dict', ['any'], (...pairs: unknown[]) => dictOf(pairs)),
	define('get', ['map', 'string'], (dict: Dict, key: string) => (hasKey(dict, key) ? dict[key] : '')),
	define('set', ['map', 'string', 'any'], (dict: Dict, key: string, value: unknown) => {
		writable(dict)[key] = value;
		return dict;
	}),
	define('unset', ['map', 'string'], (dict: Dict, key: string) => {
		delete writable(dict)[key];
		return dict;
	}),
	define('hasKey', ['map', 'string'], (dict: Dict, key: string) => hasKey(dict, key)),
	variadic('pluck', ['string', 'map'], (key: string, ...dicts: Dict[]) =>
		dicts.filter((dict) => hasKey(dict, key)).map((dict) => dict[key]),
	),
	variadic('keys', ['map'], (...dicts: Dict[]) => dicts.flatMap((dict) => sortedKeys(dict))),
	define('values', ['map'], (dict: Dict) => sortedKeys(dict).map((key) => dict[key])),
	variadic('pick', ['map', 'string'], (dict: Dict, ...keys: string[]) => picked(dict, (key) => keys.includes(key))),
	variadic('omit', ['map', 'string'], (dict: Dict, ...keys: string[]) => picked(dict, (key) => !keys.includes(key))),
	variadic('merge', ['map', 'map'], (target: Dict, ...sources: Dict[]) => mergeAll(target, sources, false)),
	variadic('mergeOverwrite', ['map', 'map'], (target: Dict, ...sources: Dict[]) => mergeAll(target, sources, true)),
	define('deepCopy', ['any'], (value: unknown) => {
		if (value === null) throw new FunctionError('reflect: call of reflect.Value.Type on zero Value');
		return deepCopy(value);
	}),
];

const OTHERS: readonly Definition[] = [
	variadic('list', ['any'], (...items: unknown[]) => items),
	variadic('tuple', ['any'], (...items: unknown[]) => items),
	variadic('concat', ['any'], (...lists: unknown[]) => lists.flatMap((list) => concatenated(list))),
	variadic('dig', ['any'], (...args: unknown[]) => dig(args)),
	define('sortAlpha', ['any'], (list: unknown) =>
		Array.isArray(list) ? textsOf(list).sort(compareUtf8) : [textOf(list)],
	),
	variadic('default', ['any', 'any'], (fallback: unknown, ...given: unknown[]) =>
		isEmpty(given[0]) ? fallback : given[0],
	),
	define('empty', ['any'], (value: unknown) => isEmpty(value)),
	variadic('coalesce', ['any'], (...values: unknown[]) => values.find((value) => !isEmpty(value)) ?? null),
	variadic('all', ['any'], (...values: unknown[]) => values.every((value) => !isEmpty(value))),
	variadic('any', ['any'], (...values: unknown[]) => values.some((value) => !isEmpty(value))),
	define('ternary', ['any', 'any', 'bool'], (yes: unknown, no: unknown, test: boolean) => (test ? yes : no)),
	define('typeOf', ['any'], (value: unknown) => typeOf(value)),
	define('typeIs', ['string', 'any'], (type: string, value: unknown) => typeOf(value) === type),
	define('typeIsLike', ['string', 'any'], (type: string, value: unknown) => [type, `*${type}`].includes(typeOf(value))),
	define('kindOf', ['any'], (value: unknown) => kindOf(value)),
	define('kindIs', ['string', 'any'], (kind: string, value: unknown) => kindOf(value) === kind),
	define('deepEqual', ['any', 'any'], (a: unknown, b: unknown) => deepEqual(a, b)),
];

const MUST_DICTS = new Set(['merge', 'mergeOverwrite', 'deepCopy']);

export const COLLECTION_FUNCTIONS: readonly Definition[] = [
	...LISTS,
	...LISTS.map((each) => also(`must${each[0].charAt(0).toUpperCase()}${each[0].slice(1)}`, each)),
	also('push', LISTS[0] as Definition),
	also('mustPush', LISTS[0] as Definition),
	...DICTS,
	...DICTS.filter(([name]) => MUST_DICTS.has(name)).map((each) =>
		also(`must${each[0].charAt(0).toUpperCase()}${each[0].slice(1)}`, each),
	),
	...OTHERS,
];

function hasKey(dict: Dict | null, key: string): boolean {
	return dict !== null && Object.hasOwn(dict, key);
}

function writable(dict: Dict | null): Dict {
	if (dict === null) throw new FunctionError('assignment to entry in nil map');
	return dict;
}

/** Go's order of keys is random; any is right. */
function sortedKeys(dict: Dict | null): string[] {
	return dict === null ? [] : Object.keys(dict).sort(compareUtf8);
}

function tail(items: readonly unknown[], from: 0 | 1): unknown {
	return from === 1 ? items.slice(1) : items.slice(0, -1);
}

function unique(items: readonly unknown[]): unknown[] {
	const out: unknown[] = [];
	for (const item of items) if (!out.some((each) => deepEqual(each, item))) out.push(item);
	return out;
}

function sliceOf(list: unknown, bounds: readonly unknown[]): unknown {
	const items = itemsOf(list, 'list should be type of slice or array but');
	if (items.length === 0) return null;
	const from = bounds.length > 0 ? toInteger(bounds[0]) : 0;
	const to = bounds.length > 1 ? toInteger(bounds[1]) : items.length;
	if (from < 0 || to > items.length || from > to)
		throw new FunctionError('reflect.Value.Slice: slice index out of bounds');
	return items.slice(from, to);
}

function chunks(size: number, items: readonly unknown[]): unknown[][] {
	if (size <= 0) throw new FunctionError('runtime error: makeslice: len out of range');
	const out: unknown[][] = [];
	for (let at = 0; at < items.length; at += size) out.push(items.slice(at, at + size));
	return out;
}

function concatenated(list: unknown): readonly unknown[] {
	const items = Array.isArray(list) ? (list as readonly unknown[]) : undefined;
	if (list === null || list === undefined) throw new FunctionError(NIL_POINTER);
	if (items === undefined) throw new FunctionError(`Cannot concat type ${kindOf(list)} as list`);
	if (items.length > LIST_MAX) throw new FunctionError('runtime error: makeslice: len out of range');
	return items;
}

function dictOf(pairs: readonly unknown[]): Dict {
	const out = newDict();
	for (let i = 0; i < pairs.length; i += 2) out[textOf(pairs[i])] = i + 1 < pairs.length ? pairs[i + 1] : '';
	return out;
}

function picked(dict: Dict | null, keep: (key: string) => boolean): Dict {
	const out = newDict();
	for (const key of sortedKeys(dict)) if (keep(key)) out[key] = (dict as Dict)[key];
	return out;
}

/** What is empty in the target takes the source's; or everything does, and be it with something empty. Models dario.cat/mergo Merge. */
function mergeAll(target: Dict | null, sources: readonly (Dict | null)[], overwrite: boolean): Dict {
	const into = writable(target);
	for (const source of sources) if (source !== null) mergeInto(into, source, overwrite);
	return into;
}

function mergeInto(target: Dict, source: Dict, overwrite: boolean): void {
	for (const key of Object.keys(source)) {
		const value = source[key];
		const own = Object.hasOwn(target, key) ? target[key] : undefined;
		if (isDict(value) && isDict(own)) mergeInto(own, value, overwrite);
		else if (overwrite || isEmpty(own)) target[key] = value;
	}
}

export function deepCopy(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(deepCopy);
	if (!isDict(value)) return value;
	const out = newDict();
	for (const key of Object.keys(value)) out[key] = deepCopy(value[key]);
	return out;
}

/** The same of a value that may be large. @param spend called for each value in it. */
export function* deepCopyInSteps(value: unknown, spend: () => Task<void>): Task<unknown> {
	yield* spend();
	if (Array.isArray(value)) {
		const items: unknown[] = [];
		for (const item of value) items.push(yield* deepCopyInSteps(item, spend));
		return items;
	}
	if (!isDict(value)) return value;
	const out = newDict();
	for (const key of Object.keys(value)) out[key] = yield* deepCopyInSteps(value[key], spend);
	return out;
}

function dig(args: readonly unknown[]): unknown {
	if (args.length < 3) throw new FunctionError('dig needs at least three arguments');
	const keys = args.slice(0, -2);
	let step = args.at(-1);
	for (const key of keys) {
		if (typeof key !== 'string') {
			throw new FunctionError(`interface conversion: interface {} is ${typeOf(key)}, not string`);
		}
		if (!isDict(step)) {
			const type = step === null || step === undefined ? 'nil' : typeOf(step);
			throw new FunctionError(`interface conversion: interface {} is ${type}, not map[string]interface {}`);
		}
		if (!Object.hasOwn(step, key)) return args.at(-2);
		step = step[key];
	}
	return step;
}

/** Models reflect.DeepEqual: an int is no float64. */
export function deepEqual(a: unknown, b: unknown): boolean {
	if (a === null || a === undefined || b === null || b === undefined) return (a ?? null) === (b ?? null);
	if (Array.isArray(a) || Array.isArray(b)) {
		if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
		return a.every((item, index) => deepEqual(item, b[index]));
	}
	if (isDict(a) && isDict(b)) {
		const keys = Object.keys(a);
		if (keys.length !== Object.keys(b).length) return false;
		return keys.every((key) => Object.hasOwn(b, key) && deepEqual(a[key], b[key]));
	}
	if (a instanceof GoObject || b instanceof GoObject) {
		return a instanceof GoObject && b instanceof GoObject && a.printed() === b.printed();
	}
	return typeOf(a) === typeOf(b) && plain(a) === plain(b);
}
