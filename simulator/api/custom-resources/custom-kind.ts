import { type FieldError, invalidValue } from '../../machinery/field-error.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { apiVersionOf, type Json, type KubeObject } from '../../machinery/meta.ts';
import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import type { Pace } from '../../machinery/rest.ts';
import { runToCompletion, type Task } from '../../machinery/task.ts';
import type { CustomResourceDefinition, CustomResourceDefinitionVersion } from '../apiextensions/types.ts';
import { SCALE_SUBRESOURCE, STATUS_SUBRESOURCE } from '../define-kind.ts';
import type { CustomConversion, CustomKind, Kind, Verb } from '../kind.ts';
import { setGeneration } from '../strategy/generation.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/object-meta.ts';
import { customColumns } from './custom-columns.ts';
import { typeOfSchema } from './custom-type.ts';
import { applySchemaDefaults, applySchemaDefaultsInSteps } from './default-values.ts';
import { finalizerWarnings } from './finalizer-warnings.ts';
import { type JsonFields, type JsonSchema, sortedCopy, sortedCopyInSteps } from './json-schema.ts';
import { validateListTypes } from './list-types.ts';
import { NotConverted } from './not-converted.ts';
import { valueAtPath } from './path-value.ts';
import { pruneInSteps } from './prune.ts';
import { hasRules, validateRules, validateRulesInSteps } from './rule-validator.ts';
import { validateScale } from './scale-validation.ts';
import { validateBySchema, validateBySchemaInSteps } from './schema-validator.ts';
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
		complete: (object, pace) => completed(object, schema, pace),
		read: (object) => {
			const before = known.get(object);
			if (before !== undefined) return before;
			const isOther = conversion !== undefined && object.apiVersion !== apiVersion;
			const source = isOther ? conversion.converted.get(object) : object;
			if (source === undefined) throw new NotConverted(object);
			const copy = sortedCopy(source as unknown as Json) as JsonFields;
			copy.apiVersion = apiVersion;
			runToCompletion(completed(copy, schema, undefined));
			const read = jsonEqual(copy, object) ? object : (copy as unknown as KubeObject);
			known.set(object, read);
			if (isOther) conversion.stored.set(read, object);
			return read;
		},
		readInSteps: (object, pace) => readAhead(object, { schema, apiVersion, known }, pace),
		inherit: (object, from) => {
			if (known.get(from) === from && object.apiVersion === apiVersion) known.set(object, object);
		},
	};
}

/** Pruned and defaulted, in place. */
function* completed(object: JsonFields, schema: JsonSchema, pace: Pace | undefined): Task<readonly string[]> {
	const dropped = yield* pruneInSteps(object, schema, pace);
	if (pace === undefined) applySchemaDefaults(object, schema);
	else yield* applySchemaDefaultsInSteps(object, schema, pace);
	return dropped;
}

interface Reading {
	readonly schema: JsonSchema;
	readonly apiVersion: string;
	readonly known: WeakMap<KubeObject, KubeObject>;
}

/** Finds out whether a schema leaves an object as it is, which mostly it does once the object has been taken in. */
function* readAhead(object: KubeObject, { schema, apiVersion, known }: Reading, pace: Pace): Task<void> {
	if (object.apiVersion !== apiVersion || !pace.isLarge(object)) return;
	const copy = (yield* sortedCopyInSteps(object as unknown as Json, pace)) as JsonFields;
	yield* completed(copy, schema, pace);
	if (jsonEqual(copy, object)) known.set(object, object);
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

/** What else is wrong by the rules. @param judge asks them. */
function* withRules(
	errors: FieldError[],
	schema: JsonSchema,
	judge: () => Task<readonly FieldError[]>,
): Task<FieldError[]> {
	if (!hasRules(schema)) return errors;
	if (!errors.some((error) => BLOCKING.has(error.type))) return [...errors, ...(yield* judge())];
	const detail =
		'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';
	return [...errors, invalidValue('<nil>', null, detail)];
}

/** @param pace undefined for rules that are evaluated at once. */
function* rulesSay(
	value: JsonFields,
	schema: JsonSchema,
	old: JsonFields | undefined,
	warnings: string[],
	pace: Pace | undefined,
): Task<readonly FieldError[]> {
	return pace === undefined
		? validateRules(value, schema, old, warnings)
		: yield* validateRulesInSteps(value, schema, old, warnings, pace);
}

function checks(
	custom: CustomKind,
	namespaced: boolean,
): Pick<Kind, 'validate' | 'validateUpdate' | 'validateInSteps' | 'validateStatusUpdate' | 'warnings'> {
	const { schema, scale } = custom;
	/** What is wrong with an object but was so before. */
	const tolerated = new WeakMap<KubeObject, readonly string[]>();
	const meta = { namespaced, validateName: nameIsDnsSubdomain, anyFinalizer: true };
	const judging: Judging = { schema, scale, meta, tolerated };
	return {
		warnings: (object, old) => [...(tolerated.get(object) ?? []), ...finalizerWarnings(object, old)],
		validate: (object) => runToCompletion(judged(judging, object, undefined, undefined)),
		validateUpdate: (object, old) => runToCompletion(judged(judging, object, old, undefined)),
		validateInSteps: (object, old, pace) => judged(judging, object, old, pace),
		validateStatusUpdate: (object, old) => {
			const value = object as unknown as JsonFields;
			const before = old as unknown as JsonFields;
			const errors = [
				...validateObjectMetaUpdate(object, old, meta),
				...validateStatus(value, before, schema),
				...validateScale(value, scale),
			];
			return runToCompletion(withRules(errors, schema, () => rulesSay(value, schema, before, [], undefined)));
		},
	};
}

interface Judging {
	readonly schema: JsonSchema;
	readonly scale: CustomKind['scale'];
	readonly meta: Parameters<typeof validateObjectMeta>[1];
	readonly tolerated: WeakMap<KubeObject, readonly string[]>;
}

/** All that is wrong with an object. @param old what it was before an update. @param pace for what may be large. */
function* judged(
	{ schema, scale, meta, tolerated }: Judging,
	object: KubeObject,
	old: KubeObject | undefined,
	pace: Pace | undefined,
): Task<FieldError[]> {
	const [value, before] = [object, old] as unknown as [JsonFields, JsonFields | undefined];
	const bySchema =
		pace === undefined
			? validateBySchema(value, schema, '', before)
			: yield* validateBySchemaInSteps(value, schema, before, pace);
	if (pace !== undefined) yield* pace.spend(Number.POSITIVE_INFINITY);
	const asksLists = before === undefined || validateListTypes(before, schema).length === 0;
	const errors = [
		...(old === undefined ? validateObjectMeta(object.metadata, meta) : validateObjectMetaUpdate(object, old, meta)),
		...bySchema,
		...validateScale(value, scale),
		...(asksLists ? validateListTypes(value, schema) : []),
	];
	const warnings: string[] = [];
	const all = yield* withRules(errors, schema, () => rulesSay(value, schema, before, warnings, pace));
	if (warnings.length > 0) tolerated.set(object, warnings);
	return all;
}

function validateStatus(value: JsonFields, old: JsonFields, schema: JsonSchema): FieldError[] {
	const inner = schema.properties?.status;
	if (value.status === undefined || inner === undefined) return [];
	return validateBySchema(value.status, inner, 'status', old.status);
}
