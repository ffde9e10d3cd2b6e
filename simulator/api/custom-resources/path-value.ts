import { isPlainObject } from './json-schema.ts';

/** The value at a path in dot notation (".spec.replicas"); undefined when there is none. */
export function valueAtPath(object: unknown, path: string): unknown {
	let value = object;
	for (const name of path.replace(/^\./, '').split('.')) {
		if (!isPlainObject(value) || !Object.hasOwn(value, name)) return undefined;
		value = value[name];
	}
	return value;
}

/** A copy of an object in which the value at a path is another one; objects on the way are made. */
export function withValueAtPath<T extends object>(object: T, path: string, value: unknown): T {
	const [name = '', ...rest] = path.replace(/^\./, '').split('.');
	const inner = isPlainObject(object) ? object[name] : undefined;
	const next = rest.length === 0 ? value : withValueAtPath(isPlainObject(inner) ? inner : {}, rest.join('.'), value);
	return { ...object, [name]: next };
}
