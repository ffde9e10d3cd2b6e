import { characterCount, sliceCharacters } from '../../../machinery/characters.ts';
import type { Json } from './json.ts';
import { compare, JqError, kindOf } from './json.ts';

/** Models jq's indexing: an object's member, an array's element (from the end when negative), a slice, a search. */
export function getIndex(value: Json, key: Json): Json {
	const [kind, keyKind] = [kindOf(value), kindOf(key)];
	if (kind === 'object' && keyKind === 'string') return (value as ReadonlyMap<string, Json>).get(key as string) ?? null;
	if (kind === 'array' && keyKind === 'number') {
		const array = value as readonly Json[];
		const at = key as number;
		if (!Number.isInteger(at)) return null;
		return array[at < 0 ? at + array.length : at] ?? null;
	}
	if (kind === 'array' && keyKind === 'object') {
		const array = value as readonly Json[];
		const range = sliceRange(array.length, key as ReadonlyMap<string, Json>);
		if (range === undefined) throw new JqError('Start and end indices of an array slice must be numbers');
		return array.slice(range[0], range[1]);
	}
	if (kind === 'string' && keyKind === 'object') {
		const text = value as string;
		const range = sliceRange(characterCount(text), key as ReadonlyMap<string, Json>);
		if (range === undefined) throw new JqError('Start and end indices of an string slice must be numbers');
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
	const [from, to] = [key.get('start') ?? 0, key.get('end') ?? length];
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

function setIndex(value: Json, key: Json, item: Json): Json {
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
		if (range === undefined) throw new JqError('Start and end indices of an array slice must be numbers');
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
	const sorted = [...(paths as readonly (readonly Json[])[])].sort((a, b) => compare(b, a));
	let result = value;
	for (const path of sorted) result = deletePath(result, path, 0);
	return result;
}

function deletePath(value: Json, path: readonly Json[], at: number): Json {
	if (value === null) return null;
	const key = path[at];
	if (key === undefined) return null;
	if (at < path.length - 1) {
		const inner = getIndex(value, key);
		return inner === null ? value : setIndex(value, key, deletePath(inner, path, at + 1));
	}
	const [kind, keyKind] = [kindOf(value), kindOf(key)];
	if (kind === 'object') {
		if (keyKind !== 'string') throw new JqError(`Cannot delete ${keyKind} field of object`);
		const copy = new Map(value as ReadonlyMap<string, Json>);
		copy.delete(key as string);
		return copy;
	}
	if (kind !== 'array') throw new JqError(`Cannot delete fields from ${kind}`);
	const array = value as readonly Json[];
	if (keyKind === 'number') {
		const index = Math.floor(key as number) + ((key as number) < 0 ? array.length : 0);
		return array.filter((_, each) => each !== index);
	}
	if (keyKind !== 'object') throw new JqError(`Cannot delete ${keyKind} element of array`);
	const range = sliceRange(array.length, key as ReadonlyMap<string, Json>);
	if (range === undefined) throw new JqError('Start and end indices of an array slice must be numbers');
	return [...array.slice(0, range[0]), ...array.slice(range[1])];
}
