import type { FieldError } from '../../machinery/field-error.ts';
import { duplicate, invalidValue, notSupported, OMITTED, required, tooMany } from '../../machinery/field-error.ts';
import { qualifiedName } from '../../machinery/names.ts';
import type { JobSpec, PodFailurePolicyOnExitCodesRequirement } from './types.ts';

const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const OPERATORS = ['In', 'NotIn'];
const RULES_MAX = 20;
const EXIT_CODES_MAX = 255;
const PATTERNS_MAX = 20;

/** Models pkg/apis/batch/validation validatePodFailurePolicy. */
export function validateFailurePolicy(spec: JobSpec, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const rules = spec.podFailurePolicy?.rules ?? [];
	if (rules.length > RULES_MAX) errors.push(tooMany(`${path}.rules`, rules.length, RULES_MAX));
	const { containers, initContainers = [] } = spec.template.spec;
	const names = new Set([...containers, ...initContainers].map(({ name }) => name));
	for (const [index, { action, onExitCodes, onPodConditions = [] }] of rules.entries()) {
		const at = `${path}.rules[${index}]`;
		if (action === '') errors.push(required(`${at}.action`, validValues(ACTIONS)));
		else if (action === 'FailIndex' && spec.backoffLimitPerIndex === undefined) {
			errors.push(invalidValue(`${at}.action`, action, 'requires the backoffLimitPerIndex to be set'));
		} else if (!ACTIONS.includes(action)) errors.push(notSupported(`${at}.action`, action, ACTIONS));
		if (onExitCodes !== undefined) errors.push(...validateExitCodes(onExitCodes, names, `${at}.onExitCodes`));
		if (onPodConditions.length > PATTERNS_MAX) {
			errors.push(tooMany(`${at}.onPodConditions`, onPodConditions.length, PATTERNS_MAX));
		}
		for (const [i, { type, status }] of onPodConditions.entries()) {
			const patternPath = `${at}.onPodConditions[${i}]`;
			for (const complaint of qualifiedName(type)) errors.push(invalidValue(`${patternPath}.type`, type, complaint));
			if (!['True', 'False', 'Unknown'].includes(status ?? 'True')) {
				errors.push(notSupported(`${patternPath}.status`, status, ['False', 'True', 'Unknown']));
			}
		}
		if (onExitCodes !== undefined && onPodConditions.length > 0) {
			errors.push(invalidValue(at, OMITTED, 'specifying both OnExitCodes and OnPodConditions is not supported'));
		}
		if (onExitCodes === undefined && onPodConditions.length === 0) {
			errors.push(invalidValue(at, OMITTED, 'specifying one of OnExitCodes and OnPodConditions is required'));
		}
	}
	return errors;
}

function validateExitCodes(
	{ operator, values = [], containerName }: PodFailurePolicyOnExitCodesRequirement,
	names: ReadonlySet<string>,
	path: string,
): FieldError[] {
	const errors: FieldError[] = [];
	if (operator === '') errors.push(required(`${path}.operator`, validValues(OPERATORS)));
	else if (!OPERATORS.includes(operator)) errors.push(notSupported(`${path}.operator`, operator, OPERATORS));
	if (containerName !== undefined && !names.has(containerName)) {
		errors.push(
			invalidValue(
				`${path}.containerName`,
				containerName,
				'must be one of the container or initContainer names in the pod template',
			),
		);
	}
	if (values.length === 0) errors.push(invalidValue(`${path}.values`, values, 'at least one value is required'));
	else if (values.length > EXIT_CODES_MAX) errors.push(tooMany(`${path}.values`, values.length, EXIT_CODES_MAX));
	const seen = new Set<number>();
	let ordered = true;
	for (const [index, value] of values.entries()) {
		if (operator === 'In' && value === 0) {
			errors.push(invalidValue(`${path}.values[${index}]`, value, 'must not be 0 for the In operator'));
		}
		if (seen.has(value)) errors.push(duplicate(`${path}.values[${index}]`, value));
		if (index > 0 && value < (values[index - 1] as number)) ordered = false;
		seen.add(value);
	}
	if (!ordered) errors.push(invalidValue(`${path}.values`, values, 'must be ordered'));
	return errors;
}

/** As Go's %q shows a list. */
function validValues(values: readonly string[]): string {
	return `valid values: [${values.map((each) => JSON.stringify(each)).join(' ')}]`;
}
