import { expect, test } from 'vitest';
import { jsonEqual, jsonEqualInSteps } from '../../../simulator/machinery/json-equal.ts';
import { Pace } from '../../../simulator/machinery/rest.ts';
import { runToCompletion, type Task } from '../../../simulator/machinery/task.ts';
import { weighInSteps, weightOf } from '../../../simulator/store/weight.ts';

const KEYS = 5_000;

/** A new object each time: what is known of one says nothing of another. */
function large(change: (fields: Record<string, unknown>) => void = () => {}): unknown {
	const fields: Record<string, unknown> = {};
	for (let at = 0; at < KEYS; at++) fields[`k${at}`] = at % 7 === 0 ? [at, { a: 'b' }] : `v${at}`;
	change(fields);
	return { a: [1, fields], b: null };
}

function* counted(count: () => void): Task<void> {
	count();
}

const CHANGES: readonly (readonly [string, (fields: Record<string, unknown>) => void])[] = [
	['nothing', () => {}],
	['a key that is undefined', (fields) => Object.assign(fields, { more: undefined })],
	['another value at the end', (fields) => Object.assign(fields, { [`k${KEYS - 1}`]: 'x' })],
	['another value inside', (fields) => Object.assign(fields, { k7: [7, { a: 'c' }] })],
	['a key more', (fields) => Object.assign(fields, { more: null })],
	['a key less', (fields) => Reflect.deleteProperty(fields, 'k3')],
	['another key', (fields) => Object.assign(fields, { k3: undefined, more: 'v3' })],
	['a list for an object', (fields) => Object.assign(fields, { k7: { 0: 7, 1: { a: 'b' } } })],
];

test.each(CHANGES)('large values are compared in steps as at once: %s', (_, change) => {
	for (const [a, b] of [[large(), large(change)] as const, [large(change), large()] as const]) {
		let pauses = 0;
		const equal = runToCompletion(jsonEqualInSteps(a, b, () => counted(() => pauses++)));
		expect(equal).toBe(jsonEqual(a, b));
		expect(pauses > 3 || !equal).toBe(true);
	}
});

test('a large value weighs in steps what it weighs at once', () => {
	const value = large();
	const task = weighInSteps(value, new Pace({ arm: () => () => {} }));
	let rests = 0;
	let next = task.next();
	for (; !next.done; next = task.next()) rests++;
	expect(next.value).toBe(weightOf(large()));
	expect(weightOf(value)).toBe(weightOf(large()));
	expect(rests).toBeGreaterThan(2);
});
