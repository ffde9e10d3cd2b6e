import type { FieldError } from '../../machinery/field-error.ts';
import { duplicate, invalidValue, required, tooMany } from '../../machinery/field-error.ts';
import { qualifiedName } from '../../machinery/names.ts';
import type { MatchCondition } from './types.ts';

const CONDITIONS_MAX = 64;

/**
 * Models pkg/apis/admissionregistration/validation validateMatchConditions.
 * Differs: the expressions are not compiled.
 */
export function validateMatchConditions(conditions: readonly MatchCondition[] | undefined, path: string): FieldError[] {
	const list = conditions ?? [];
	const errors = list.length > CONDITIONS_MAX ? [tooMany(path, list.length, CONDITIONS_MAX)] : [];
	const names = new Set<string>();
	for (const [index, { name, expression }] of list.entries()) {
		const at = `${path}[${index}]`;
		if (expression.trim() === '') errors.push(required(`${at}.expression`));
		if (name === '') {
			errors.push(required(`${at}.name`));
			continue;
		}
		for (const complaint of qualifiedName(name)) errors.push(invalidValue(`${at}.name`, name, complaint));
		if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
		names.add(name);
	}
	return errors;
}
