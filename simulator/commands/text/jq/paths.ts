import { characterCount, sliceCharacters } from '../../../machinery/characters.ts';
import type { Json } from './json.ts';
import { compare, computed, JqError, kindOf } from './json.ts';

/** Models jq's indexing: an object's member, an array's element (from the end when negative), a slice, a search. */
export function getIndex(value: Json, given: Json): Json {
	const key = computed(given);
	const [kind, keyKind] = [kindOf(value), kindOf(key)];
	if (kind === 'object' && keyKind === 'string') return (value as ReadonlyMap<string, Json>).get(key as string) ?? null;
	if (kind === 'array' && keyKind === 'number') {
		const array = value as readonly Json[];
		const at = Math.trunc(key as number);
		return array[at < 0 ? at + array.length : at] ?? null;
	}
	if (kind === 'array' && keyKind === 'object') {
		const array = value as readonly Json[];
		const range = sliceRange(array.length, key as ReadonlyMap<string, Json>);
		if (range === undefined) throw new JqError('Array/string slice indices must be integers');
		return array.slice(range[0], range[1]);
	}
	if (kind === 'string' && keyKind === 'object') {
		const text = value as string;
		const range = sliceRange(characterCount(text), key as ReadonlyMap<string, Json>);
		if (range === undefined) throw new JqError('Array/string slice indices must be integers');
		return sliceCharacters(text, range[0], range[1]);
	}
	if (kind === 'array' && keyKind === 'array') return indexesOf(value as readonly Json[], key as readonly Json[]);
	if (kind === 'null' && (keyKind === 'string' || keyKind === 'number' || keyKind === 'object')) return null;
	throw new JqError(
		keyKind === 'string' && (key as string).length < 30
			? `Cannot index ${kind} with string "${key as string}"`
			: `Cannot index ${kind} with ${keyKind}`,
	);
}

/** Where `wanted` stands in `array`, as a run of elements. */
export function indexesOf(array: readonly Json[], wanted: readonly Json[]): Json {
	if (wanted.length === 0) return null;
	const found: number[] = [];
	for (let at = 0; at + wanted.length <= array.length; at++) {
		if (wanted.every((item, offset) => compare(item, array[at + offset] as Json) === 0)) found.push(at);
	}
	return found;
}

function sliceRange(length: number, key: ReadonlyMap<string, Json>): readonly [number, number] | undefined {
	if (!key.has('start') || !key.has('end')) return undefined;
	const [from, to] = [computed(key.get('start') ?? 0), computed(key.get('end') ?? length)];
	if (typeof from !== 'number' || typeof to !== 'number') return undefined;
	const clamp = (at: number): number => Math.min(Math.max(at < 0 ? at + length : at, 0), length);
	const start = Math.floor(clamp(from));
	return [start, Math.max(start, Math.ceil(clamp(to)))];
}

export function sliceKey(from: Json, to: Json): Json {
	return new Map<string, Json>([
		['start', from],
		['end', to],
	]);
}

/** Elements of an array, values of an object, with the key of each. */
export function entriesOf(value: Json): readonly (readonly [Json, Json])[] {
	if (Array.isArray(value)) return value.map((item, at) => [at, item] as const);
	if (value instanceof Map) return [...(value as ReadonlyMap<string, Json>)];
	return [];
}

const ARRAY_MAX = 10_000_000;

