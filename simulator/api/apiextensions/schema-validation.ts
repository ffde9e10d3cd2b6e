import { type FieldError, forbiddenField, invalidValue, notSupported } from '../../machinery/field-error.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import type { Json } from '../../machinery/meta.ts';
import type { Pace } from '../../machinery/rest.ts';
import type { Task } from '../../machinery/task.ts';
import {
	isEmbedded,
	isPlainObject,
	itemsOf,
	type JsonFields,
	type JsonSchema,
	valuesOf,
} from '../custom-resources/json-schema.ts';
import { pruneObject } from '../custom-resources/prune.ts';
import { validateDefaultByRules } from '../custom-resources/rule-validator.ts';
import { validateBySchema } from '../custom-resources/schema-validator.ts';
import { listTypeProblems } from './list-type-rules.ts';
import { TotalCost } from './rule-costs.ts';
import { expressionProblems, type RuleScope, ruleProblems } from './rule-validation.ts';

/**
 * What is wrong with a schema itself. Models apiextensions/validation ValidateCustomResourceDefinitionOpenAPISchema and
 * schema/defaulting ValidateDefaults; of the fields that the real server goes through at random, in the order written.
 * @param isStructural false: its defaults cannot be judged.
 */
export function* validateRootSchema(
	schema: JsonSchema,
	path: string,
	isStructural: boolean,
	pace: Pace,
): Task<FieldError[]> {
	const errors = isStructural ? yield* validateDefaults(schema, path, true, pace) : [];
	const schemaErrors = yield* validateSchema(schema, path, true, '', pace);
	if (!isStructural || errors.length + schemaErrors.length > 0) return [...errors, ...schemaErrors];
	const total = new TotalCost();
	const scope = { path, isRoot: true, uncorrelatable: undefined, cardinality: 1 };
	return [...(yield* validateExpressions(schema, scope, total, pace)), ...total.problems(path)];
}

/** To look at a schema takes as long as to copy so many values. */
const SCHEMA_PARTS = 10;

/** The expressions of all rules, when everything else is right. */
function* validateExpressions(schema: JsonSchema, scope: RuleScope, total: TotalCost, pace: Pace): Task<FieldError[]> {
	yield* pace.spend(SCHEMA_PARTS * (1 + (schema['x-kubernetes-validations']?.length ?? 0)));
	const { path, uncorrelatable } = scope;
	const items = itemsOf(schema);
	const values = valuesOf(schema);
	const errors: FieldError[] = [];
	const cardinality = times(scope.cardinality, elementsMax(schema));
	const within = (name: string, lost = uncorrelatable): RuleScope => {
		return { path: `${path}.${name}`, isRoot: false, uncorrelatable: lost, cardinality };
	};
	if (values !== undefined) {
		for (const error of yield* validateExpressions(values, within('additionalProperties'), total, pace))
			errors.push(error);
	}
	const kept = schema['x-kubernetes-map-type'] === 'atomic' ? (uncorrelatable ?? path) : uncorrelatable;
	for (const [name, property] of Object.entries(schema.properties ?? {})) {
		for (const error of yield* validateExpressions(property, within(`properties[${name}]`, kept), total, pace))
			errors.push(error);
	}
	if (items !== undefined) {
		const lost = schema['x-kubernetes-list-type'] === 'map' ? uncorrelatable : (uncorrelatable ?? path);
		for (const error of yield* validateExpressions(items, within('items', lost), total, pace)) errors.push(error);
	}
	return [...errors, ...expressionProblems(schema, scope, total)];
}

/** How many values there can be below one; undefined when nothing limits it. Models extractMaxElements. */
function elementsMax({ type, additionalProperties, maxProperties, maxItems }: JsonSchema): number | undefined {
	if (type === 'object') return additionalProperties === undefined ? 1 : maxProperties;
	return type === 'array' ? maxItems : 1;
}

function times(a: number | undefined, b: number | undefined): number | undefined {
	return a === undefined || b === undefined ? undefined : a * Math.max(0, b);
}

/** OpenAPI's types as Go's sorted set has them. */
const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];

const META_FIELDS = ['metadata', 'kind', 'apiVersion'];

const UNSUPPORTED = ['id', 'additionalItems', 'patternProperties', 'definitions', 'dependencies', '$ref'] as const;

