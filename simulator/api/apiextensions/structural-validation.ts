import { type FieldError, forbiddenField, invalidValue, required } from '../../machinery/field-error.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { compileRe2, RegexpSyntaxError } from '../../machinery/regexp.ts';
import type { Pace } from '../../machinery/rest.ts';
import { sortInSteps } from '../../machinery/sort-in-steps.ts';
import type { Task } from '../../machinery/task.ts';
import {
	isEmbedded,
	isIntOrString,
	itemsOf,
	type JsonSchema,
	keepsUnknown,
	valuesOf,
} from '../custom-resources/json-schema.ts';

type Level = 'root' | 'item' | 'field';

/**
 * Whether a schema is structural: every field is declared, with a type, outside of what only restricts values.
 * Models apiextensions-apiserver/pkg/apiserver/schema ValidateStructural, whose errors are sorted.
 */
export function* validateStructural(schema: JsonSchema, path: string, pace: Pace): Task<FieldError[]> {
	const found: Found = { errors: [], patterns: new Map(), pace };
	yield* invariants(schema, 'root', path, found);
	yield* missing(schema, schema, path, found);
	const told = found.errors.map((error) => ({ error, message: error.message() }));
	const byMessage = (a: Told, b: Told): number => (a.message < b.message ? -1 : a.message === b.message ? 0 : 1);
	return (yield* sortInSteps(told, byMessage, pace.spend)).map(({ error }) => error);
}

interface Told {
	readonly error: FieldError;
	readonly message: string;
}

/** What is wrong so far: there may be something in each of tens of thousands of fields. */
interface Found {
	readonly errors: FieldError[];
	readonly patterns: Patterns;
	readonly pace: Pace;
}

/** What is wrong with the patterns seen so far: a schema of quantities says the same one over and over. */
type Patterns = Map<string, string | undefined>;

const WHAT: Record<Level, string> = {
	root: 'must not be empty at the root',
	item: 'must not be empty for specified array items',
	field: 'must not be empty for specified object fields',
};

function* invariants(schema: JsonSchema, level: Level, path: string, found: Found): Task<void> {
	const { errors, patterns, pace } = found;
	yield* pace.spend(SCHEMA_PARTS);
	const items = itemsOf(schema);
	const { type = '', properties = {} } = schema;
	if (type === 'array' && items === undefined) errors.push(required(`${path}.items`, 'must be specified'));
	if (items !== undefined) yield* invariants(items, 'item', `${path}.items`, found);
	for (const [name, property] of Object.entries(properties)) {
		yield* invariants(property, 'field', `${path}.properties[${name}]`, found);
	}
	if (schema.additionalProperties !== undefined) {
		const at = `${path}.additionalProperties`;
		if (level === 'root') errors.push(forbiddenField(at, 'must not be used at the root'));
		const values = valuesOf(schema);
		if (values !== undefined) yield* invariants(values, 'field', at, found);
	}
	if (isIntOrString(schema)) {
		for (const flag of ['x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource'] as const) {
			if (schema[flag] !== true) continue;
			errors.push(invalidValue(`${path}.${flag}`, true, 'must be false if x-kubernetes-int-or-string is true'));
		}
	}
	const skips = { anyOf: isIntOrStringPair(schema.anyOf), firstAllOf: isIntOrStringPair(schema.allOf?.[0]?.anyOf) };
	errors.push(...valueValidation(schema, path, patterns, skips));
	if (isEmbedded(schema) && type !== 'object') {
		const detail = 'must be object if x-kubernetes-embedded-resource is true';
		errors.push(type === '' ? required(`${path}.type`, detail) : invalidValue(`${path}.type`, type, detail));
	} else if (type === '' && !isIntOrString(schema) && !keepsUnknown(schema)) {
		errors.push(required(`${path}.type`, WHAT[level]));
	}
	if (isEmbedded(schema) && schema.additionalProperties !== undefined) {
		const detail = 'must not be used if x-kubernetes-embedded-resource is set';
		errors.push(forbiddenField(`${path}.additionalProperties`, detail));
	}
	if (level === 'root' && type !== '' && type !== 'object') {
		errors.push(invalidValue(`${path}.type`, type, 'must be object at the root'));
	}
	errors.push(...metaInvariants(schema, level, path));
	if (isEmbedded(schema) && !keepsUnknown(schema) && Object.keys(properties).length === 0) {
		const detail =
			'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields';
		errors.push(required(`${path}.properties`, detail));
	}
}

