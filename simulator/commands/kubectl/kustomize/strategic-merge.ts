import type { Json } from '../../../machinery/meta.ts';
import { isObject, type JsonObject, setOwn } from '../../../machinery/patch/json-object.ts';
import {
	cursorInto,
	fieldAt,
	type PatchField,
	type PatchSchema,
	rootCursor,
	type SchemaCursor,
} from '../../../machinery/patch/patch-schema.ts';
import { CommandError } from '../errors.ts';
import { wrongKind } from './field-path.ts';
import { textOf } from './resource.ts';

const PATCH = '$patch';

/**
 * A strategic merge as kustomize does it: items of a patch come before those that are there, keys of lists may be several
 * fields. Both arguments may end up in the result. Undefined: nothing is left. Models kyaml merge2.Merge.
 */
export function mergeStrategically(
	dest: JsonObject,
	patch: JsonObject,
	schema: PatchSchema | undefined,
): JsonObject | undefined {
	const merged = new Merge(schema).walk(dest, patch, { cursor: rootCursor(schema), field: undefined });
	return isObject(merged) ? merged : undefined;
}

/** What is known of the value that is looked at. */
interface Position {
	readonly cursor: SchemaCursor;
	readonly field: PatchField | undefined;
}

type Value = Json | undefined;

class Merge {
	readonly #schema: PatchSchema | undefined;

	constructor(schema: PatchSchema | undefined) {
		this.#schema = schema;
	}

	walk(dest: Value, origin: Value, position: Position): Value {
		const sample = dest ?? origin;
		if (sample === undefined || sample === null) return this.#visitMissing(dest, origin);
		if (Array.isArray(sample)) {
			refuseUnless(Array.isArray, 'SequenceNode', dest, origin);
			return this.#walkList(dest as Json[] | null | undefined, origin as Json[] | null | undefined, position);
		}
		if (isObject(sample)) {
			refuseUnless(isObject, 'MappingNode', dest, origin);
			return this.#walkMap(dest as JsonObject | null | undefined, origin as JsonObject | null | undefined, position);
		}
		refuseUnless((value) => typeof value !== 'object', 'ScalarNode', dest, origin);
		return origin === undefined ? dest : (origin ?? undefined);
	}

	/** A null that nobody touches stays; one that a patch brings removes. */
	#visitMissing(dest: Value, origin: Value): Value {
		return origin === undefined ? dest : undefined;
	}

	#walkMap(dest: JsonObject | null | undefined, origin: JsonObject | null | undefined, position: Position): Value {
		let base: JsonObject;
		if (dest === null || dest === undefined) {
			if (origin === null || origin === undefined || takeDirective(origin) === 'delete') return undefined;
			base = origin;
		} else if (origin === null) {
			return undefined;
		} else {
			const directive = origin === undefined ? 'merge' : takeDirective(origin);
			if (directive === 'delete') return undefined;
			base = directive === 'replace' ? (origin as JsonObject) : dest;
		}
		const names = new Set([...Object.keys(base), ...Object.keys(origin ?? {})]);
		for (const name of names) {
			const value = this.walk(
				own(base, name),
				origin === undefined ? undefined : own(origin, name),
				this.#into(position, name),
			);
			if (value === undefined) delete base[name];
			else setOwn(base, name, value);
		}
		return base;
	}

	#into(position: Position, name: string): Position {
		const field = fieldAt(position.cursor, name);
		return { field, cursor: cursorInto(this.#schema, field) };
	}

	#walkList(dest: Json[] | null | undefined, origin: Json[] | null | undefined, position: Position): Value {
		const { field } = position;
		if (field?.patchStrategy?.split(',').includes('merge') !== true) {
			return origin === undefined ? (dest ?? undefined) : (origin ?? undefined);
		}
		if (dest === null || dest === undefined) return this.#mergeItems(origin ?? [], origin, field);
		if (origin === null) return undefined;
		const directive = origin === undefined ? 'merge' : takeListDirective(origin);
		if (directive === 'delete') return undefined;
		return this.#mergeItems(directive === 'replace' ? (origin as Json[]) : dest, origin, field);
	}

	#mergeItems(dest: readonly Json[], origin: readonly Json[] | null | undefined, field: PatchField): Value {
		const keys = keysOf(field);
		const sources = [dest, origin ?? undefined];
		const position = { field: field.items, cursor: cursorInto(this.#schema, field.items) };
		const tuples = keys.length === 0 ? scalarTuples(sources) : keyTuples(sources, keys);
		if (tuples.length === 0) return [...dest];
		if (keys.length > 1) fillInTuples(tuples);
		let left: Json[] = [...dest];
		let added: Json[] = [];
		let valid: Match = { keys, values: [] };
		for (const values of tuples) {
			valid = keys.length === 0 ? { keys: [''], values } : validMatch(tuples, values, keys);
			const one = keys.length === 0 ? valid : validMatch([values], valid.values, valid.keys);
			const merged = this.walk(
				itemOf(left, one),
				origin === undefined ? undefined : itemOf(origin ?? [], one),
				position,
			);
			if (merged === undefined || merged === null || isEmptyMap(merged)) {
				left = setElement(left, undefined, valid);
				continue;
			}
			if (isObject(merged)) setMissingKeys(merged, valid);
			added = setElement(added, merged, valid);
		}
		return appendRest(added, left, valid.keys);
	}
}

