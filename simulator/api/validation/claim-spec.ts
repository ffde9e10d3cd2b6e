import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField, invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { compareQuantities } from '../../machinery/quantity.ts';
import type { PersistentVolumeClaimSpec } from '../core/types/volume.ts';
import { validateLabelSelector } from './label-selector.ts';

export const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
export const VOLUME_MODES = ['Block', 'Filesystem'];

/** Models pkg/apis/core/validation ValidatePersistentVolumeClaimSpec. */
export function validateClaimSpec(spec: PersistentVolumeClaimSpec, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const modes = spec.accessModes ?? [];
	if (modes.length === 0) errors.push(required(`${path}.accessModes`, 'at least 1 access mode is required'));
	errors.push(...validateLabelSelector(spec.selector, `${path}.selector`));
	for (const mode of modes) {
		if (!ACCESS_MODES.includes(mode)) errors.push(notSupported(`${path}.accessModes`, mode, ACCESS_MODES));
	}
	const others = modes.some((mode) => mode !== 'ReadWriteOncePod' && ACCESS_MODES.includes(mode));
	if (modes.includes('ReadWriteOncePod') && others) {
		errors.push(forbiddenField(`${path}.accessModes`, 'may not use ReadWriteOncePod with other access modes'));
	}
	const storage = spec.resources?.requests?.storage;
	if (storage === undefined) errors.push(required(`${path}.resources[storage]`));
	else if (compareQuantities(storage, '0') <= 0) {
		errors.push(invalidValue(`${path}.resources[storage]`, storage, 'must be greater than zero'));
	}
	for (const field of ['storageClassName', 'volumeAttributesClassName'] as const) {
		const name = spec[field];
		if (name === undefined || name === '') continue;
		for (const complaint of nameIsDnsSubdomain(name, false)) {
			errors.push(invalidValue(`${path}.${field}`, name, complaint));
		}
	}
	if (spec.volumeMode !== undefined && !VOLUME_MODES.includes(spec.volumeMode)) {
		errors.push(notSupported(`${path}.volumeMode`, spec.volumeMode, VOLUME_MODES));
	}
	errors.push(...validateDataSources(spec, path));
	return errors;
}

function validateDataSources(spec: PersistentVolumeClaimSpec, path: string): FieldError[] {
	const errors: FieldError[] = [];
	for (const field of ['dataSource', 'dataSourceRef'] as const) {
		const source = spec[field];
		if (source === undefined) continue;
		if (source.name === '') errors.push(required(`${path}.${field}.name`));
		if (source.kind === '') errors.push(required(`${path}.${field}.kind`));
		if (!source.apiGroup && source.kind !== 'PersistentVolumeClaim') {
			errors.push(
				invalidValue(
					`${path}.${field}`,
					source.kind,
					"must be 'PersistentVolumeClaim' when referencing the default apiGroup",
				),
			);
		}
	}
	return errors;
}
