import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue } from '../../machinery/field-error.ts';

/** Models pkg/apis/core/validation validatePathNoBacksteps. */
export function validateNoBacksteps(value: string, path: string): FieldError[] {
	return value.split('/').includes('..') ? [invalidValue(path, value, "must not contain '..'")] : [];
}

/** Models validateLocalDescendingPath. */
export function validateDescendingPath(value: string, path: string): FieldError[] {
	const errors = value.startsWith('/') ? [invalidValue(path, value, 'must be a relative path')] : [];
	return [...errors, ...validateNoBacksteps(value, path)];
}

/** Models ValidateLocalNonReservedPath. */
export function validateNonReservedPath(value: string, path: string): FieldError[] {
	const errors = validateDescendingPath(value, path);
	if (value.startsWith('..') && !value.startsWith('../')) {
		errors.push(invalidValue(path, value, "must not start with '..'"));
	}
	return errors;
}

/** Models the checks of defaultMode and mode. */
export function validateFileMode(mode: number | undefined, path: string): FieldError[] {
	if (mode === undefined || (mode >= 0 && mode <= 0o777)) return [];
	return [invalidValue(path, mode, 'must be a number between 0 and 0777 (octal), both inclusive')];
}
