import { type FieldError, invalidValue } from '../../machinery/field-error.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { apiVersionOf, type Json, type KubeObject } from '../../machinery/meta.ts';
import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import type { CustomResourceDefinition, CustomResourceDefinitionVersion } from '../apiextensions/types.ts';
import { SCALE_SUBRESOURCE, STATUS_SUBRESOURCE } from '../define-kind.ts';
import type { CustomConversion, CustomKind, Kind, Verb } from '../kind.ts';
import { setGeneration } from '../strategy/generation.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/object-meta.ts';
import { customColumns } from './custom-columns.ts';
import { typeOfSchema } from './custom-type.ts';
import { applySchemaDefaults } from './default-values.ts';
import { finalizerWarnings } from './finalizer-warnings.ts';
import { type JsonFields, type JsonSchema, sortedCopy } from './json-schema.ts';
import { validateListTypes } from './list-types.ts';
import { NotConverted } from './not-converted.ts';
import { valueAtPath } from './path-value.ts';
import { pruneObject } from './prune.ts';
import { hasRules, validateRules } from './rule-validator.ts';
import { validateScale } from './scale-validation.ts';
import { validateBySchema } from './schema-validator.ts';
import { orderVersions } from './version-order.ts';

/** As the real server's discovery lists them. Models apiextensions-apiserver/pkg/apiserver discovery controller. */
const VERBS: readonly Verb[] = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];
const VERBS_OF_THE_DYING: readonly Verb[] = ['delete', 'deletecollection', 'get', 'list', 'watch'];

/** The kinds that a definition asks for: one a served version, the preferred one first. */
export function customKinds(definition: CustomResourceDefinition, isTerminating: boolean): Kind[] {
	const served = definition.spec.versions.filter((version) => version.served);
	return orderVersions(served, (version) => version.name).map((version) =>
		customKind(definition, version, isTerminating),
	);
}

/** Models apiextensions-apiserver/pkg/registry/customresource/strategy.go. */
function customKind(
	definition: CustomResourceDefinition,
	version: CustomResourceDefinitionVersion,
	isTerminating: boolean,
): Kind {
	const { group, scope } = definition.spec;
	const names = definition.status.acceptedNames ?? definition.spec.names;
	const namespaced = scope === 'Namespaced';
	const custom = customPart(definition, version, isTerminating);
	const hasStatus = version.subresources?.status !== undefined;
	return {
		group,
		version: version.name,
		kind: names.kind,
		plural: names.plural,
		singular: names.singular ?? names.kind.toLowerCase(),
		shortNames: names.shortNames ?? [],
		categories: names.categories ?? [],
		namespaced,
		verbs: VERBS,
		schema: `${group.split('.').reverse().join('.')}.${version.name}.${names.kind}`,
		storagePrefix: `${group}/${names.plural}`,
		subresources: [
			...(hasStatus ? [STATUS_SUBRESOURCE] : []),
			...(custom.scale === undefined ? [] : [SCALE_SUBRESOURCE]),
		],
		custom,
		validateName: nameIsDnsSubdomain,
		...(version.selectableFields === undefined
			? {}
			: { selectableFields: selectable(version.selectableFields, custom) }),
		prepareForCreate: (object) => {
			if (hasStatus) delete (object as WithStatus).status;
			object.metadata.generation = 1;
		},
		prepareForUpdate: (object, old) => {
			if (hasStatus) copyStatus(old, object);
			setGeneration(object, old, !jsonEqual({ ...object, metadata: null }, { ...old, metadata: null }));
		},
		prepareForStatusUpdate: prepareForStatusUpdate,
		...checks(custom, namespaced),
		allowUnconditionalUpdate: false,
		columns: customColumns(version.additionalPrinterColumns ?? []),
		...(version.deprecated === true ? { deprecation: deprecationOf(definition, version) } : {}),
	};
}

type WithStatus = KubeObject & { status?: unknown };

function copyStatus(from: WithStatus, to: WithStatus): void {
	if (from.status === undefined) delete to.status;
	else to.status = from.status;
}

/** Only the status is taken. Models status_strategy.go PrepareForUpdate. */
function prepareForStatusUpdate(object: KubeObject, old: KubeObject): void {
	const { status } = object as WithStatus;
	const { managedFields, resourceVersion } = object.metadata;
	const fields = object as unknown as JsonFields;
	for (const key of Object.keys(fields)) delete fields[key];
	Object.assign(object, old);
	object.metadata = { ...old.metadata, resourceVersion };
	if (managedFields === undefined) delete object.metadata.managedFields;
	else object.metadata.managedFields = managedFields;
	copyStatus({ ...old, status } as WithStatus, object);
}

function deprecationOf({ spec }: CustomResourceDefinition, version: CustomResourceDefinitionVersion): string {
	return version.deprecationWarning ?? `${spec.group}/${version.name} ${spec.names.kind} is deprecated`;
}

function selectable(
	fields: NonNullable<CustomResourceDefinitionVersion['selectableFields']>,
	custom: CustomKind,
): NonNullable<Kind['selectableFields']> {
	return (object) => {
		const read = custom.read(object);
		return Object.fromEntries(
			fields.map(({ jsonPath }) => {
				const value = valueAtPath(read, jsonPath);
				return [jsonPath.slice(1), value === undefined || value === null ? '' : String(value)];
			}),
		);
	};
}

