import type { Json } from '../../machinery/meta.ts';
import { type JsonObject, setOwn } from '../../machinery/patch/json-object.ts';
import { canonicalQuantity } from '../../machinery/quantity.ts';
import { Pace } from '../../machinery/rest.ts';
import { sortInSteps } from '../../machinery/sort-in-steps.ts';
import type { Task, Wait } from '../../machinery/task.ts';
import { formatMicroTime, formatTime, parseTime } from '../../machinery/timestamp.ts';
import type { FieldSchema, TypeSchema } from './schema.ts';
import { typeSchema } from './schema.ts';

/**
 * `value` as it comes out of the real server's decoder and encoder: fields in their order, unknown ones and empty
 * optional ones dropped, structures held by value present, quantities and times canonical, null values gone. That is
 * why `resources: {}` and `status: {}` show up and `hostNetwork: false` does not. Returns a new object; shares nothing
 * mutable with `value`. Values of the wrong type stay as they are: the decoder has refused them before.
 *
 * Models encoding/json over the Go types of k8s.io/api.
 */
export function roundTrip<T extends object>(value: T, type: TypeSchema): T {
	return structure(value as unknown as Fields, type) as unknown as T;
}

/** The same of what may be large. @param rest undefined for what is done at once. */
export function* roundTripInSteps(value: object, type: TypeSchema, rest: Wait | undefined): Task<object> {
	if (rest === undefined) return roundTrip(value, type);
	return yield* largeStructure(value as Fields, type, new Pace(rest));
}

const CANONICAL_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** The types of object fields: a memo, since the names of types are long and asked for on every write. */
const structures = new WeakMap<FieldSchema, TypeSchema>();

function structureOf(field: FieldSchema): TypeSchema | undefined {
	const known = structures.get(field);
	if (known !== undefined) return known;
	const type = field.object ?? typeSchema(field.ref as string);
	if (type !== undefined) structures.set(field, type);
	return type;
}

type Fields = { readonly [key: string]: unknown };

function structure(value: Fields, type: TypeSchema): Fields {
	if (type.preserveUnknown) return deepCopy(value) as Fields;
	const out: { [key: string]: unknown } = {};
	for (const field of relevantFields(value, type)) {
		const raw = value[field.name];
		if (raw === undefined || raw === null) {
			if (field.presence === 'always') out[field.name] = zeroValue(field);
			continue;
		}
		const copied = fieldValue(raw, field);
		if (field.presence === 'pruned' && isZero(copied, field)) continue;
		out[field.name] = copied;
	}
	return out;
}

function* largeStructure(value: Fields, type: TypeSchema, pace: Pace): Task<Fields> {
	if (type.preserveUnknown) return (yield* largeCopy(value, pace)) as Fields;
	const out: { [key: string]: unknown } = {};
	for (const field of relevantFields(value, type)) {
		const raw = value[field.name];
		if (raw === undefined || raw === null) {
			if (field.presence === 'always') out[field.name] = zeroValue(field);
			continue;
		}
		const copied = yield* anyValue(raw, field, pace);
		if (field.presence === 'pruned' && isZero(copied, field)) continue;
		out[field.name] = copied;
	}
	return out;
}

/** As `fieldValue`, part by part when there are many. */
function* anyValue(raw: unknown, field: FieldSchema, pace: Pace): Task<unknown> {
	yield* pace.after(raw);
	if (!pace.isLarge(raw)) return fieldValue(raw, field);
	if (field.type === 'any' || (field.type === 'object' && field.preserveUnknown)) return yield* largeCopy(raw, pace);
	if (field.type === 'array' && Array.isArray(raw)) {
		const items: unknown[] = [];
		for (const item of raw) items.push(yield* anyElement(item, field.items as FieldSchema, pace));
		return items;
	}
	if (field.type === 'map' && isPlainObject(raw)) {
		const values: JsonObject = {};
		for (const key of yield* sortInSteps(Object.keys(raw), compareKeys, pace.spend)) {
			setOwn(values, key, (yield* anyElement(raw[key], field.values as FieldSchema, pace)) as Json);
		}
		return values;
	}
	const type = field.type === 'object' ? structureOf(field) : undefined;
	return type !== undefined && isPlainObject(raw) ? yield* largeStructure(raw, type, pace) : fieldValue(raw, field);
}