function setIndex(value: Json, given: Json, item: Json): Json {
	const key = computed(given);
	const [kind, keyKind] = [kindOf(value), kindOf(key)];
	if (keyKind === 'string' && (kind === 'object' || kind === 'null')) {
		return new Map([...((value ?? new Map()) as ReadonlyMap<string, Json>), [key as string, item]]);
	}
	if (keyKind === 'number' && (kind === 'array' || kind === 'null')) {
		const array = [...((value ?? []) as readonly Json[])];
		const at = Math.floor(key as number) + ((key as number) < 0 ? array.length : 0);
		if (at < 0) throw new JqError('Out of bounds negative array index');
		if (at > ARRAY_MAX) throw new JqError('Array index too large');
		while (array.length < at) array.push(null);
		array[at] = item;
		return array;
	}
	if (keyKind === 'object' && (kind === 'array' || kind === 'null')) {
		const array = (value ?? []) as readonly Json[];
		const range = sliceRange(array.length, key as ReadonlyMap<string, Json>);
		if (range === undefined) throw new JqError('Array/string slice indices must be integers');
		if (!Array.isArray(item)) throw new JqError('A slice of an array can only be assigned another array');
		return [...array.slice(0, range[0]), ...(item as readonly Json[]), ...array.slice(range[1])];
	}
	// What cannot be read at this key cannot be written either, and reading says so first.
	getIndex(value, key);
	throw new JqError(`Cannot update field at ${keyKind} index of ${kind}`);
}

export function getPath(value: Json, path: readonly Json[]): Json {
	let found = value;
	for (const key of path) {
		if (found === null) return null;
		found = getIndex(found, key);
	}
	return found;
}

/** A copy of `value` with `change` applied at `path`. */
export function updatePath(value: Json, path: readonly Json[], change: (old: Json) => Json, at = 0): Json {
	const key = path[at];
	if (key === undefined) return change(value);
	return setIndex(value, key, updatePath(getIndex(value, key), path, change, at + 1));
}

/** A copy of `value` without what the paths name; later ones go first, so that indices stay right. */
export function deletePaths(value: Json, paths: readonly Json[]): Json {
	for (const path of paths) {
		if (!Array.isArray(path)) throw new JqError(`Path must be specified as array, not ${kindOf(path)}`);
	}
	const sorted = [...(paths as readonly (readonly Json[])[])].sort(compare);
	if (sorted.length === 0) return value;
	return (sorted[0] as readonly Json[]).length === 0 ? null : deleteSorted(value, sorted, 0);
}

/** Models jv_aux.c delpaths_sorted: inner ones first, then all that go from one array or object at once. */
function deleteSorted(value: Json, paths: readonly (readonly Json[])[], depth: number): Json {
	let result = value;
	const keys: Json[] = [];
	for (let end = paths.length; end > 0; ) {
		const key = (paths[end - 1] as readonly Json[])[depth] as Json;
		let start = end - 1;
		while (start > 0 && compare((paths[start - 1] as readonly Json[])[depth] as Json, key) === 0) start--;
		const group = paths.slice(start, end);
		end = start;
		// The shortest of them comes first, and takes the others with it.
		if ((group[0] as readonly Json[]).length === depth + 1) keys.push(key);
		else if (result !== null) {
			const inner = getIndex(result, key);
			if (inner !== null) result = setIndex(result, key, deleteSorted(inner, group, depth + 1));
		}
	}
	return keys.length === 0 ? result : deleteKeys(result, keys.map(computed));
}

function deleteKeys(value: Json, keys: readonly Json[]): Json {
	if (value === null) return null;
	const kind = kindOf(value);
	if (kind === 'object') {
		const copy = new Map(value as ReadonlyMap<string, Json>);
		for (const key of keys) {
			if (typeof key !== 'string') throw new JqError(`Cannot delete ${kindOf(key)} field of object`);
			copy.delete(key);
		}
		return copy;
	}
	if (kind !== 'array') throw new JqError(`Cannot delete fields from ${kind}`);
	const array = value as readonly Json[];
	const gone = new Set<number>();
	for (const key of keys) {
		if (typeof key === 'number') gone.add(Math.trunc(key) + (key < 0 ? array.length : 0));
		else if (key instanceof Map) {
			const range = sliceRange(array.length, key as ReadonlyMap<string, Json>);
			if (range === undefined) throw new JqError('Array/string slice indices must be integers');
			for (let at = range[0]; at < range[1]; at++) gone.add(at);
		} else throw new JqError(`Cannot delete ${kindOf(key)} element of array`);
	}
	return array.filter((_, at) => !gone.has(at));
}