function metaInvariants(schema: JsonSchema, level: Level, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const { properties = {} } = schema;
	const checked = level === 'root' || isEmbedded(schema);
	for (const name of ['kind', 'apiVersion'] as const) {
		const property = properties[name];
		if (property === undefined || !checked || property.type === 'string') continue;
		errors.push(invalidValue(`${path}.properties[${name}].type`, property.type ?? '', 'must be string'));
	}
	const { metadata } = properties;
	if (metadata === undefined) return errors;
	const at = `${path}.properties[metadata]`;
	if (checked && metadata.type !== 'object') {
		errors.push(invalidValue(`${at}.type`, metadata.type ?? '', 'must be object'));
	}
	if (level === 'root' && !restrictsNamesOnly(metadata)) {
		const detail = 'must not specify anything other than name and generateName, but metadata is implicitly specified';
		errors.push(forbiddenField(at, detail));
	}
	return errors;
}

function restrictsNamesOnly({ type: _, description: __, properties = {}, default: ___, ...rest }: JsonSchema): boolean {
	const names = Object.keys(properties);
	return Object.keys(rest).length === 0 && names.every((name) => name === 'name' || name === 'generateName');
}

const INT_OR_STRING = [{ type: 'integer' }, { type: 'string' }];

function isIntOrStringPair(schemas: readonly JsonSchema[] | undefined): boolean {
	return schemas !== undefined && jsonEqual(schemas, INT_OR_STRING);
}

/** What restricts values must not declare anything. Models validateValueValidation. */
function valueValidation(
	{ anyOf = [], allOf = [], oneOf = [], not, pattern }: JsonSchema,
	path: string,
	patterns: Patterns,
	skips: { readonly anyOf: boolean; readonly firstAllOf: boolean },
): FieldError[] {
	const errors: FieldError[] = [];
	const check = (inner: JsonSchema, at: string, skipAnyOf = false): void => {
		for (const error of nested(inner, `${path}.${at}`, patterns, skipAnyOf)) errors.push(error);
	};
	if (!skips.anyOf) for (const [i, each] of anyOf.entries()) check(each, `anyOf[${i}]`);
	for (const [i, each] of allOf.entries()) check(each, `allOf[${i}]`, skips.firstAllOf && i === 0);
	for (const [i, each] of oneOf.entries()) check(each, `oneOf[${i}]`);
	if (not !== undefined) check(not, 'not');
	if (pattern !== undefined && pattern !== '') {
		const problem = knownProblem(pattern, patterns);
		if (problem !== undefined) {
			const detail = `must be a valid regular expression, but isn't: error parsing regexp: ${problem}`;
			errors.push(invalidValue(`${path}.pattern`, pattern, detail));
		}
	}
	return errors;
}

function knownProblem(pattern: string, patterns: Patterns): string | undefined {
	if (!patterns.has(pattern)) patterns.set(pattern, patternProblem(pattern));
	return patterns.get(pattern);
}

function patternProblem(pattern: string): string | undefined {
	try {
		compileRe2(pattern);
		return undefined;
	} catch (error) {
		if (error instanceof RegexpSyntaxError) return `${error.message}: \`${error.fragment}\``;
		throw error;
	}
}