/** @param meta "metadata", "kind" or "apiVersion" of a whole object, when the schema is in it. */
function* validateSchema(
	schema: JsonSchema,
	path: string,
	isRoot: boolean,
	meta: string,
	pace: Pace,
): Task<FieldError[]> {
	yield* pace.spend(SCHEMA_PARTS);
	const errors: FieldError[] = [];
	const { type = '', properties = {} } = schema;
	if (type !== '' && !TYPES.includes(type)) errors.push(notSupported(`${path}.type`, type, TYPES));
	if (meta !== '' && schema.default !== undefined) {
		errors.push(forbiddenField(`${path}.default`, `must not be set in top-level ${meta}`));
	}
	for (const name of UNSUPPORTED) {
		if (schema[name] !== undefined) errors.push(forbiddenField(`${path}.${name}`, `${name} is not supported`));
	}
	if (type === 'null') {
		errors.push(forbiddenField(`${path}.type`, 'type cannot be set to null, use nullable as an alternative'));
	}
	if (Array.isArray(schema.items)) {
		errors.push(forbiddenField(`${path}.items`, 'items must be a schema object and not an array'));
	}
	if (meta !== '' && isEmbedded(schema)) {
		const detail = 'must not be used inside of resource meta';
		errors.push(forbiddenField(`${path}.x-kubernetes-embedded-resource`, detail));
	}
	if (schema.uniqueItems === true) {
		const detail = 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic';
		errors.push(forbiddenField(`${path}.uniqueItems`, detail));
	}
	const { additionalProperties } = schema;
	if (Object.keys(properties).length > 0 && additionalProperties !== undefined && additionalProperties !== true) {
		const detail = 'additionalProperties and properties are mutual exclusive';
		errors.push(forbiddenField(`${path}.additionalProperties`, detail));
	}
	for (const [inner, at] of innerSchemas(schema, path)) {
		const name = isRoot ? META_FIELDS.find((each) => at === `${path}.properties[${each}]`) : undefined;
		for (const error of yield* validateSchema(inner, at, false, name ?? meta, pace)) errors.push(error);
	}
	if (schema['x-kubernetes-preserve-unknown-fields'] === false) {
		errors.push(invalidValue(`${path}.x-kubernetes-preserve-unknown-fields`, false, 'must be true or undefined'));
	}
	return [...errors, ...listTypeProblems(schema, path), ...ruleProblems(schema, path)];
}

function innerSchemas(schema: JsonSchema, path: string): [JsonSchema, string][] {
	const { properties = {}, not } = schema;
	const values = valuesOf(schema);
	const items = itemsOf(schema);
	const out: [JsonSchema, string][] = [];
	if (values !== undefined) out.push([values, `${path}.additionalProperties`]);
	for (const [name, property] of Object.entries(properties)) out.push([property, `${path}.properties[${name}]`]);
	if (not !== undefined) out.push([not, `${path}.not`]);
	for (const list of ['allOf', 'oneOf', 'anyOf'] as const) {
		for (const [index, each] of (schema[list] ?? []).entries()) out.push([each, `${path}.${list}[${index}]`]);
	}
	if (items !== undefined) out.push([items, `${path}.items`]);
	return out;
}

/** Defaults have to pass their own schema and may not hold what it does not know. */
function* validateDefaults(schema: JsonSchema, path: string, isRoot: boolean, pace: Pace): Task<FieldError[]> {
	yield* pace.spend(SCHEMA_PARTS);
	const errors: FieldError[] = [];
	if (schema.default !== undefined) errors.push(...validateDefault(schema, schema.default, `${path}.default`, isRoot));
	const items = itemsOf(schema);
	if (items !== undefined)
		for (const error of yield* validateDefaults(items, `${path}.items`, false, pace)) errors.push(error);
	for (const [name, property] of Object.entries(schema.properties ?? {})) {
		for (const error of yield* validateDefaults(property, `${path}.properties[${name}]`, false, pace))
			errors.push(error);
	}
	return errors;
}

function validateDefault(schema: JsonSchema, value: Json, path: string, isRoot: boolean): FieldError[] {
	const errors: FieldError[] = [];
	if (isPlainObject(value)) {
		const pruned = JSON.parse(JSON.stringify(value)) as JsonFields;
		pruneObject(pruned, schema);
		if (!jsonEqual(pruned, value)) errors.push(invalidValue(path, value, 'must not have unknown fields'));
	}
	const problems = validateBySchema(value, schema, path);
	return [...errors, ...(problems.length > 0 ? problems : validateDefaultByRules(value, schema, isRoot, path))];
}