function customPart(
	definition: CustomResourceDefinition,
	version: CustomResourceDefinitionVersion,
	isTerminating: boolean,
): CustomKind {
	const { group, versions, names } = definition.spec;
	const schema: JsonSchema = version.schema?.openAPIV3Schema ?? {};
	const apiVersion = apiVersionOf(group, version.name);
	const stored = versions.find((each) => each.storage) ?? version;
	const { scale } = version.subresources ?? {};
	const complete = (object: JsonFields): readonly string[] => {
		const dropped = pruneObject(object, schema);
		applySchemaDefaults(object, schema);
		return dropped;
	};
	const known = new WeakMap<KubeObject, KubeObject>();
	const conversion = conversionOf(definition);
	return {
		schema,
		type: typeOfSchema(schema, { group, version: version.name, kind: names.kind }),
		listKind: definition.status.acceptedNames?.listKind ?? `${names.kind}List`,
		storedApiVersion: apiVersionOf(group, stored.name),
		...(scale === undefined ? {} : { scale }),
		...(conversion === undefined ? {} : { conversion }),
		isTerminating,
		listedVerbs: isTerminating ? VERBS_OF_THE_DYING : VERBS,
		complete,
		read: (object) => {
			const before = known.get(object);
			if (before !== undefined) return before;
			const isOther = conversion !== undefined && object.apiVersion !== apiVersion;
			const source = isOther ? conversion.converted.get(object) : object;
			if (source === undefined) throw new NotConverted(object);
			const copy = sortedCopy(source as unknown as Json) as JsonFields;
			copy.apiVersion = apiVersion;
			complete(copy);
			const read = jsonEqual(copy, object) ? object : (copy as unknown as KubeObject);
			known.set(object, read);
			if (isOther) conversion.stored.set(read, object);
			return read;
		},
	};
}

function conversionOf({ spec }: CustomResourceDefinition): CustomConversion | undefined {
	const { strategy, webhook } = spec.conversion ?? {};
	if (strategy !== 'Webhook' || webhook === undefined) return undefined;
	return { webhook, converted: new WeakMap(), stored: new WeakMap() };
}

/** Rules are not asked about what is not even of the right shape. Models strategy.go hasBlockingErr. */
const BLOCKING: ReadonlySet<string> = new Set([
	'FieldValueNotSupported',
	'FieldValueRequired',
	'FieldValueTooLong',
	'FieldValueTooMany',
	'FieldValueTypeInvalid',
]);

function withRules(
	errors: FieldError[],
	value: JsonFields,
	schema: JsonSchema,
	old?: JsonFields,
	warnings?: string[],
): FieldError[] {
	if (!hasRules(schema)) return errors;
	if (!errors.some((error) => BLOCKING.has(error.type))) {
		return [...errors, ...validateRules(value, schema, old, warnings)];
	}
	const detail =
		'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';
	return [...errors, invalidValue('<nil>', null, detail)];
}

function checks(
	custom: CustomKind,
	namespaced: boolean,
): Pick<Kind, 'validate' | 'validateUpdate' | 'validateStatusUpdate' | 'warnings'> {
	const { schema, scale } = custom;
	/** What is wrong with an object but was so before. */
	const tolerated = new WeakMap<KubeObject, readonly string[]>();
	const meta = { namespaced, validateName: nameIsDnsSubdomain, anyFinalizer: true };
	return {
		warnings: (object, old) => [...(tolerated.get(object) ?? []), ...finalizerWarnings(object, old)],
		validate: (object) => {
			const value = object as unknown as JsonFields;
			return withRules(
				[
					...validateObjectMeta(object.metadata, meta),
					...validateBySchema(value, schema, ''),
					...validateScale(value, scale),
					...validateListTypes(value, schema),
				],
				value,
				schema,
			);
		},
		validateUpdate: (object, old) => {
			const value = object as unknown as JsonFields;
			const before = old as unknown as JsonFields;
			const errors = [
				...validateObjectMetaUpdate(object, old, meta),
				...validateBySchema(value, schema, '', before),
				...validateScale(value, scale),
				...(validateListTypes(before, schema).length === 0 ? validateListTypes(value, schema) : []),
			];
			const warnings: string[] = [];
			const all = withRules(errors, value, schema, before, warnings);
			if (warnings.length > 0) tolerated.set(object, warnings);
			return all;
		},
		validateStatusUpdate: (object, old) => {
			const value = object as unknown as JsonFields;
			const before = old as unknown as JsonFields;
			const errors = [
				...validateObjectMetaUpdate(object, old, meta),
				...validateStatus(value, before, schema),
				...validateScale(value, scale),
			];
			return withRules(errors, value, schema, before);
		},
	};
}

function validateStatus(value: JsonFields, old: JsonFields, schema: JsonSchema): FieldError[] {
	const inner = schema.properties?.status;
	if (value.status === undefined || inner === undefined) return [];
	return validateBySchema(value.status, inner, 'status', old.status);
}
