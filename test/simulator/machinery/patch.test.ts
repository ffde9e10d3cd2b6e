import { expect, test } from 'vitest';
import type { Json } from '../../../simulator/machinery/meta.ts';
import type { JsonObject } from '../../../simulator/machinery/patch/json-object.ts';
import { applyJsonPatch } from '../../../simulator/machinery/patch/json-patch.ts';
import {
	applyMergePatch,
	createMergePatch,
	createThreeWayJsonMergePatch,
} from '../../../simulator/machinery/patch/merge-patch.ts';
import type { PatchField, PatchSchema, PatchType } from '../../../simulator/machinery/patch/patch-schema.ts';
import { createThreeWayMergePatch, createTwoWayMergePatch } from '../../../simulator/machinery/patch/strategic-diff.ts';
import { applyStrategicMergePatch } from '../../../simulator/machinery/patch/strategic-merge.ts';

const scalar: PatchField = { type: 'string', preserveUnknown: false };
const type = (fields: { [name: string]: PatchField & { inner?: PatchType } }): PatchType => ({
	fields: new Map(Object.entries(fields)),
	mapType: 'granular',
	preserveUnknown: false,
});
const object = (inner: PatchType, patchStrategy?: string): PatchField & { inner: PatchType } => ({
	type: 'object',
	inner,
	preserveUnknown: false,
	...(patchStrategy === undefined ? {} : { patchStrategy }),
});
const list = (items: PatchField, mergeKey?: string): PatchField => ({
	type: 'array',
	items,
	preserveUnknown: false,
	patchStrategy: 'merge',
	...(mergeKey === undefined ? {} : { patchMergeKey: mergeKey }),
});
const container = type({
	name: scalar,
	image: scalar,
	env: list(object(type({ name: scalar, value: scalar })), 'name'),
});
const schema: PatchSchema = {
	root: type({
		containers: list(object(container), 'name'),
		finalizers: list(scalar),
		args: { type: 'array', items: scalar, preserveUnknown: false },
		strategy: object(type({ type: scalar, rollingUpdate: object(type({ maxSurge: scalar })) }), 'retainKeys'),
		labels: { type: 'map', values: scalar, preserveUnknown: false },
	}),
	objectType: (field) => (field as { inner?: PatchType }).inner,
};

test.each<[string, JsonObject, JsonObject, JsonObject]>([
	[
		'merges by key',
		{ containers: [{ name: 'a', image: 'x' }] },
		{ containers: [{ name: 'a', image: 'y' }] },
		{ containers: [{ name: 'a', image: 'y' }] },
	],
	[
		'puts a new item first and keeps the rest',
		{ containers: [{ name: 'a' }, { name: 'b' }] },
		{ containers: [{ name: 'c' }] },
		{ containers: [{ name: 'c' }, { name: 'a' }, { name: 'b' }] },
	],
	[
		'keeps to $setElementOrder',
		{ containers: [{ name: 'a' }, { name: 'b' }] },
		{ '$setElementOrder/containers': [{ name: 'b' }, { name: 'c' }], containers: [{ name: 'c', image: 'x' }] },
		{ containers: [{ name: 'a' }, { name: 'b' }, { name: 'c', image: 'x' }] },
	],
	[
		'deletes an item',
		{ containers: [{ name: 'a' }, { name: 'b' }] },
		{ containers: [{ name: 'a', $patch: 'delete' }] },
		{ containers: [{ name: 'b' }] },
	],
	[
		'replaces a list',
		{ containers: [{ name: 'a' }, { name: 'b' }] },
		{ containers: [{ name: 'z' }, { $patch: 'replace' }] },
		{ containers: [{ name: 'z' }] },
	],
	['unites scalars', { finalizers: ['a', 'b'] }, { finalizers: ['b', 'c'] }, { finalizers: ['a', 'b', 'c'] }],
	[
		'deletes scalars',
		{ finalizers: ['a', 'b'] },
		{ '$deleteFromPrimitiveList/finalizers': ['a'] },
		{ finalizers: ['b'] },
	],
	['replaces atomic lists', { args: ['a', 'b'] }, { args: ['c'] }, { args: ['c'] }],
	[
		'retains keys',
		{ strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '1' } } },
		{ strategy: { $retainKeys: ['type'], type: 'Recreate' } },
		{ strategy: { type: 'Recreate' } },
	],
	['deletes by null', { labels: { a: '1', b: '2' } }, { labels: { a: null } }, { labels: { b: '2' } }],
	['replaces an object', { labels: { a: '1' } }, { labels: { $patch: 'replace', c: '3' } }, { labels: { c: '3' } }],
])('strategic merge %s', (_, original, patch, expected) => {
	const before = JSON.stringify(original);
	expect(applyStrategicMergePatch(original, patch, schema)).toEqual(expected);
	expect(JSON.stringify(original)).toBe(before);
});

