import {
	duplicate,
	type FieldError,
	forbiddenField,
	invalidValue,
	required,
	tooMany,
} from '../../machinery/field-error.ts';
import type { Pace } from '../../machinery/rest.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { fieldPathOf } from '../custom-resources/field-path.ts';
import type { JsonSchema } from '../custom-resources/json-schema.ts';
import { validateRootSchema } from './schema-validation.ts';
import { validateStructural } from './structural-validation.ts';
import type {
	CustomResourceColumnDefinition,
	CustomResourceDefinitionVersion,
	CustomResourceSubresourceScale,
} from './types.ts';

/** What a version has for itself, or all of them alike. */
export type VersionParts = Pick<
	CustomResourceDefinitionVersion,
	'schema' | 'subresources' | 'additionalPrinterColumns' | 'selectableFields'
>;

/** Where the parts are in the definition: under `schema` of a version, under `validation` of the whole. */
export interface PartsPlace {
	readonly path: string;
	readonly schema: 'schema' | 'validation';
	readonly hasStatus: boolean;
}

/** Models apiextensions-apiserver/pkg/apis/apiextensions/validation validateCustomResourceDefinitionVersion. */
export function* validateVersion(
	version: CustomResourceDefinitionVersion,
	hasStatus: boolean,
	path: string,
	pace: Pace,
): Task<FieldError[]> {
	const errors = yield* validateParts(version, { path, schema: 'schema', hasStatus }, pace);
	return [...validateDeprecation(version, path), ...errors];
}

export function* validateParts(
	parts: VersionParts,
	{ path, schema, hasStatus }: PartsPlace,
	pace: Pace,
): Task<FieldError[]> {
	const { subresources, additionalPrinterColumns = [] } = parts;
	const errors: FieldError[] = [];
	const root = parts.schema?.openAPIV3Schema;
	if (root !== undefined)
		for (const error of yield* validateSchemaOf(root, hasStatus, `${path}.${schema}`, pace)) errors.push(error);
	if (subresources?.scale !== undefined) {
		errors.push(...validateScalePaths(subresources.scale, `${path}.subresources.scale`));
	}
	for (const [index, column] of additionalPrinterColumns.entries()) {
		errors.push(...validateColumn(column, `${path}.additionalPrinterColumns[${index}]`));
	}
	return [...errors, ...validateSelectableFields(parts, schema, `${path}.selectableFields`)];
}

const WARNING_MAX = 256;

/** Models validateDeprecationWarning. */
function validateDeprecation(
	{ deprecated, deprecationWarning: text }: CustomResourceDefinitionVersion,
	path: string,
): FieldError[] {
	if (text === undefined) return [];
	const problems: string[] = [];
	if (deprecated !== true) problems.push('can only be set for deprecated versions');
	else {
		if (encodeUtf8(text).length > WARNING_MAX) problems.push(`must be <= ${WARNING_MAX} characters long`);
		if (text === '') problems.push('must not be an empty string');
		const odd = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.exec(text);
		if (odd !== null) {
			const index = encodeUtf8(text.slice(0, odd.index)).length;
			problems.push(`must only contain printable UTF-8 characters; non-printable character found at index ${index}`);
		}
	}
	return problems.map((detail) => invalidValue(`${path}.deprecationWarning`, text, detail));
}

function* validateSchemaOf(schema: JsonSchema, hasStatus: boolean, path: string, pace: Pace): Task<FieldError[]> {
	const errors: FieldError[] = [];
	const root = `${path}.openAPIV3Schema`;
	if (hasStatus) errors.push(...validateStatusRoot(schema, root));
	if (schema.nullable === true) errors.push(forbiddenField(`${root}.nullable`, 'nullable cannot be true at the root'));
	const structural = yield* validateStructural(schema, root, pace);
	for (const error of structural) errors.push(error);
	yield* pace.spend(Number.POSITIVE_INFINITY);
	for (const error of yield* validateRootSchema(schema, root, structural.length === 0, pace)) errors.push(error);
	return errors;
}

/** Fields that do not lose their meaning when the status is checked alone. */
const ROOT_FIELDS = ['Description', 'Type', 'Format', 'Title', 'Maximum', 'ExclusiveMaximum', 'Minimum'].concat(
	['ExclusiveMinimum', 'MaxLength', 'MinLength', 'Pattern', 'MaxItems', 'MinItems', 'UniqueItems', 'MultipleOf'],
	['Required', 'Items', 'Properties', 'ExternalDocs', 'Example', 'XPreserveUnknownFields', 'XValidations'],
);

