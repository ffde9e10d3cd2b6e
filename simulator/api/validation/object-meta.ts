import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField, invalidValue, required, tooLong } from '../../machinery/field-error.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import type { KubeObject, ObjectMeta, OwnerReference } from '../../machinery/meta.ts';
import type { ValidateName } from '../../machinery/names.ts';
import { dns1123Label, labelValue, qualifiedName } from '../../machinery/names.ts';

/** What the checks of metadata must know of a kind. */
export interface MetaRules {
	readonly namespaced: boolean;
	readonly validateName: ValidateName;
	/** Finalizers without a domain may have any name: the groups whose checks are not the core group's. */
	readonly anyFinalizer?: boolean;
}

export const IMMUTABLE = 'field is immutable';

/**
 * Checks the metadata of a new object (the server has given it its name). Part of every kind's `validate`.
 * Models apimachinery/pkg/api/validation ValidateObjectMetaAccessor.
 */
export function validateObjectMeta(meta: ObjectMeta, rules: MetaRules, path = 'metadata'): FieldError[] {
	const errors: FieldError[] = [];
	if (meta.generateName !== undefined) {
		for (const complaint of rules.validateName(meta.generateName, true)) {
			errors.push(invalidValue(`${path}.generateName`, meta.generateName, complaint));
		}
	}
	if (meta.name === undefined || meta.name === '') {
		errors.push(required(`${path}.name`, 'name or generateName is required'));
	} else {
		for (const complaint of rules.validateName(meta.name, false)) {
			errors.push(invalidValue(`${path}.name`, meta.name, complaint));
		}
	}
	errors.push(...validateNamespaceOf(meta, rules.namespaced, path));
	if ((meta.generation ?? 0) < 0) errors.push(nonNegative(`${path}.generation`, meta.generation));
	errors.push(...validateLabels(meta.labels, `${path}.labels`));
	errors.push(...validateAnnotations(meta.annotations, `${path}.annotations`));
	errors.push(...validateOwnerReferences(meta.ownerReferences, `${path}.ownerReferences`));
	errors.push(...validateFinalizers(meta.finalizers, `${path}.finalizers`));
	if (rules.anyFinalizer !== true) errors.push(...validateKubeFinalizers(meta.finalizers, `${path}.finalizers`));
	return errors;
}

/** Finalizers that garbage collection knows, and the one of namespaces. */
const STANDARD_FINALIZERS = ['kubernetes', 'orphan', 'foregroundDeletion'];

/** Models pkg/apis/core/validation ValidateObjectMeta's validateKubeFinalizerName. */
function validateKubeFinalizers(finalizers: readonly string[] | undefined, path: string): FieldError[] {
	const errors: FieldError[] = [];
	for (const [index, name] of (finalizers ?? []).entries()) {
		if (name.includes('/') || STANDARD_FINALIZERS.includes(name)) continue;
		const because = 'name is neither a standard finalizer name nor is it fully qualified';
		errors.push(invalidValue(`${path}[${index}]`, name, because));
	}
	return errors;
}

function validateNamespaceOf(meta: ObjectMeta, namespaced: boolean, path: string): FieldError[] {
	if (!namespaced) {
		return meta.namespace === undefined ? [] : [forbiddenField(`${path}.namespace`, 'not allowed on this type')];
	}
	if (meta.namespace === undefined || meta.namespace === '') return [required(`${path}.namespace`)];
	return dns1123Label(meta.namespace).map((complaint) => invalidValue(`${path}.namespace`, meta.namespace, complaint));
}

/**
 * Checks the metadata of an updated object against the stored one. Part of every kind's `validateUpdate`.
 * Models apimachinery/pkg/api/validation ValidateObjectMetaAccessorUpdate.
 */
export function validateObjectMetaUpdate(
	object: KubeObject,
	old: KubeObject,
	{ anyFinalizer = false }: Pick<MetaRules, 'anyFinalizer'> = {},
): FieldError[] {
	const path = 'metadata';
	const meta = object.metadata;
	const before = old.metadata;
	const errors: FieldError[] = [];
	if (before.deletionTimestamp !== undefined) {
		const added = (meta.finalizers ?? []).filter((each) => !before.finalizers?.includes(each));
		if (added.length > 0) {
			const list = added
				.sort()
				.map((each) => JSON.stringify(each))
				.join(', ');
			errors.push(
				forbiddenField(
					`${path}.finalizers`,
					`no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`,
				),
			);
		}
	}
	if (meta.resourceVersion === undefined || meta.resourceVersion === '') {
		errors.push(invalidValue(`${path}.resourceVersion`, '', 'must be specified for an update'));
	}
	if ((meta.generation ?? 0) < (before.generation ?? 0)) {
		errors.push(invalidValue(`${path}.generation`, meta.generation ?? 0, 'must not be decremented'));
	}
	for (const field of ['name', 'namespace', 'uid', 'creationTimestamp'] as const) {
		if ((meta[field] ?? '') !== (before[field] ?? '')) {
			errors.push(invalidValue(`${path}.${field}`, meta[field] ?? '', IMMUTABLE));
		}
	}
	for (const field of ['deletionTimestamp', 'deletionGracePeriodSeconds'] as const) {
		if (meta[field] !== before[field]) errors.push(invalidValue(`${path}.${field}`, meta[field], IMMUTABLE));
	}
	errors.push(...validateLabels(meta.labels, `${path}.labels`));
	errors.push(...validateAnnotations(meta.annotations, `${path}.annotations`));
	errors.push(...validateOwnerReferences(meta.ownerReferences, `${path}.ownerReferences`));
	if (!anyFinalizer) errors.push(...validateKubeFinalizers(meta.finalizers, `${path}.finalizers`));
	return errors;
}

