import { FieldError, goValue, notSupported, required, tooLong, tooMany } from '../../machinery/field-error.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { LimitError } from '../../machinery/limit-error.ts';
import type { Json } from '../../machinery/meta.ts';
import { compileRe2, type Regexp } from '../../machinery/regexp.ts';
import type { Pace } from '../../machinery/rest.ts';
import { sha256Hex } from '../../machinery/sha256.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { formatProblem } from './formats.ts';
import {
	additionalOf,
	isIntOrString,
	isPlainObject,
	itemsOf,
	type JsonFields,
	type JsonSchema,
} from './json-schema.ts';

/**
 * What is wrong with a value by its schema, in the server's words and order (of properties: that of their names, the
 * real server's is at random). On an update, what has not changed is not complained of.
 * Models kube-openapi/pkg/validation/validate SchemaValidator and apiextensions-apiserver's ratcheting of it.
 * @param root the path of the value ("" or "status"): it stands before the fields, never in the texts.
 */
export function validateBySchema(value: Json, schema: JsonSchema, root: string, old?: Json): FieldError[] {
	return fieldErrors(validate(value, schema, '', old), root);
}

/** The same of what may be large. */
export function* validateBySchemaInSteps(
	value: Json,
	schema: JsonSchema,
	old: Json | undefined,
	pace: Pace,
): Task<FieldError[]> {
	return fieldErrors(yield* validateLarge(value, schema, '', old, pace), '');
}

function fieldErrors({ errors }: Result, root: string): FieldError[] {
	return errors.map(({ name, error }) => {
		const inner = name.startsWith('.') ? name.slice(1) : name;
		const field = [root, inner].filter((each) => each !== '').join('.');
		return new FieldError(error.type, field === '' ? '<nil>' : field, error.badValue, error.detail);
	});
}

interface Complaint {
	/** The path as the validator writes it; '' where the real server forgets it. */
	readonly name: string;
	/** Complaints with the same text are one. */
	readonly text: string;
	readonly error: FieldError;
}

class Result {
	/** By their texts. */
	readonly #complaints = new Map<string, Complaint>();
	/** How many checks were made: of alternatives that fail, the one that was understood best is told of. */
	matches = 0;

	get isValid(): boolean {
		return this.#complaints.size === 0;
	}