function validateStatusRoot(schema: JsonSchema, path: string): FieldError[] {
	if (schema.type !== undefined && schema.type !== 'object') {
		const detail =
			'only "object" is allowed as the type at the root of the schema if the status subresource is enabled';
		return [invalidValue(`${path}.type`, schema.type, detail)];
	}
	const forbidden = ['additionalProperties', 'oneOf', 'anyOf', 'allOf', 'not', 'default', 'enum'].some(
		(name) => schema[name as keyof JsonSchema] !== undefined,
	);
	if (!forbidden) return [];
	const detail = `only [${ROOT_FIELDS.join(' ')}] fields are allowed at the root of the schema if the status subresource is enabled`;
	return [invalidValue(path, schema, detail)];
}

const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const COLUMN_FORMATS = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];

function validateColumn(column: CustomResourceColumnDefinition, path: string): FieldError[] {
	const { name = '', type = '', format = '', jsonPath = '' } = column;
	const errors: FieldError[] = [];
	if (name === '') errors.push(required(`${path}.name`));
	const types = `must be one of ${COLUMN_TYPES.join(',')}`;
	if (type === '') errors.push(required(`${path}.type`, types));
	else if (!COLUMN_TYPES.includes(type)) errors.push(invalidValue(`${path}.type`, type, types));
	if (format !== '' && !COLUMN_FORMATS.includes(format)) {
		errors.push(invalidValue(`${path}.format`, format, `must be one of ${COLUMN_FORMATS.join(',')}`));
	}
	if (jsonPath === '') errors.push(required(`${path}.JSONPath`));
	else errors.push(...validateJsonPath(jsonPath, `${path}.JSONPath`));
	return errors;
}

/** Models validateSimpleJSONPath. */
function validateJsonPath(jsonPath: string, path: string): FieldError[] {
	if (!jsonPath.startsWith('.')) {
		return [invalidValue(path, jsonPath, 'must be a simple json path starting with .')];
	}
	return [];
}

/** Models ValidateCustomResourceDefinitionSubresources. */
function validateScalePaths(scale: CustomResourceSubresourceScale, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const check = (field: string, value: string, roots: readonly string[], detail: string): void => {
		const problems = validateJsonPath(value, `${path}.${field}`);
		errors.push(...problems);
		if (problems.length === 0 && !roots.some((root) => value.startsWith(root)))
			errors.push(invalidValue(`${path}.${field}`, value, detail));
	};
	const { specReplicasPath = '', statusReplicasPath = '', labelSelectorPath } = scale;
	if (specReplicasPath === '') errors.push(required(`${path}.specReplicasPath`));
	else check('specReplicasPath', specReplicasPath, ['.spec.'], 'should be a json path under .spec');
	if (statusReplicasPath === '') errors.push(required(`${path}.statusReplicasPath`));
	else check('statusReplicasPath', statusReplicasPath, ['.status.'], 'should be a json path under .status');
	if (labelSelectorPath !== undefined && labelSelectorPath !== '') {
		check(
			'labelSelectorPath',
			labelSelectorPath,
			['.spec.', '.status.'],
			'should be a json path under either .spec or .status',
		);
	}
	return errors;
}

const SELECTABLE_FIELDS_MAX = 8;

/** Models ValidateCustomResourceSelectableFields. */
function validateSelectableFields(parts: VersionParts, place: PartsPlace['schema'], path: string): FieldError[] {
	const fields = parts.selectableFields ?? [];
	const schema = parts.schema?.openAPIV3Schema;
	if (fields.length === 0) return [];
	if (schema === undefined) {
		const detail =
			place === 'validation'
				? 'may only be set when validations.schema is included'
				: 'may only be set when `version.schema.openAPIV3Schema` is not included';
		return [invalidValue(path, '', detail)];
	}
	const errors: FieldError[] = [];
	const seen = new Set<string>();
	for (const [index, { jsonPath = '' }] of fields.entries()) {
		const field = `${path}[${index}].jsonPath`;
		if (jsonPath === '') {
			errors.push(required(field));
			continue;
		}
		const found = fieldPathOf(jsonPath, schema, false);
		if (typeof found === 'string') {
			errors.push(invalidValue(field, jsonPath, `is an invalid path: ${found}`));
			continue;
		}
		if (/^\.metadata\b/.test(jsonPath))
			errors.push(invalidValue(field, jsonPath, 'must not point to fields in metadata'));
		if (!['string', 'boolean', 'integer'].includes(found.schema.type ?? '')) {
			const detail =
				'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.';
			errors.push(invalidValue(field, jsonPath, detail));
		}
		if (seen.has(jsonPath)) errors.push(duplicate(field, jsonPath));
		seen.add(jsonPath);
	}
	if (seen.size > SELECTABLE_FIELDS_MAX) errors.push(tooMany(path, seen.size, SELECTABLE_FIELDS_MAX));
	return errors;
}
