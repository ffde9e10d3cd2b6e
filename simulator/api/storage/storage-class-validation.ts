import type { FieldError } from '../../machinery/field-error.ts';
import {
	duplicate,
	forbiddenField,
	invalidValue,
	notSupported,
	required,
	tooLong,
} from '../../machinery/field-error.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { qualifiedName } from '../../machinery/names.ts';
import type { TopologySelectorTerm } from '../core/types/reference.ts';
import { validateLabelName } from '../validation/label-selector.ts';
import { nodeLabelDeprecation } from '../validation/node-label-warnings.ts';
import { utf8Length, validateImmutable } from '../validation/object-meta.ts';
import type { StorageClass } from './types.ts';

const RECLAIM_POLICIES = ['Delete', 'Retain'];
const BINDING_MODES = ['Immediate', 'WaitForFirstConsumer'];
const PARAMETERS_MAX = 512;
const PARAMETERS_BYTES_MAX = 256 * 1024;

/** Models pkg/apis/storage/validation ValidateStorageClass. */
export function validateStorageClass(storageClass: StorageClass): FieldError[] {
	const { provisioner, reclaimPolicy, volumeBindingMode, parameters } = storageClass;
	const errors = [...validateProvisioner(provisioner, 'provisioner'), ...validateParameters(parameters, 'parameters')];
	if (reclaimPolicy !== undefined && !RECLAIM_POLICIES.includes(reclaimPolicy)) {
		errors.push(notSupported('reclaimPolicy', reclaimPolicy, RECLAIM_POLICIES));
	}
	if (volumeBindingMode === undefined) errors.push(required('volumeBindingMode'));
	else if (!BINDING_MODES.includes(volumeBindingMode)) {
		errors.push(notSupported('volumeBindingMode', volumeBindingMode, BINDING_MODES));
	}
	errors.push(...validateTopologies(storageClass.allowedTopologies ?? []));
	return errors;
}

/** Models validateAllowedTopologies, pkg/apis/core/validation ValidateTopologySelectorTerm. */
function validateTopologies(terms: readonly TopologySelectorTerm[]): FieldError[] {
	const errors: FieldError[] = [];
	// The server starts with as many empty terms as there are terms: an empty one is always there before.
	const seen: object[] = terms.map(() => ({}));
	for (const [index, { matchLabelExpressions = [] }] of terms.entries()) {
		const at = `allowedTopologies[${index}].matchLabelExpressions`;
		const byKey: { [key: string]: readonly string[] } = Object.create(null);
		for (const [i, { key, values }] of matchLabelExpressions.entries()) {
			errors.push(...validateTopologyLabel(key, values ?? [], `${at}[${i}]`));
			if (byKey[key] !== undefined) errors.push(duplicate(`${at}[${i}].key`, key));
			byKey[key] = [...(values ?? [])].sort();
		}
		for (const other of seen) if (jsonEqual(byKey, other)) errors.push(duplicate(at, ''));
		seen.push(byKey);
	}
	return errors;
}

function validateTopologyLabel(key: string, values: readonly string[], path: string): FieldError[] {
	const errors: FieldError[] = [];
	if (values.length === 0) errors.push(required(`${path}.values`));
	for (const [index, value] of values.entries()) {
		if (values.indexOf(value) < index) errors.push(duplicate(`${path}.values[${index}]`, value));
	}
	return [...errors, ...validateLabelName(key, `${path}.key`)];
}

/** Models pkg/apis/storage/util GetWarningsForStorageClass. */
export function storageClassWarnings({ allowedTopologies }: StorageClass): string[] {
	return (allowedTopologies ?? []).flatMap(({ matchLabelExpressions }, index) =>
		(matchLabelExpressions ?? []).flatMap(({ key }, i) => {
			const deprecation = nodeLabelDeprecation(key);
			const path = `allowedTopologies[${index}].matchLabelExpressions[${i}].key`;
			return deprecation === undefined ? [] : [`${path}: ${deprecation}`];
		}),
	);
}

/** Models validateProvisioner. */
export function validateProvisioner(provisioner: string, path: string): FieldError[] {
	if (provisioner === '') return [required(path)];
	return qualifiedName(provisioner.toLowerCase()).map((complaint) => invalidValue(path, provisioner, complaint));
}

/** Models validateParameters. */
export function validateParameters(
	parameters: { readonly [key: string]: string } | undefined,
	path: string,
): FieldError[] {
	const pairs = Object.entries(parameters ?? {});
	const errors: FieldError[] = [];
	if (pairs.length > PARAMETERS_MAX) return [tooLong(path, PARAMETERS_MAX)];
	let bytes = 0;
	for (const [key, value] of pairs) {
		if (key === '') errors.push(invalidValue(path, key, 'field can not be empty.'));
		bytes += utf8Length(key) + utf8Length(value);
	}
	if (bytes > PARAMETERS_BYTES_MAX) errors.push(tooLong(path, PARAMETERS_BYTES_MAX));
	return errors;
}

/** Models ValidateStorageClassUpdate. */
export function validateStorageClassChange(now: StorageClass, old: StorageClass): FieldError[] {
	const errors: FieldError[] = [];
	if (!jsonEqual(now.parameters ?? {}, old.parameters ?? {})) {
		errors.push(forbiddenField('parameters', 'updates to parameters are forbidden.'));
	}
	if (now.provisioner !== old.provisioner) {
		errors.push(forbiddenField('provisioner', 'updates to provisioner are forbidden.'));
	}
	if (now.reclaimPolicy !== old.reclaimPolicy) {
		errors.push(forbiddenField('reclaimPolicy', 'updates to reclaimPolicy are forbidden.'));
	}
	errors.push(...validateImmutable(now.volumeBindingMode, old.volumeBindingMode, 'volumeBindingMode'));
	return errors;
}
