import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue } from '../../machinery/field-error.ts';
import { percent } from '../../machinery/names.ts';
import { nonNegative } from './object-meta.ts';

/** Of each named field that is set and negative. Models ValidateNonnegativeField. */
export function validateNonNegative<T extends object>(
	object: T,
	fields: readonly (keyof T & string)[],
	path: string,
): FieldError[] {
	const errors: FieldError[] = [];
	for (const field of fields) {
		const value = object[field];
		if (typeof value === 'number' && value < 0) errors.push(nonNegative(`${path}.${field}`, value));
	}
	return errors;
}

/** Models pkg/apis/apps/validation ValidatePositiveIntOrPercent. */
export function validateIntOrPercent(value: number | string | undefined, path: string): FieldError[] {
	if (value === undefined) return [];
	if (typeof value === 'string') return percent(value).map((complaint) => invalidValue(path, value, complaint));
	return value < 0 ? [nonNegative(path, value)] : [];
}

/** Models IsNotMoreThan100Percent. */
export function validateAtMostAll(value: number | string | undefined, path: string): FieldError[] {
	if (typeof value !== 'string' || percentOf(value) === undefined) return [];
	return (percentOf(value) ?? 0) > 100 ? [invalidValue(path, value, 'must not be greater than 100%')] : [];
}

/** The number, or that of the percent sign; 0 for what is neither. Models getIntOrPercentValue. */
export function intOrPercentValue(value: number | string | undefined): number {
	return typeof value === 'string' ? (percentOf(value) ?? 0) : (value ?? 0);
}

function percentOf(value: string): number | undefined {
	return percent(value).length === 0 ? Number(value.slice(0, -1)) : undefined;
}