interface Match {
	readonly keys: readonly string[];
	readonly values: readonly string[];
}

function own(object: JsonObject | null, name: string): Value {
	return object !== null && Object.hasOwn(object, name) ? object[name] : undefined;
}

function refuseUnless(fits: (value: Json) => boolean, kind: string, ...values: readonly Value[]): void {
	for (const value of values) if (value !== null && value !== undefined && !fits(value)) throw wrongKind(kind, value);
}

type Directive = 'merge' | 'replace' | 'delete';

/** A map's `$patch`, taken out of it. */
function takeDirective(patch: JsonObject): Directive {
	if (!Object.hasOwn(patch, PATCH)) return 'merge';
	const directive = checkedDirective(patch[PATCH] as Json);
	delete patch[PATCH];
	return directive;
}

/** An item that is nothing but a `$patch` is meant for its list. */
function takeListDirective(patch: Json[]): Directive {
	const item = patch.find((each) => isObject(each) && Object.hasOwn(each, PATCH)) as JsonObject | undefined;
	if (item === undefined || Object.keys(item).length > 1) return 'merge';
	const directive = checkedDirective(item[PATCH] as Json);
	for (let i = patch.length - 1; i >= 0; i--) {
		const each = patch[i];
		if (isObject(each) && textOf(each[PATCH]) === directive) patch.splice(i, 1);
	}
	return directive;
}

function checkedDirective(value: Json): Directive {
	if (value === 'merge' || value === 'replace' || value === 'delete') return value;
	throw new CommandError(`unknown patch strategy '${textOf(value)}'`);
}

function keysOf(field: PatchField): readonly string[] {
	if (field.listMapKeys !== undefined && field.listMapKeys.length > 0) return field.listMapKeys;
	return field.patchMergeKey === undefined || field.patchMergeKey === '' ? [] : [field.patchMergeKey];
}

/** What the lists' items have under the keys, the patch's first, each only once. */
function keyTuples([dest, origin]: readonly (readonly Json[] | undefined)[], keys: readonly string[]): string[][] {
	const seen = new Set<string>();
	const tuples: string[][] = [];
	for (const item of [...(origin ?? []), ...(dest ?? [])]) {
		const tuple = keys.map((key) => (isObject(item) ? textOf(item[key]) : ''));
		const text = JSON.stringify(tuple);
		if (seen.has(text)) continue;
		seen.add(text);
		tuples.push(tuple);
	}
	return tuples;
}