/** Models v1/validation ValidateLabels. In the order of the keys: the real server's order is Go's, at random. */
export function validateLabels(labels: { [key: string]: string } | undefined, path: string): FieldError[] {
	if (labels === undefined) return [];
	const errors: FieldError[] = [];
	for (const key of Object.keys(labels)) {
		for (const complaint of qualifiedName(key)) errors.push(invalidValue(path, key, complaint));
		const value = labels[key] as string;
		for (const complaint of labelValue(value)) errors.push(invalidValue(path, value, complaint));
	}
	return errors;
}

const ANNOTATIONS_BYTES_MAX = 256 * 1024;

/** Models apimachinery/pkg/api/validation ValidateAnnotations: keys as labels', in any case; 256 KiB altogether. */
export function validateAnnotations(annotations: { [key: string]: string } | undefined, path: string): FieldError[] {
	if (annotations === undefined) return [];
	const errors: FieldError[] = [];
	let bytes = 0;
	for (const [key, value] of Object.entries(annotations)) {
		for (const complaint of qualifiedName(key.toLowerCase())) errors.push(invalidValue(path, key, complaint));
		bytes += utf8Length(key) + utf8Length(value);
	}
	if (bytes > ANNOTATIONS_BYTES_MAX) errors.push(tooLong(path, ANNOTATIONS_BYTES_MAX));
	return errors;
}

/** Bytes of `text` in UTF-8, without encoding it. */
export function utf8Length(text: string): number {
	let bytes = text.length;
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code < 0x80) continue;
		bytes += code < 0x800 ? 1 : 2;
		if (code >= 0xd800 && code < 0xdc00) {
			bytes -= 1;
			i++;
		}
	}
	return bytes;
}

/** Models apimachinery/pkg/api/validation ValidateOwnerReferences. */
function validateOwnerReferences(references: readonly OwnerReference[] | undefined, path: string): FieldError[] {
	const errors: FieldError[] = [];
	let controller = '';
	for (const reference of references ?? []) {
		const slash = reference.apiVersion.indexOf('/');
		if (reference.apiVersion.slice(slash + 1) === '') {
			errors.push(invalidValue(`${path}.apiVersion`, reference.apiVersion, 'version must not be empty'));
		}
		for (const field of ['kind', 'name', 'uid'] as const) {
			if (reference[field] === '') errors.push(invalidValue(`${path}.${field}`, '', 'must not be empty'));
		}
		if (reference.apiVersion === 'v1' && reference.kind === 'Event') {
			errors.push(invalidValue(path, reference, '/v1, Kind=Event is disallowed from being an owner'));
		}
		if (reference.controller !== true) continue;
		const name = `${reference.kind}/${reference.name}`;
		if (controller === '') controller = name;
		else {
			errors.push(
				invalidValue(
					path,
					references,
					`Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${name}`,
				),
			);
		}
	}
	return errors;
}

/** Models apimachinery/pkg/api/validation ValidateFinalizers. */
function validateFinalizers(finalizers: readonly string[] | undefined, path: string): FieldError[] {
	const errors = (finalizers ?? []).flatMap((each) =>
		qualifiedName(each).map((complaint) => invalidValue(path, each, complaint)),
	);
	if (finalizers?.includes('orphan') && finalizers.includes('foregroundDeletion')) {
		errors.push(invalidValue(path, finalizers, 'finalizer orphan and foregroundDeletion cannot be both set'));
	}
	return errors;
}

/** "must be greater than or equal to 0". Models ValidateNonnegativeField. */
export function nonNegative(path: string, value: unknown): FieldError {
	return invalidValue(path, value, 'must be greater than or equal to 0');
}

/** None when the values are equal as JSON. Models ValidateImmutableField. */
export function validateImmutable(value: unknown, old: unknown, path: string): FieldError[] {
	return jsonEqual(value, old) ? [] : [invalidValue(path, value, IMMUTABLE)];
}
