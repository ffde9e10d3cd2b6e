import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue, required, tooLong, tooMany } from '../../machinery/field-error.ts';
import { validateNonNegative } from '../validation/numbers.ts';
import type { JobSpec, SuccessPolicyRule } from './types.ts';

const RULES_MAX = 20;
const INDEXES_LENGTH_MAX = 64 * 1024;

/** Models pkg/apis/batch/validation validateSuccessPolicy. */
export function validateSuccessPolicy(spec: JobSpec, path: string): FieldError[] {
	const policy = spec.successPolicy;
	if (policy === undefined) return [];
	if (spec.completionMode !== 'Indexed') {
		const shown = policy.rules.map(({ succeededIndexes = null, succeededCount = null }) => ({
			SucceededIndexes: succeededIndexes,
			SucceededCount: succeededCount,
		}));
		return [invalidValue(path, { Rules: shown }, 'requires indexed completion mode')];
	}
	const errors: FieldError[] = [];
	const rules = policy.rules ?? [];
	if (rules.length === 0) {
		const because = 'at least one rules must be specified when the successPolicy is specified';
		errors.push(required(`${path}.rules`, because));
	}
	if (rules.length > RULES_MAX) errors.push(tooMany(`${path}.rules`, rules.length, RULES_MAX));
	for (const [index, rule] of rules.entries()) {
		errors.push(...validateRule(rule, spec.completions ?? 0, `${path}.rules[${index}]`));
	}
	return errors;
}

/** Models validateSuccessPolicyRule. */
function validateRule(rule: SuccessPolicyRule, completions: number, path: string): FieldError[] {
	const { succeededIndexes, succeededCount } = rule;
	const errors: FieldError[] = [];
	if (succeededCount === undefined && succeededIndexes === undefined) {
		errors.push(required(path, 'at least one of succeededCount or succeededIndexes must be specified'));
	}
	let total = 0;
	if (succeededIndexes !== undefined) {
		const at = `${path}.succeededIndexes`;
		if (succeededIndexes.length > INDEXES_LENGTH_MAX) errors.push(tooLong(at, INDEXES_LENGTH_MAX));
		const counted = countIndexes(succeededIndexes, completions);
		if (typeof counted === 'number') total = counted;
		else errors.push(invalidValue(at, succeededIndexes, `error parsing succeededIndexes: ${counted.complaint}`));
	}
	if (succeededCount === undefined) return errors;
	errors.push(...validateNonNegative(rule, ['succeededCount'], path));
	const tooLarge = (max: number, what: string): void => {
		if (succeededCount <= max) return;
		const because = `must be less than or equal to ${max} (the number of ${what})`;
		errors.push(invalidValue(`${path}.succeededCount`, succeededCount, because));
	};
	tooLarge(completions, 'specified completions');
	if (succeededIndexes !== undefined) tooLarge(total, 'indexes in the specified succeededIndexes field');
	return errors;
}

interface Complaint {
	readonly complaint: string;
}

/** How many indexes "1,3-5" names. Models validateIndexesFormat. */
function countIndexes(text: string, completions: number): number | Complaint {
	let [total, last] = [0, -1];
	for (const interval of text === '' ? [] : text.split(',')) {
		const range = parseInterval(interval, completions);
		if ('complaint' in range) return range;
		if (total > 0 && last >= range.first) {
			return { complaint: `non-increasing order, previous: ${last}, current: ${range.first}` };
		}
		total += range.last - range.first + 1;
		last = range.last;
	}
	return total;
}

/** Models parseIndexInterval. */
function parseInterval(interval: string, completions: number): { first: number; last: number } | Complaint {
	const limits = interval.split('-');
	const quoted = JSON.stringify(interval);
	if (limits.length > 2) {
		return {
			complaint: `the fragment ${quoted} violates the requirement that an index interval can have at most two parts separated by '-'`,
		};
	}
	const numbers: number[] = [];
	for (const limit of limits) {
		const shown = JSON.stringify(limit);
		if (!/^\+?\d+$/.test(limit)) return { complaint: `cannot convert string to integer for index: ${shown}` };
		if (Number(limit) >= completions) return { complaint: `too large index: ${shown}` };
		numbers.push(Number(limit));
	}
	const [first = 0, last = first] = numbers;
	if (numbers.length === 2 && first >= last) {
		return { complaint: `non-increasing order, previous: ${first}, current: ${last}` };
	}
	return { first, last };
}
