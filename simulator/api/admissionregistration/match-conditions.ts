import type { FieldError } from '../../machinery/field-error.ts';
import { duplicate, invalidValue, required, tooMany } from '../../machinery/field-error.ts';
import { qualifiedName } from '../../machinery/names.ts';
import type { MatchCondition } from './types.ts';

const CONDITIONS_MAX = 64;

/** What is wrong with an expression that is not empty. */
export type ExpressionCheck = (expression: string, path: string) => FieldError[];

/** Models pkg/apis/admissionregistration/validation validateMatchConditions. */
export function validateMatchConditions(
	conditions: readonly MatchCondition[] | undefined,
	path: string,
	check: ExpressionCheck,
): FieldError[] {
	const list = conditions ?? [];
	const errors = list.length > CONDITIONS_MAX ? [tooMany(path, list.length, CONDITIONS_MAX)] : [];
	const names = new Set<string>();
	for (const [index, { name, expression }] of list.entries()) {
		const at = `${path}[${index}]`;
		const trimmed = expression.trim();
		if (trimmed === '') errors.push(required(`${at}.expression`));
		else errors.push(...check(trimmed, `${at}.expression`));
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
