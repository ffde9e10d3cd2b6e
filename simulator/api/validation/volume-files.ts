import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue, required } from '../../machinery/field-error.ts';
import type { DownwardAPIVolumeFile, KeyToPath } from '../core/types/volume-source.ts';
import { validateFieldRef, validateResourceFieldRef } from './env.ts';
import { validateFileMode, validateNonReservedPath } from './paths.ts';

// What volumes of ConfigMaps, Secrets and the downward API say of the files in them.

export function validateItems(items: readonly KeyToPath[] | undefined, path: string): FieldError[] {
	return (items ?? []).flatMap((item, index) => validateKeyToPath(item, `${path}[${index}]`));
}

/** Models validateKeyToPath. */
export function validateKeyToPath(item: KeyToPath, path: string): FieldError[] {
	const errors: FieldError[] = [];
	if (item.key === '') errors.push(required(`${path}.key`));
	if (item.path === '') errors.push(required(`${path}.path`));
	errors.push(...validateNonReservedPath(item.path, `${path}.path`));
	errors.push(...validateFileMode(item.mode, `${path}.mode`));
	return errors;
}

const VOLUME_FIELDS = [
	'metadata.annotations',
	'metadata.labels',
	'metadata.name',
	'metadata.namespace',
	'metadata.uid',
];

/** Models validateDownwardAPIVolumeFile: the path it reports is the list's, without the index. */
export function validateDownwardFile(file: DownwardAPIVolumeFile, path: string): FieldError[] {
	const errors: FieldError[] = [];
	if (file.path === '') errors.push(required(`${path}.path`));
	errors.push(...validateNonReservedPath(file.path, `${path}.path`));
	if (file.fieldRef !== undefined) {
		errors.push(...validateFieldRef(file.fieldRef, VOLUME_FIELDS, `${path}.fieldRef`));
		if (file.resourceFieldRef !== undefined) {
			errors.push(invalidValue(path, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously'));
		}
	} else if (file.resourceFieldRef !== undefined) {
		errors.push(...validateResourceFieldRef(file.resourceFieldRef, `${path}.resourceFieldRef`, true));
	} else {
		errors.push(required(path, 'one of fieldRef and resourceFieldRef is required'));
	}
	errors.push(...validateFileMode(file.mode, `${path}.mode`));
	return errors;
}
