import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField, invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import { dns1123Label, dns1123Subdomain, nameIsDnsSubdomain } from '../../machinery/names.ts';
import { compareQuantities, milliValue } from '../../machinery/quantity.ts';
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
	errors.push(...validateClassName(spec.storageClassName, `${path}.storageClassName`));
	if (spec.volumeMode !== undefined && !VOLUME_MODES.includes(spec.volumeMode)) {
		errors.push(notSupported(`${path}.volumeMode`, spec.volumeMode, VOLUME_MODES));
	}
	errors.push(...validateDataSources(spec, path));
	errors.push(...validateClassName(spec.volumeAttributesClassName, `${path}.volumeAttributesClassName`));
	return errors;
}

/** Models ValidateClassName; no name is in order. */
function validateClassName(name: string | undefined, path: string): FieldError[] {
	if (name === undefined || name === '') return [];
	return nameIsDnsSubdomain(name, false).map((complaint) => invalidValue(path, name, complaint));
}

/** Models pkg/api/persistentvolumeclaim GetWarningsForPersistentVolumeClaimSpec. */
export function claimSpecWarnings({ resources }: PersistentVolumeClaimSpec, path: string): string[] {
	return (['requests', 'limits'] as const).flatMap((side) => {
		const amount = resources?.[side]?.storage;
		if (amount === undefined || milliValue(amount) % 1000 === 0) return [];
		const shown = JSON.stringify(amount);
		return [`${path}.resources.${side}[storage]: fractional byte value ${shown} is invalid, must be an integer`];
	});
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
		for (const complaint of source.apiGroup ? dns1123Subdomain(source.apiGroup) : []) {
			errors.push(invalidValue(`${path}.${field}.apiGroup`, source.apiGroup, complaint));
		}
		const { namespace } = source as { namespace?: string };
		for (const complaint of namespace ? dns1123Label(namespace) : []) {
			errors.push(invalidValue(`${path}.${field}.namespace`, namespace, complaint));
		}
	}
	const { dataSource, dataSourceRef } = spec;
	if (dataSource === undefined || dataSourceRef === undefined) return errors;
	// The value is a path of the server's, of which nothing is printed.
	if (dataSourceRef.namespace) {
		errors.push(invalidValue(path, {}, 'may not be specified when dataSourceRef.namespace is specified'));
	} else if (!isSameSource(dataSource, dataSourceRef)) errors.push(invalidValue(path, {}, 'must match dataSourceRef'));
	return errors;
}

type Source = NonNullable<PersistentVolumeClaimSpec['dataSource']>;

function isSameSource(a: Source, b: Source): boolean {
	return a.apiGroup === b.apiGroup && a.kind === b.kind && a.name === b.name;
}
