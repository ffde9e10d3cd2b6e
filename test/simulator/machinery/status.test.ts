import { expect, test } from 'vitest';
import { type FieldError, invalidValue } from '../../../simulator/machinery/field-error.ts';
import { invalid, invalidInSteps } from '../../../simulator/machinery/status.ts';
import type { Wait } from '../../../simulator/machinery/task.ts';

const POD = { group: '', kind: 'Pod' };
const REST: Wait = { arm: () => () => {} };

/** As one after another is told, without steps. */
function message(errors: readonly FieldError[]): string {
	const each = [...new Set(errors.map((error) => error.message()))];
	return `Pod "p" is invalid: ${each.length === 1 ? each[0] : `[${each.join(', ')}]`}`;
}

test.each([1, 2, 999, 1_000, 1_001, 5_000])('%d complaints, some of them equal', (count) => {
	const errors = Array.from({ length: count }, (_, index) =>
		invalidValue(`spec.a[${index % 1_500}]`, index % 3_000, 'must not be'),
	);
	const task = invalidInSteps(POD, 'p', errors, REST);
	let rests = 0;
	let next = task.next();
	for (; !next.done; next = task.next()) rests++;
	expect(next.value.status).toStrictEqual(invalid(POD, 'p', errors).status);
	expect(next.value.status).toStrictEqual({
		kind: 'Status',
		apiVersion: 'v1',
		metadata: {},
		status: 'Failure',
		message: message(errors),
		reason: 'Invalid',
		details: {
			name: 'p',
			kind: 'Pod',
			causes: errors.map((error) => ({ reason: error.type, message: error.body(), field: error.field })),
		},
		code: 422,
	});
	expect(rests).toBeGreaterThan((2 * count) / 1_000 - 2);
});

test('what is beyond the limit is left out', () => {
	const errors = Array.from({ length: 10 }, (_, index) => invalidValue(`f${index}`, 'x', 'a'.repeat(1024 * 1024)));
	const { status } = invalid(POD, 'p', errors);
	expect(status.message).toBe(message(errors.slice(0, 2)));
	expect(status.details?.causes?.map(({ field }) => field)).toStrictEqual(['f0', 'f1']);
});