const FORBIDDEN: readonly (readonly [keyof JsonSchema, string])[] = [
	['type', 'must be empty to be structural'],
	['additionalProperties', 'must be undefined to be structural'],
	['default', 'must be undefined to be structural'],
	['title', 'must be empty to be structural'],
	['description', 'must be empty to be structural'],
	['nullable', 'must be false to be structural'],
	['x-kubernetes-preserve-unknown-fields', 'must be false to be structural'],
	['x-kubernetes-embedded-resource', 'must be false to be structural'],
	['x-kubernetes-int-or-string', 'must be false to be structural'],
	['x-kubernetes-list-map-keys', 'must be empty to be structural'],
	['x-kubernetes-list-type', 'must be undefined to be structural'],
	['x-kubernetes-map-type', 'must be undefined to be structural'],
	['x-kubernetes-validations', 'must be empty to be structural'],
];

/** Models validateNestedValueValidation. */
function nested(schema: JsonSchema, path: string, patterns: Patterns, skipAnyOf: boolean): FieldError[] {
	const errors = valueValidation(schema, path, patterns, { anyOf: skipAnyOf, firstAllOf: false });
	const items = itemsOf(schema);
	if (items !== undefined) for (const error of nested(items, `${path}.items`, patterns, false)) errors.push(error);
	for (const [name, property] of Object.entries(schema.properties ?? {})) {
		for (const error of nested(property, `${path}.properties[${name}]`, patterns, false)) errors.push(error);
	}
	for (const [name, detail] of FORBIDDEN) {
		if (schema[name] !== undefined && schema[name] !== false) errors.push(forbiddenField(`${path}.${name}`, detail));
	}
	if (schema.properties?.metadata !== undefined) {
		errors.push(forbiddenField(`${path}.properties[metadata]`, 'must not be specified in a nested context'));
	}
	return errors;
}

/** Every field that restrictions speak of has to be declared. Models validateStructuralCompleteness. */
function* missing(declared: JsonSchema, schema: JsonSchema, path: string, found: Found): Task<void> {
	const { errors, pace } = found;
	yield* pace.spend(SCHEMA_PARTS);
	for (const list of ['allOf', 'anyOf', 'oneOf'] as const) {
		for (const [i, each] of (schema[list] ?? []).entries()) {
			for (const error of undeclared(declared, each, path, `${path}.${list}[${i}]`)) errors.push(error);
		}
	}
	if (schema.not !== undefined)
		for (const error of undeclared(declared, schema.not, path, `${path}.not`)) errors.push(error);
	const items = itemsOf(schema);
	if (items !== undefined) yield* missing(items, items, `${path}.items`, found);
	for (const [name, property] of Object.entries(schema.properties ?? {})) {
		yield* missing(property, property, `${path}.properties[${name}]`, found);
	}
	const values = valuesOf(schema);
	if (values !== undefined) yield* missing(values, values, `${path}.additionalProperties`, found);
}

/** What a schema counts as. */
const SCHEMA_PARTS = 10;

function undeclared(declared: JsonSchema, schema: JsonSchema, path: string, from: string): FieldError[] {
	const errors: FieldError[] = [];
	const items = itemsOf(schema);
	if (items !== undefined) {
		const known = itemsOf(declared);
		if (known === undefined) errors.push(required(`${path}.items`, `because it is defined in ${from}.items`));
		else for (const error of undeclared(known, items, `${path}.items`, `${from}.items`)) errors.push(error);
	}
	for (const [name, property] of Object.entries(schema.properties ?? {})) {
		const at = `properties[${name}]`;
		const known = declared.properties?.[name];
		if (known === undefined) errors.push(required(`${path}.${at}`, `because it is defined in ${from}.${at}`));
		else for (const error of undeclared(known, property, `${path}.${at}`, `${from}.${at}`)) errors.push(error);
	}
	for (const list of ['allOf', 'anyOf', 'oneOf'] as const) {
		for (const [i, each] of (schema[list] ?? []).entries()) {
			for (const error of undeclared(declared, each, path, `${from}.${list}[${i}]`)) errors.push(error);
		}
	}
	if (schema.not !== undefined)
		for (const error of undeclared(declared, schema.not, path, `${from}.not`)) errors.push(error);
	return errors;
}
