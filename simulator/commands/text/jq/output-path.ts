import type { Task } from '../../../machinery/task.ts';
import type { Json } from './json.ts';
import { described, JqError, truncated } from './json.ts';
import { entriesOf } from './paths.ts';

/** Where a value stands in the input: keys from its root; 'none' when the value was made, not found. */
export type Path = readonly Json[] | 'none' | undefined;

/** Takes one output. `path` is undefined unless paths are followed. */
export type Emit = (value: Json, path: Path) => Task<void>;

export function made(path: Path): Path {
	return path === undefined ? undefined : 'none';
}

export function extended(path: Path, key: Json): Path {
	return path === undefined || path === 'none' ? path : [...path, key];
}

export function invalidPath(value: Json): JqError {
	return new JqError(`Invalid path expression with result ${truncated(value)}`);
}

/** A value about to be taken apart: in a path expression it must have been found. */
export function checked(value: Json, path: Path, key: Json): Json {
	if (path !== 'none') return value;
	throw new JqError(`Invalid path expression near attempt to access element ${truncated(key)} of ${truncated(value)}`);
}

export function* iterate(value: Json, path: Path, emit: Emit): Task<void> {
	if (path === 'none') throw new JqError(`Invalid path expression near attempt to iterate through ${truncated(value)}`);
	if (!Array.isArray(value) && !(value instanceof Map)) throw new JqError(`Cannot iterate over ${described(value)}`);
	for (const [key, item] of entriesOf(value)) yield* emit(item, extended(path, key));
}
