import { type FieldError, invalidValue } from '../../machinery/field-error.ts';
import { goPrint, goTypeName } from '../../machinery/go-format.ts';
import type { CustomResourceSubresourceScale } from '../apiextensions/types.ts';
import type { JsonFields } from './json-schema.ts';
import { valueAtPath } from './path-value.ts';

const INT32_MAX = 2_147_483_647;

/** What stands at the paths of the scale subresource. Models customresource/validator.go ValidateScaleSpec and ValidateScaleStatus. */
export function validateScale(object: JsonFields, scale: CustomResourceSubresourceScale | undefined): FieldError[] {
	if (scale === undefined) return [];
	const errors: FieldError[] = [];
	for (const path of [scale.specReplicasPath, scale.statusReplicasPath]) {
		const value = valueAtPath(object, path) ?? 0;
		if (typeof value !== 'number' || !Number.isInteger(value)) {
			const detail = `${path} accessor error: ${goPrint(value)} is of the type ${goTypeName(value)}, expected int64`;
			errors.push(invalidValue(path, 0, detail));
		} else if (value < 0) errors.push(invalidValue(path, value, 'should be a non-negative integer'));
		else if (value > INT32_MAX) errors.push(invalidValue(path, value, `should be less than or equal to ${INT32_MAX}`));
	}
	return errors;
}