	get errors(): readonly Complaint[] {
		return [...this.#complaints.values()];
	}

	add(name: string, text: string, error: FieldError): void {
		if (!this.#complaints.has(text)) this.#complaints.set(text, { name, text, error });
	}

	invalid(name: string, text: string, value: unknown): void {
		this.add(name, text, new FieldError('FieldValueInvalid', '', value, text));
	}

	merge(other: Result): void {
		for (const { name, text, error } of other.#complaints.values()) this.add(name, text, error);
		this.matches += other.matches;
	}
}

function validate(value: Json, schema: JsonSchema, path: string, old: Json | undefined): Result {
	const result = new Result();
	if (old !== undefined && jsonEqual(value, old)) return result;
	checkType(value, schema, path, result);
	if (value === null) {
		checkEnum(value, schema, path, result);
		return result;
	}
	checkAlternatives(value, schema, path, result);
	if (typeof value === 'string') checkString(value, schema, path, result);
	if (typeof value === 'number') checkNumber(value, schema, path, result);
	if (Array.isArray(value)) checkList(value, schema, path, old, result);
	checkEnum(value, schema, path, result);
	if (isPlainObject(value)) checkObject(value, schema, path, old, result);
	result.matches += 2;
	return result;
}

/** As `validate`, item by item and member by member. */
function* validateLarge(
	value: Json,
	schema: JsonSchema,
	path: string,
	old: Json | undefined,
	pace: Pace,
): Task<Result> {
	yield* pace.after(value);
	if (!pace.isLarge(value)) return validate(value, schema, path, old);
	const result = new Result();
	if (old !== undefined && jsonEqual(value, old)) return result;
	checkType(value, schema, path, result);
	checkAlternatives(value, schema, path, result);
	if (Array.isArray(value)) {
		const items = itemsOf(schema);
		const before = items === undefined ? undefined : oldItems(value, schema, old);
		for (const [index, item] of items === undefined ? [] : value.entries()) {
			const inner = `${path}[${index}]`;
			result.merge(yield* validateLarge(item, items as JsonSchema, inner, before?.[index], pace));
		}
		checkLength(value, schema, path, result);
	}
	checkEnum(value, schema, path, result);
	if (isPlainObject(value) && hasRightSize(value, schema, path, result)) {
		for (const [inner, at, key] of membersOf(value, schema, path, result)) {
			result.merge(yield* validateLarge(value[key] as Json, inner, at, memberBefore(old, key), pace));
		}
		checkRequired(value, schema, path, result);
	}
	result.matches += 2;
	return result;
}

function typeOf(value: Json): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
	return typeof value;
}

function checkType(value: Json, schema: JsonSchema, path: string, result: Result): void {
	const types = isIntOrString(schema) ? ['integer', 'string'] : schema.type === undefined ? [] : [schema.type];
	if (types.length === 0) return;
	const found = typeOf(value);
	result.matches++;
	if (found === 'null' ? schema.nullable === true : types.includes(found)) return;
	if (found === 'integer' && types.includes('number')) return;
	const text = `${path} in body must be of type ${types.join(',')}: ${JSON.stringify(found)}`;
	result.add(path, text, new FieldError('FieldValueTypeInvalid', '', found, text));
}

function checkAlternatives(value: Json, schema: JsonSchema, path: string, result: Result): void {
	if (schema.anyOf !== undefined && schema.anyOf.length > 0) checkAnyOf(value, schema.anyOf, path, result);
	if (schema.oneOf !== undefined && schema.oneOf.length > 0) checkOneOf(value, schema.oneOf, path, result);
	const all = schema.allOf ?? [];
	let valid = 0;
	for (const each of all) {
		const inner = validate(value, each, path, undefined);
		if (inner.isValid) valid++;
		result.merge(inner);
	}
	if (valid < all.length) {
		const none = valid === 0 ? '. None validated' : '';
		result.invalid('', `${JSON.stringify(path)} must validate all the schemas (allOf)${none}`, '');
	}
	if (schema.not !== undefined && validate(value, schema.not, path, undefined).isValid) {
		result.invalid('', `${JSON.stringify(path)} must not validate the schema (not)`, '');
	}
	result.matches++;
}

function checkAnyOf(value: Json, schemas: readonly JsonSchema[], path: string, result: Result): void {
	let best: Result | undefined;
	for (const each of schemas) {
		const inner = validate(value, each, path, undefined);
		if (inner.isValid) return;
		if (best === undefined || inner.matches > best.matches) best = inner;
	}
	result.invalid('', `${JSON.stringify(path)} must validate at least one schema (anyOf)`, '');
	if (best !== undefined) result.merge(best);
}

function checkOneOf(value: Json, schemas: readonly JsonSchema[], path: string, result: Result): void {
	let best: Result | undefined;
	let valid = 0;
	for (const each of schemas) {
		const inner = validate(value, each, path, undefined);
		if (inner.isValid) valid++;
		else if (best === undefined || inner.matches > best.matches) best = inner;
	}
	if (valid === 1) return;
	const found = valid === 0 ? 'Found none valid' : `Found ${valid} valid alternatives`;
	result.invalid('', `${JSON.stringify(path)} must validate one and only one schema (oneOf). ${found}`, '');
	if (valid === 0 && best !== undefined) result.merge(best);
}

/** Compiled patterns: a memo of a pure function of immutable schemas, the same for every world. */
const patterns = new WeakMap<JsonSchema, Regexp>();

function patternOf(schema: JsonSchema, pattern: string): Regexp {
	let compiled = patterns.get(schema);
	if (compiled === undefined) {
		compiled = compileRe2(pattern);
		patterns.set(schema, compiled);
	}
	return compiled;
}

/** Differs: a value that would take long to match does not match. */
function matchesPattern(value: string, schema: JsonSchema, pattern: string): boolean {
	try {
		return patternOf(schema, pattern).test(value);
	} catch (error) {
		if (error instanceof LimitError) return false;
		throw error;
	}
}

function checkString(value: string, schema: JsonSchema, path: string, result: Result): void {
	result.matches++;
	const { maxLength, minLength, pattern, format } = schema;
	const length = maxLength === undefined && minLength === undefined ? 0 : [...value].length;
	if (maxLength !== undefined && length > maxLength) {
		result.add(path, `${path} in body should be at most ${maxLength} chars long`, tooLong('', maxLength));
	} else if (minLength !== undefined && length < minLength) {
		result.invalid(path, `${path} in body should be at least ${minLength} chars long`, value);
	} else if (pattern !== undefined && pattern !== '' && !matchesPattern(value, schema, pattern)) {
		result.invalid(path, `${path} in body should match '${pattern}'`, value);
	}
	if (format === undefined || !formatProblem(format, value)) return;
	const text = `${path} in body must be of type ${format}: ${goValue(value)}`;
	result.add(path, text, new FieldError('FieldValueTypeInvalid', '', value, text));
}

function checkNumber(value: number, schema: JsonSchema, path: string, result: Result): void {
	result.matches++;
	const { multipleOf, maximum, minimum, exclusiveMaximum, exclusiveMinimum } = schema;
	if (multipleOf !== undefined && !Number.isInteger(value / multipleOf)) {
		result.invalid(path, `${path} in body should be a multiple of ${multipleOf}`, value);
	}
	if (maximum !== undefined && (value > maximum || (exclusiveMaximum === true && value === maximum))) {
		const bound = exclusiveMaximum === true ? 'less than' : 'less than or equal to';
		result.invalid(path, `${path} in body should be ${bound} ${maximum}`, value);
	}
	if (minimum !== undefined && (value < minimum || (exclusiveMinimum === true && value === minimum))) {
		const bound = exclusiveMinimum === true ? 'greater than' : 'greater than or equal to';
		result.invalid(path, `${path} in body should be ${bound} ${minimum}`, value);
	}
}

function checkEnum(value: Json, schema: JsonSchema, path: string, result: Result): void {
	result.matches++;
	const allowed = schema.enum ?? [];
	if (allowed.length === 0) return;
	const choice = choiceOf(allowed);
	if (typeof value === 'string' ? choice.strings.has(value) : allowed.some((each) => jsonEqual(each, value))) return;
	const complaint = new FieldError('FieldValueNotSupported', '', value, choice.supported);
	result.add(path, `${path} in body should be one of ${choice.text}`, complaint);
}

/** What there is to choose from, in the words of complaints: there may be thousands, and as many values that are none. */
interface Choice {
	readonly strings: ReadonlySet<Json>;
	/** All of them, or what stands for them where they are many. */
	readonly text: string;
	readonly supported: string;
}

/** A memo: schemas do not change. */
const choices = new WeakMap<readonly Json[], Choice>();
const CHOICE_LENGTH_MAX = 1_000;

function choiceOf(allowed: readonly Json[]): Choice {
	const known = choices.get(allowed);
	if (known !== undefined) return known;
	const names = allowed.map((each) => (typeof each === 'string' ? each : JSON.stringify(each)));
	const text = `[${names.join(' ')}]`;
	const choice = {
		strings: new Set(allowed),
		text: text.length <= CHOICE_LENGTH_MAX ? text : sha256Hex(encodeUtf8(text)),
		supported: notSupported('', '', names).detail,
	};
	choices.set(allowed, choice);
	return choice;
}

function checkList(value: Json[], schema: JsonSchema, path: string, old: Json | undefined, result: Result): void {
	const items = itemsOf(schema);
	if (items !== undefined) {
		const before = oldItems(value, schema, old);
		for (const [index, item] of value.entries()) {
			result.merge(validate(item, items, `${path}[${index}]`, before?.[index]));
		}
	}
	checkLength(value, schema, path, result);
}

function checkLength(value: readonly Json[], { minItems, maxItems }: JsonSchema, path: string, result: Result): void {
	if (minItems !== undefined && value.length < minItems) {
		result.invalid(path, `${path} in body should have at least ${minItems} items`, value.length);
	}
	if (maxItems !== undefined && value.length > maxItems) {
		const text = `${path} in body should have at most ${maxItems} items`;
		result.add(path, text, tooMany('', value.length, maxItems));
	}
	result.matches++;
}

/** Only items of lists that are maps can be found again. Models apiserver/pkg/cel/common CorrelatedObject.Index. */
export function oldItems(
	items: readonly Json[],
	schema: JsonSchema,
	old: Json | undefined,
): (Json | undefined)[] | undefined {
	const keys = schema['x-kubernetes-list-map-keys'];
	if (schema['x-kubernetes-list-type'] !== 'map' || keys === undefined || !Array.isArray(old)) return undefined;
	const keyOf = (item: Json): string =>
		JSON.stringify(isPlainObject(item) ? keys.map((key) => item[key] ?? null) : null);
	const known = new Map(old.map((item) => [keyOf(item), item]));
	return items.map((item) => known.get(keyOf(item)));
}

function checkObject(value: JsonFields, schema: JsonSchema, path: string, old: Json | undefined, result: Result): void {
	if (!hasRightSize(value, schema, path, result)) return;
	for (const [inner, at, key] of membersOf(value, schema, path, result)) {
		result.merge(validate(value[key] as Json, inner, at, memberBefore(old, key)));
	}
	checkRequired(value, schema, path, result);
}

/** Of another size nothing else is said. */
function hasRightSize(value: JsonFields, schema: JsonSchema, path: string, result: Result): boolean {
	const { minProperties, maxProperties } = schema;
	const count = Object.keys(value).length;
	if (minProperties !== undefined && count < minProperties) {
		result.invalid(path, `${path} in body should have at least ${minProperties} properties`, count);
		return false;
	}
	if (maxProperties !== undefined && count > maxProperties) {
		const text = `${path} in body should have at most ${maxProperties} properties`;
		result.add(path, text, tooMany('', count, maxProperties));
		return false;
	}
	return true;
}

function memberBefore(old: Json | undefined, key: string): Json | undefined {
	return isPlainObject(old) && Object.hasOwn(old, key) ? old[key] : undefined;
}

/** The members that have a schema, in the order in which they are complained of: its schema, its path, its key. */
function* membersOf(
	value: JsonFields,
	schema: JsonSchema,
	path: string,
	result: Result,
): Generator<[JsonSchema, string, string], undefined, void> {
	const { properties = {} } = schema;
	const additional = additionalOf(schema);
	if (additional !== undefined && additional !== true) {
		for (const key of Object.keys(value)) {
			if (Object.hasOwn(properties, key)) continue;
			if (additional === false) result.invalid(path, `${path}.${key} in body is a forbidden property`, key);
			else yield [additional, `${path}.${key}`, key];
		}
	}
	for (const key of Object.keys(properties).sort()) {
		if (Object.hasOwn(value, key)) yield [properties[key] as JsonSchema, path === '' ? key : `${path}.${key}`, key];
	}
}

function checkRequired(value: JsonFields, schema: JsonSchema, path: string, result: Result): void {
	for (const key of schema.required ?? []) {
		if (!Object.hasOwn(value, key)) result.add(`${path}.${key}`, `${path}.${key} in body is required`, required(''));
	}
}