function scalarTuples([dest, origin]: readonly (readonly Json[] | undefined)[]): string[][] {
	return [...new Set([...(origin ?? []), ...(dest ?? [])].map(textOf))].map((text) => [text]);
}

/** Tuples that differ only where one of them says nothing mean the same item. */
function fillInTuples(tuples: string[][]): void {
	for (let i = 0; i < tuples.length; i++) {
		for (let j = 0; j < tuples.length; j++) {
			const both = common(tuples[i] as string[], tuples[j] as string[]);
			if (both === undefined) continue;
			tuples[i] = both;
			tuples[j] = both;
		}
	}
}

function common(a: readonly string[], b: readonly string[]): string[] | undefined {
	let shared = false;
	const both: string[] = [];
	for (const [index, value] of a.entries()) {
		const other = b[index] as string;
		if (value === other) shared = true;
		else if (value !== '' && other !== '') return undefined;
		both.push(value === '' ? other : value);
	}
	return shared ? both : undefined;
}

/** Keys that no item has are left out. */
function validMatch(tuples: readonly (readonly string[])[], values: readonly string[], keys: readonly string[]): Match {
	const used = keys.map((_, index) => tuples.some((tuple) => (tuple[index] ?? '') !== ''));
	if (!used.includes(true)) return { keys, values };
	return {
		keys: keys.filter((_, index) => used[index]),
		values: values.filter((value, index) => value !== '' || used[index]),
	};
}

function matches(item: Json, { keys, values }: Match): boolean {
	if (keys[0] === '') return textOf(item) === values[0];
	return isObject(item) && keys.every((key, index) => Object.hasOwn(item, key) && textOf(item[key]) === values[index]);
}

function itemOf(list: readonly Json[], match: Match): Value {
	return list.find((item) => matches(item, match));
}

function isEmptyMap(value: Json): boolean {
	return isObject(value) && Object.keys(value).length === 0;
}

function setMissingKeys(item: JsonObject, { keys, values }: Match): void {
	for (const [index, key] of keys.entries()) {
		if (key !== '' && !Object.hasOwn(item, key) && values[index] !== '') item[key] = values[index] as string;
	}
}

/**
 * Puts an item in the place of those that match, or at the end; without one takes those out. Where values are missing the
 * keys before them decide, and "" stands for any value. Models kyaml ElementSetter.
 */
function setElement(list: readonly Json[], item: Json | undefined, { keys, values }: Match): Json[] {
	const out: Json[] = [];
	let found = false;
	for (const each of list) {
		if (each === null || isEmptyMap(each)) continue;
		if (keys[0] !== '' && !isObject(each)) out.push(each);
		else if (!isElement(each, { keys, values })) {
			if (values.length > 0) out.push(each);
		} else {
			found = true;
			if (item !== undefined) out.push(item);
		}
	}
	if (!found && item !== undefined) out.push(item);
	return out;
}

function isElement(item: Json, { keys, values }: Match): boolean {
	if (keys[0] === '') return textOf(item) === values[0];
	if (values.length === 0) return false;
	return keys.slice(0, values.length).every((key, index) => {
		const has = isObject(item) && Object.hasOwn(item, key);
		return has && (values[index] === '' || textOf(item[key]) === values[index]);
	});
}

/** What the list had comes after what the patch names; with several keys it keeps its place among its own. */
function appendRest(added: Json[], rest: readonly Json[], keys: readonly string[]): Json[] {
	let out = added;
	for (const item of rest) {
		const scalar = keys[0] === '';
		const present = scalar ? keys : keys.filter((key) => isObject(item) && Object.hasOwn(item, key));
		for (let missing = present.length; missing < keys.length; missing++) out = [...out, item];
		const values = present.map((key) => textOf(scalar || !isObject(item) ? item : item[key]));
		if (keys.length > 1) out = setElement(out, undefined, { keys, values });
		out = setElement(out, item, { keys, values });
	}
	return out;
}