test('a three-way patch changes, deletes and leaves what others own', () => {
	const original = {
		containers: [
			{ name: 'a', image: 'x' },
			{ name: 'old', image: 'x' },
		],
		labels: { mine: '1', gone: '2' },
	};
	const modified = {
		containers: [
			{ name: 'a', image: 'y' },
			{ name: 'new', image: 'z' },
		],
		labels: { mine: '1' },
	};
	const current: { [key: string]: Json } = {
		containers: [
			{ name: 'a', image: 'x', env: [{ name: 'E', value: '1' }] },
			{ name: 'old', image: 'x' },
			{ name: 'sidecar', image: 's' },
		],
		labels: { mine: '1', gone: '2', theirs: '3' },
	};
	const patch = createThreeWayMergePatch(original, modified, current, schema);
	expect(patch).toEqual({
		'$setElementOrder/containers': [{ name: 'a' }, { name: 'new' }],
		containers: [
			{ name: 'a', image: 'y' },
			{ name: 'new', image: 'z' },
			{ name: 'old', $patch: 'delete' },
		],
		labels: { gone: null },
	});
	expect(applyStrategicMergePatch(current, patch, schema)).toEqual({
		containers: [
			{ name: 'a', image: 'y', env: [{ name: 'E', value: '1' }] },
			{ name: 'new', image: 'z' },
			{ name: 'sidecar', image: 's' },
		],
		labels: { mine: '1', theirs: '3' },
	});
});

test.each<[JsonObject, JsonObject]>([
	[{ containers: [{ name: 'a' }, { name: 'b' }] }, { containers: [{ name: 'b' }, { name: 'a', image: 'n' }] }],
	[{ finalizers: ['a', 'b', 'c'] }, { finalizers: ['c', 'd', 'a'] }],
	[{ strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '1' } } }, { strategy: { type: 'Recreate' } }],
	[
		{ labels: { a: '1', b: '2' }, args: ['x'] },
		{ labels: { b: '3', c: '4' }, args: ['y', 'z'] },
	],
	[{ containers: [{ name: 'a' }] }, {}],
])('applying the two-way patch of %j and %j gives the second', (original, modified) => {
	const patch = createTwoWayMergePatch(original, modified, schema);
	expect(applyStrategicMergePatch(original, patch, schema)).toEqual(modified);
});

test('merge patches', () => {
	expect(applyMergePatch({ a: { b: 1, c: 2 }, d: [1] }, { a: { b: null, e: { f: null } }, d: [2] })).toEqual({
		a: { c: 2, e: {} },
		d: [2],
	});
	expect(createMergePatch({ a: 1, b: { c: 1 } }, { b: { c: 2 }, d: 3 })).toEqual({ a: null, b: { c: 2 }, d: 3 });
	expect(createThreeWayJsonMergePatch({ a: 1, b: 1 }, { b: 2 }, { a: 1, b: 1, theirs: 1 })).toEqual({ a: null, b: 2 });
});

test.each<[Json, Json, Json | string]>([
	[{ a: [1, 2] }, [{ op: 'add', path: '/a/-', value: 3 }], { a: [1, 2, 3] }],
	[{ a: 1 }, [{ op: 'test', path: '/a', value: 2 }], 'testing path /a failed: test failed'],
	[{ a: 1 }, [{ op: 'remove', path: '/b' }], 'remove operation does not apply: doc is missing path: /b: missing value'],
	[{ a: [] }, [{ op: 'remove', path: '/a/0' }], 'remove operation does not apply: doc is missing path: /a/0'],
	[{ a: { 'x/y': 1 } }, [{ op: 'replace', path: '/a/x~1y', value: 2 }], { a: { 'x/y': 2 } }],
	[{ a: 1 }, { op: 'add' }, 'json: cannot unmarshal object into Go value of type jsonpatch.Patch'],
])('JSON patch of %j by %j', (document, patch, expected) => {
	if (typeof expected === 'string')
		expect(() => applyJsonPatch(document, patch)).toThrow(expect.objectContaining({ message: expected }));
	else expect(applyJsonPatch(document, patch)).toEqual(expected);
});
