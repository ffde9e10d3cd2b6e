import { jsonEqual } from '../../../machinery/json-equal.ts';
import { compileRe2, RegexpSyntaxError } from '../../../machinery/regexp.ts';
import type { Task } from '../../../machinery/task.ts';

/** What is wrong at a place of the values, and because of what. */
export interface Complaint {
	/** JSON pointer. */
	readonly path: string;
	readonly text: string;
	readonly causes: readonly Complaint[];
}

type Schema = { readonly [keyword: string]: unknown };
type Properties = { readonly [name: string]: unknown };

const DEPTH_MAX = 200;

/** JSON Schema, with the messages of santhosh-tekuri/jsonschema v6. Differs: formats and references to other files are not looked at. */
export class SchemaCheck {
	readonly #root: unknown;
	readonly #spend: () => Task<void>;
	#depth = 0;

	/** @param spend called for each value that is looked at by each schema. */
	constructor(root: unknown, spend: () => Task<void>) {
		this.#root = root;
		this.#spend = spend;
	}

	*check(schema: unknown, value: unknown, path: string): Task<Complaint[]> {
		yield* this.#spend();
		if (schema === false) return [complaint(path, 'false schema')];
		if (!isObject(schema) || this.#depth > DEPTH_MAX) return [];
		this.#depth++;
		const out: Complaint[] = [];
		if (typeof schema.$ref === 'string') append(out, yield* this.check(this.#resolve(schema.$ref), value, path));
		const mistaken = typeComplaint(schema, value, path);
		if (mistaken !== undefined) out.push(mistaken);
		else {
			out.push(...valueComplaints(schema, value, path));
			if (isObject(value)) append(out, yield* this.#object(schema, value, path));
			if (Array.isArray(value)) append(out, yield* this.#array(schema, value, path));
			if (typeof value === 'string') out.push(...stringComplaints(schema, value, path));
			if (typeof value === 'number') out.push(...numberComplaints(schema, value, path));
			append(out, yield* this.#combinations(schema, value, path));
		}
		this.#depth--;
		return out;
	}

	#resolve(reference: string): unknown {
		if (!reference.startsWith('#')) return true;
		let found: unknown = this.#root;
		for (const part of reference.slice(1).split('/').slice(1)) {
			const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
			found = isObject(found) && Object.hasOwn(found, name) ? found[name] : true;
		}
		return found;
	}

	*#object(schema: Schema, value: Properties, path: string): Task<Complaint[]> {
		const names = Object.keys(value);
		const out = [...sizeComplaints(schema, 'Properties', names.length, path)];
		const missing = texts(schema.required).filter((name) => !Object.hasOwn(value, name));
		if (missing.length > 0) out.push(complaint(path, `missing ${counted('property', missing)}`));
		const known = isObject(schema.properties) ? schema.properties : {};
		const patterns = isObject(schema.patternProperties) ? schema.patternProperties : {};
		const others: string[] = [];
		for (const name of names.sort()) {
			const inner = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
			let isKnown = Object.hasOwn(known, name);
			if (isKnown) append(out, yield* this.check(known[name], value[name], inner));
			for (const [pattern, each] of Object.entries(patterns)) {
				if (!matches(pattern, name)) continue;
				isKnown = true;
				append(out, yield* this.check(each, value[name], inner));
			}
			if (isKnown) continue;
			if (schema.additionalProperties === false) others.push(name);
			else append(out, yield* this.check(schema.additionalProperties, value[name], inner));
		}
		if (others.length > 0) out.push(complaint(path, `additional properties ${quoted(others)} not allowed`));
		for (const [name, wanted] of Object.entries(isObject(schema.dependentRequired) ? schema.dependentRequired : {})) {
			const absent = texts(wanted).filter((each) => !Object.hasOwn(value, each));
			if (Object.hasOwn(value, name) && absent.length > 0) {
				out.push(complaint(path, `properties ${quoted(absent)} required, if '${name}' exists`));
			}
		}
		return out;
	}

	*#array(schema: Schema, value: readonly unknown[], path: string): Task<Complaint[]> {
		const out = [...sizeComplaints(schema, 'Items', value.length, path)];
		if (schema.uniqueItems === true) {
			const pair = yield* firstEqual(value, this.#spend);
			if (pair !== undefined) out.push(complaint(path, `items at ${pair[0]} and ${pair[1]} are equal`));
		}
		const tuple = Array.isArray(schema.items)
			? schema.items
			: Array.isArray(schema.prefixItems)
				? schema.prefixItems
				: [];
		const rest = Array.isArray(schema.items) ? schema.additionalItems : schema.items;
		for (const [index, item] of value.entries()) {
			append(out, yield* this.check(index < tuple.length ? tuple[index] : rest, item, `${path}/${index}`));
		}
		if (schema.contains !== undefined) {
			const failures: Complaint[][] = [];
			for (const [index, item] of value.entries()) {
				failures.push(yield* this.check(schema.contains, item, `${path}/${index}`));
			}
			if (!failures.some((each) => each.length === 0)) {
				out.push({ path, text: 'no items match contains schema', causes: failures.flat() });
			}
		}
		return out;
	}

	*#combinations(schema: Schema, value: unknown, path: string): Task<Complaint[]> {
		const out: Complaint[] = [];
		const all = (yield* this.#each(schema.allOf, value, path)).flat();
		if (all.length > 0) out.push({ path, text: 'allOf failed', causes: all });
		const any = yield* this.#each(schema.anyOf, value, path);
		if (any.length > 0 && any.every((one) => one.length > 0)) {
			out.push({ path, text: 'anyOf failed', causes: any.flat() });
		}
		const one = yield* this.#each(schema.oneOf, value, path);
		const fitting = one.flatMap((failures, index) => (failures.length === 0 ? [index] : []));
		if (one.length > 0 && fitting.length === 0) {
			out.push({ path, text: 'oneOf failed, none matched', causes: one.flat() });
		} else if (fitting.length > 1) {
			out.push(complaint(path, `oneOf failed, subschemas ${fitting.slice(0, 2).join(', ')} matched`));
		}
		if (schema.not !== undefined && (yield* this.check(schema.not, value, path)).length === 0) {
			out.push(complaint(path, 'not failed'));
		}
		if (schema.if !== undefined) {
			const holds = (yield* this.check(schema.if, value, path)).length === 0;
			append(out, yield* this.check(holds ? schema.then : schema.else, value, path));
		}
		return out;
	}

	/** What each of some schemas says. */
	*#each(schemas: unknown, value: unknown, path: string): Task<Complaint[][]> {
		const out: Complaint[][] = [];
		if (Array.isArray(schemas)) for (const each of schemas) out.push(yield* this.check(each, value, path));
		return out;
	}
}

function append(out: Complaint[], more: readonly Complaint[]): void {
	for (const each of more) out.push(each);
}

function isObject(value: unknown): value is Properties {
	return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function complaint(path: string, text: string): Complaint {
	return { path, text, causes: [] };
}

function texts(value: unknown): string[] {
	return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

function quoted(names: readonly string[]): string {
	return names.map((name) => `'${name}'`).join(', ');
}

function counted(noun: string, names: readonly string[]): string {
	return `${names.length === 1 ? noun : `${noun.slice(0, -1)}ies`} ${quoted(names)}`;
}

function typeName(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	return typeof value;
}

function typeComplaint(schema: Schema, value: unknown, path: string): Complaint | undefined {
	const wanted = typeof schema.type === 'string' ? [schema.type] : texts(schema.type);
	if (wanted.length === 0) return undefined;
	const own = typeName(value);
	const fits = wanted.some((type) => type === own || (type === 'integer' && Number.isInteger(value)));
	return fits ? undefined : complaint(path, `got ${own}, want ${wanted.join(' or ')}`);
}

function shown(value: unknown): string {
	if (typeof value === 'string') return `'${value}'`;
	return value !== null && typeof value === 'object' ? 'value' : value === null ? '<nil>' : String(value);
}

function valueComplaints(schema: Schema, value: unknown, path: string): Complaint[] {
	const out: Complaint[] = [];
	if (schema.const !== undefined && !jsonEqual(schema.const, value)) {
		out.push(complaint(path, `value must be ${shown(schema.const)}`));
	}
	const allowed = schema.enum;
	if (Array.isArray(allowed) && !allowed.some((each) => jsonEqual(each, value))) {
		const only = allowed.length === 1 ? '' : 'one of ';
		const simple = allowed.every((each) => each === null || typeof each !== 'object');
		out.push(complaint(path, simple ? `value must be ${only}${allowed.map(shown).join(', ')}` : 'enum failed'));
	}
	return out;
}

function sizeComplaints(
	schema: Schema,
	what: 'Properties' | 'Items' | 'Length',
	size: number,
	path: string,
): Complaint[] {
	const [least, most] = [schema[`min${what}`], schema[`max${what}`]];
	const out: Complaint[] = [];
	if (typeof least === 'number' && size < least) out.push(complaint(path, `min${what}: got ${size}, want ${least}`));
	if (typeof most === 'number' && size > most) out.push(complaint(path, `max${what}: got ${size}, want ${most}`));
	return out;
}

function stringComplaints(schema: Schema, value: string, path: string): Complaint[] {
	const out = sizeComplaints(schema, 'Length', [...value].length, path);
	const { pattern } = schema;
	if (typeof pattern === 'string' && !matches(pattern, value)) {
		out.push(complaint(path, `'${value}' does not match pattern '${pattern}'`));
	}
	return out;
}

function matches(pattern: string, text: string): boolean {
	try {
		return compileRe2(pattern).test(text);
	} catch (error) {
		if (error instanceof RegexpSyntaxError) return true;
		throw error;
	}
}

function numberComplaints(schema: Schema, value: number, path: string): Complaint[] {
	const out: Complaint[] = [];
	const limit = (keyword: string, broken: (bound: number) => boolean): void => {
		const bound = schema[keyword];
		if (typeof bound === 'number' && broken(bound))
			out.push(complaint(path, `${keyword}: got ${value}, want ${bound}`));
	};
	limit('minimum', (bound) => value < bound);
	limit('maximum', (bound) => value > bound);
	limit('exclusiveMinimum', (bound) => value <= bound);
	limit('exclusiveMaximum', (bound) => value >= bound);
	limit('multipleOf', (bound) => !Number.isInteger(value / bound));
	return out;
}

function* firstEqual(items: readonly unknown[], spend: () => Task<void>): Task<readonly [number, number] | undefined> {
	for (let i = 1; i < items.length; i++) {
		for (let j = 0; j < i; j++) {
			if (j % PAIRS_A_VALUE === 0) yield* spend();
			if (jsonEqual(items[i], items[j])) return [j, i];
		}
	}
	return undefined;
}

/** Pairs that are compared in the time that another check takes. */
const PAIRS_A_VALUE = 8;
