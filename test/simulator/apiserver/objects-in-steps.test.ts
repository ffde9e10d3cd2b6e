import { expect, test } from 'vitest';
import { checkTypes, checkTypesInSteps } from '../../../simulator/api/schema/check-types.ts';
import { roundTrip, roundTripInSteps } from '../../../simulator/api/schema/round-trip.ts';
import { objectType, type TypeSchema, typeSchema } from '../../../simulator/api/schema/schema.ts';
import { parseJsonInSteps } from '../../../simulator/apiserver/decoding/parse-json.ts';
import { compareFields, compareFieldsInSteps } from '../../../simulator/machinery/field-set/compare-fields.ts';
import { fieldsOf } from '../../../simulator/machinery/field-set/owned-fields.ts';
import type { JsonObject } from '../../../simulator/machinery/patch/json-object.ts';
import type { PatchSchema } from '../../../simulator/machinery/patch/patch-schema.ts';
import type { Task, Wait } from '../../../simulator/machinery/task.ts';

const REST: Wait = { arm: () => () => undefined };

/** What a task comes to, and how often it rested. */
function rested<T>(task: Task<T>): { value: T; rests: number } {
	for (let rests = 0; ; rests++) {
		const next = task.next();
		if (next.done) return { value: next.value, rests };
		expect(next.value).toBe(REST);
	}
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => (index * 7_919) % count);

/** What is known and what is not, in maps, in lists by key and in lists of anything. */
function pod(count: number, change: (index: number) => unknown): JsonObject {
	return {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: {
			name: 'p',
			creationTimestamp: null,
			labels: Object.fromEntries(numbers(count).map((at) => [`l${at}`, at % 5 === 0 ? change(at) : `${at}`])),
			annotations: { one: 'two', ['__proto__']: 'name' },
		},
		spec: {
			unknown: numbers(300),
			containers: numbers(count).map((at) => ({
				name: `c${at}`,
				image: at % 7 === 0 ? change(at) : 'nginx',
				unknown: 1,
				resources: { limits: { cpu: 0.5, memory: '1024Mi' } },
				env: at % 3 === 0 ? [] : [{ name: 'B', value: '' }, { name: 'A' }],
			})),
			volumes: [{ name: 'v', configMap: null }],
		},
	} as unknown as JsonObject;
}

const POD = typeSchema('io.k8s.api.core.v1.Pod') as TypeSchema;
const SCHEMA: PatchSchema = { root: POD, objectType: objectType as PatchSchema['objectType'] };
const NOTHING_SKIPPED: ReadonlySet<string> = new Set();
const text = (value: unknown): string => JSON.stringify(value);

test('types are checked as at once', () => {
	const { value, rests } = rested(checkTypesInSteps(pod(2_000, String), POD, REST));
	expect(text(value)).toBe(text(checkTypes(pod(2_000, String), POD)));
	expect(value.length).toBe(2_001);
	expect(rests).toBeGreaterThan(1);
	const wrong = pod(2_000, (at) => (at === 1_225 ? 1 : 'x'));
	expect(() => checkTypes(wrong, POD)).toThrow();
	let complaint = '';
	try {
		checkTypes(wrong, POD);
	} catch (error) {
		complaint = (error as Error).message;
	}
	expect(() => rested(checkTypesInSteps(wrong, POD, REST))).toThrow(complaint);
});

test('objects come out in the server’s form as at once', () => {
	const { value, rests } = rested(roundTripInSteps(pod(2_000, String), POD, REST));
	expect(text(value)).toBe(text(roundTrip(pod(2_000, String), POD)));
	expect(rests).toBeGreaterThan(1);
});

test('changes are found as at once', () => {
	const [before, after] = [pod(1_500, String), pod(1_550, (at) => (at % 2 === 0 ? `${at}` : 'changed'))];
	const pairs: readonly (readonly [JsonObject, JsonObject])[] = [
		[before, after],
		[after, before],
		[{ metadata: {} }, after],
		[before, { metadata: {}, spec: {} }],
		[before, pod(1_500, (at) => `${at + 1}`)],
		[{ metadata: { labels: null } }, before],
		[{ spec: { containers: null } }, before],
		[{ spec: { containers: [{ name: 'c7', env: [{ name: 'A' }] }, { name: 'gone' }] } }, after],
	];
	for (const [old, now] of pairs) {
		const { value, rests } = rested(compareFieldsInSteps(old, now, SCHEMA, new Set(['metadata.name']), REST));
		expect(text(value)).toBe(text(compareFields(old, now, SCHEMA, new Set(['metadata.name']))));
		expect(rests).toBeGreaterThan(0);
	}
});

test('what a configuration speaks of is the same with rests', () => {
	const { value, rests } = rested(fieldsOf(pod(2_000, String), SCHEMA, NOTHING_SKIPPED, REST));
	expect(text(value)).toBe(text(rested(fieldsOf(pod(2_000, String), SCHEMA, NOTHING_SKIPPED, undefined)).value));
	expect(rests).toBeGreaterThan(1);
});

test('JSON is read with rests, and refused when an object has too many members', () => {
	const { value, rests } = rested(parseJsonInSteps(text(pod(2_000, String)), REST));
	expect(text(value.value)).toBe(text(pod(2_000, String)));
	expect(rests).toBeGreaterThan(3);
	const members = (count: number): string => `{"a":{${numbers(count).map((at) => `"k${at}":1`)}}}`;
	expect(rested(parseJsonInSteps(members(32_768), REST)).value.duplicates).toEqual([]);
	expect(() => rested(parseJsonInSteps(members(32_769), REST))).toThrow(
		'Request entity too large: limit is 32768 fields',
	);
});