function compareKeys(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

function* anyElement(raw: unknown, field: FieldSchema, pace: Pace): Task<unknown> {
	return raw === null || raw === undefined ? zeroElement(field) : yield* anyValue(raw, field, pace);
}

/** As `deepCopy`. */
function* largeCopy(value: unknown, pace: Pace): Task<unknown> {
	yield* pace.after(value);
	if (!pace.isLarge(value)) return deepCopy(value);
	if (Array.isArray(value)) {
		const items: unknown[] = [];
		for (const item of value) items.push(yield* largeCopy(item, pace));
		return items;
	}
	const fields = value as Fields;
	const copy: JsonObject = {};
	for (const key of Object.keys(fields)) setOwn(copy, key, (yield* largeCopy(fields[key], pace)) as Json);
	return copy;
}

/** Types with more fields are gone through by what the value has: most fields of most objects are not set. */
const FEW_FIELDS = 6;

/** The fields that are set or must be written, in their order. */
function relevantFields(value: Fields, type: TypeSchema): Iterable<FieldSchema> {
	const { fieldList } = type;
	if (fieldList === undefined) return type.fields.values();
	if (fieldList.length <= FEW_FIELDS) return fieldList;
	return planOf(type, value);
}

/** What one shape of object of a type comes to. */
interface Plan {
	/** The shape: an object's keys in their order. */
	readonly keys: readonly string[];
	readonly fields: readonly FieldSchema[];
}

/** Shapes seen last: objects that components make look the same time after time. */
const plans = new WeakMap<TypeSchema, readonly Plan[]>();
const PLANS_MAX = 4;

function planOf(type: TypeSchema, value: Fields): readonly FieldSchema[] {
	const known = plans.get(type) ?? [];
	const keys = Object.keys(value);
	for (const plan of known) if (sameKeys(plan.keys, keys)) return plan.fields;
	const fields = fieldsInOrder(type, keys);
	// Keys that the type does not have are the client's own, and of any length.
	if (keys.every((key) => type.fields.has(key))) plans.set(type, [{ keys, fields }, ...known].slice(0, PLANS_MAX));
	return fields;
}

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
	if (a.length !== b.length) return false;
	for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
	return true;
}

function fieldsInOrder(type: TypeSchema, keys: readonly string[]): readonly FieldSchema[] {
	const found = [...(type.alwaysWritten ?? [])];
	for (const key of keys) {
		const field = type.fields.get(key);
		if (field !== undefined && field.presence !== 'always') found.push(field);
	}
	return found.sort((a, b) => positionOf(a) - positionOf(b));
}

function positionOf(field: FieldSchema): number {
	return field.position ?? 0;
}

function fieldValue(raw: unknown, field: FieldSchema): unknown {
	switch (field.type) {
		case 'object': {
			if (field.preserveUnknown) return deepCopy(raw);
			const type = structureOf(field);
			return type !== undefined && isPlainObject(raw) ? structure(raw, type) : raw;
		}
		case 'array': {
			const items = field.items as FieldSchema;
			return Array.isArray(raw) ? raw.map((item) => elementValue(item, items)) : raw;
		}
		case 'map': {
			if (!isPlainObject(raw)) return raw;
			const values = field.values as FieldSchema;
			// Go writes the keys of a map sorted.
			const keys = Object.keys(raw).sort();
			return Object.fromEntries(keys.map((key) => [key, elementValue(raw[key], values)]));
		}
		case 'any':
			return deepCopy(raw);
		default:
			return scalarValue(raw, field);
	}
}

function elementValue(raw: unknown, field: FieldSchema): unknown {
	return raw === null || raw === undefined ? zeroElement(field) : fieldValue(raw, field);
}

function scalarValue(raw: unknown, field: FieldSchema): unknown {
	if (field.quantity) return canonicalQuantity(String(raw)) ?? raw;
	if (field.format === 'date-time' && typeof raw === 'string') {
		// What the server has written itself need not be read and written again.
		if (CANONICAL_TIME.test(raw) && field.ref?.endsWith('MicroTime') !== true) return raw;
		const ms = parseTime(raw);
		if (ms === undefined) return raw;
		return field.ref?.endsWith('MicroTime') ? formatMicroTime(ms) : formatTime(ms);
	}
	return raw;
}

/** What a field that must be written is written as when there is none. */
function zeroValue(field: FieldSchema): unknown {
	if (field.quantity) return '0';
	if (field.intOrString) return 0;
	switch (field.type) {
		case 'object': {
			if (field.preserveUnknown) return null;
			const type = structureOf(field);
			return type === undefined ? {} : structure({}, type);
		}
		case 'string':
			return field.format === 'date-time' || field.format === 'byte' ? null : '';
		case 'integer':
		case 'number':
			return 0;
		case 'boolean':
			return false;
		default:
			// Differs: a list that must be there is empty rather than null, so that readers need not tell the two apart.
			return field.required && field.type === 'array' ? [] : null;
	}
}

function zeroElement(field: FieldSchema): unknown {
	return field.type === 'any' ? null : zeroValue(field);
}

function isZero(value: unknown, field: FieldSchema): boolean {
	if (field.type === 'array') return Array.isArray(value) && value.length === 0;
	if (field.type === 'map') return isPlainObject(value) && Object.keys(value).length === 0;
	return value === '' || value === 0 || value === false;
}

function isPlainObject(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function deepCopy(value: unknown): unknown {
	return typeof value === 'object' && value !== null ? structuredCopy(value) : value;
}

/** Raw JSON is kept as it came, keys sorted as the server's unstructured converter leaves them. */
function structuredCopy(value: object): unknown {
	if (Array.isArray(value)) return value.map(deepCopy);
	const fields = value as Fields;
	return Object.fromEntries(Object.keys(fields).map((key) => [key, deepCopy(fields[key])]));
}
