import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField, invalidValue, required } from '../../machinery/field-error.ts';
import { labelValue, qualifiedName } from '../../machinery/names.ts';
import type { LabelSelector } from '../meta/types.ts';
import { validateLabels } from './object-meta.ts';

/** Models apimachinery/pkg/apis/meta/v1/validation ValidateLabelSelector. */
export function validateLabelSelector(selector: LabelSelector | undefined, path: string): FieldError[] {
	if (selector === undefined) return [];
	const errors = validateLabels(selector.matchLabels, `${path}.matchLabels`);
	for (const [index, { key, operator, values = [] }] of (selector.matchExpressions ?? []).entries()) {
		const at = `${path}.matchExpressions[${index}]`;
		if (operator === 'In' || operator === 'NotIn') {
			if (values.length === 0) {
				errors.push(required(`${at}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
			}
		} else if (operator === 'Exists' || operator === 'DoesNotExist') {
			if (values.length > 0) {
				errors.push(
					forbiddenField(`${at}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"),
				);
			}
		} else {
			errors.push(invalidValue(`${at}.operator`, operator, 'not a valid selector operator'));
		}
		errors.push(...validateLabelName(key, `${at}.key`));
		for (const [valueIndex, value] of values.entries()) {
			for (const complaint of labelValue(value)) {
				errors.push(invalidValue(`${at}.values[${valueIndex}]`, value, complaint));
			}
		}
	}
	return errors;
}

/** Models ValidateLabelName. */
export function validateLabelName(name: string, path: string): FieldError[] {
	return qualifiedName(name).map((complaint) => invalidValue(path, name, complaint));
}

export function isEmptySelector(selector: LabelSelector): boolean {
	return Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length === 0;
}
