import { expect, test } from 'vitest';
import type { Json } from '../../../simulator/machinery/meta.ts';
import { isObject, type JsonObject } from '../../../simulator/machinery/patch/json-object.ts';
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

/** Recorded from kubectl v1.33 `patch --local --type=json`; `replace ''` from json-patch v4.13, which v1.35 has. */
const DOCUMENT: Json = { list: [1, 2, 3], obj: { a: 1, n: null, 'b/c': 1, 'd~e': 2, 'x~1y': 3 }, s: 'text' };
const FAILS = 'operation does not apply: doc is missing';

test.each<[readonly JsonObject[], JsonObject | string]>([
	[[{ op: 'add', path: '/list/-', value: 4 }], { list: [1, 2, 3, 4] }],
	[[{ op: 'add', path: '/list/-1', value: 4 }], { list: [1, 2, 3, 4] }],
	[[{ op: 'add', path: '/list/0', value: 4 }], { list: [4, 1, 2, 3] }],
	[
		[{ op: 'add', path: '/list/4', value: 4 }],
		"error in add for path: '/list/4': Unable to access invalid index: 4: invalid index referenced",
	],
	[
		[{ op: 'add', path: '/list/x', value: 4 }],
		`error in add for path: '/list/x': value was not a proper array index: 'x': strconv.Atoi: parsing "x": invalid syntax`,
	],
	[[{ op: 'add', path: '/nope/x', value: 4 }], `add ${FAILS} path: "/nope/x": missing value`],
	[[{ op: 'add', path: '', value: {} }], `add ${FAILS} path: "": missing value`],
	[[{ op: 'add', path: '/obj/a' }], { obj: { a: null } }],
	[[{ op: 'add' }], 'add operation failed to decode path: missing value'],
	[[{ op: 'remove', path: '/list/-3' }], { list: [2, 3] }],
	[
		[{ op: 'remove', path: '/list/3' }],
		"error in remove for path: '/list/3': Unable to access invalid index: 3: invalid index referenced",
	],
	[
		[{ op: 'remove', path: '/list/-' }],
		`error in remove for path: '/list/-': strconv.Atoi: parsing "-": invalid syntax`,
	],
	[
		[{ op: 'remove', path: '/obj/zz' }],
		"error in remove for path: '/obj/zz': Unable to remove nonexistent key: zz: missing value",
	],
	[[{ op: 'remove', path: '/nope/x' }], `remove ${FAILS} path: "/nope/x": missing value`],
	[[{ op: 'replace', path: '/obj/b~1c', value: 2 }], { obj: { 'b/c': 2 } }],
	[[{ op: 'replace', path: '/obj/x~01y', value: 2 }], { obj: { 'x~1y': 2 } }],
	[[{ op: 'replace', path: '/obj/made', value: 2 }], { obj: { made: 2 } }],
	[[{ op: 'replace', path: '/list/3', value: 2 }], `replace ${FAILS} key: /list/3: missing value`],
	[[{ op: 'replace', path: '/s/x', value: 2 }], `replace ${FAILS} path: /s/x: missing value`],
	[[{ op: 'replace', path: '', value: 2 }], 'replace operation value must be object or array: %!w(<nil>)'],
	[[{ op: 'replace' }], 'replace operation failed to decode path: operation missing path field: missing value'],
	[[{ op: 'test', path: '/list', value: [1, 2, 3] }], {}],
	[[{ op: 'test', path: '/obj/zz', value: null }], {}],
	[[{ op: 'test', path: '/s', value: 'other' }], 'testing value /s failed: test failed'],
	[[{ op: 'test', path: '/s/x', value: null }], 'test operation does not apply: is missing path: /s/x: missing value'],
	[
		[{ op: 'test', path: '/list/9', value: 1 }],
		"error in test for path: '/list/9': Unable to access invalid index: 9: invalid index referenced",
	],
	[[{ op: 'move', from: '/obj/a', path: '/list/0' }], { list: [1, 1, 2, 3], obj: { a: undefined } as never }],
	[
		[{ op: 'move', from: '/obj/zz', path: '/s' }],
		"error in move for path: 'zz': Unable to remove nonexistent key: zz: missing value",
	],
	[[{ op: 'move', from: '/obj/a', path: '/nope/x' }], `move ${FAILS} destination path: /nope/x: missing value`],
	[[{ op: 'move', from: '', path: '/x' }], `move ${FAILS} from path: : missing value`],
	[[{ op: 'copy', from: '/obj/zz', path: '/s' }], { s: null }],
	[
		[{ op: 'copy', from: '/s', path: '/list/8' }],
		'error while adding value during copy: Unable to access invalid index: 8: invalid index referenced',
	],
	[[{ op: 'copy', path: '/s' }], 'copy operation failed to decode from: operation, missing from field: missing value'],
	[
		[{ op: 'copy', from: 4, path: '/s' }],
		'copy operation failed to decode from: json: cannot unmarshal number into Go value of type string',
	],
	[[{ op: 'zip' }], 'Unexpected kind: zip'],
	[[{}], 'Unexpected kind: unknown'],
	[[{ op: 'add', path: '/__proto__', value: { polluted: true } }], { ['__proto__']: { polluted: true } } as never],
])('JSON patch %j', (patch, expected) => {
	if (typeof expected === 'string') {
		expect(() => applyJsonPatch(DOCUMENT, patch as Json)).toThrow(expect.objectContaining({ message: expected }));
		return;
	}
	const before = JSON.stringify(DOCUMENT);
	const whole = { ...(DOCUMENT as JsonObject), ...expected };
	if (isObject(expected.obj)) whole.obj = { ...((DOCUMENT as JsonObject).obj as JsonObject), ...expected.obj };
	expect(JSON.parse(JSON.stringify(applyJsonPatch(DOCUMENT, patch as Json)))).toEqual(
		JSON.parse(JSON.stringify(whole)),
	);
	expect(JSON.stringify(DOCUMENT)).toBe(before);
});

test.each<[Json, string]>([
	[{ op: 'add' }, 'json: cannot unmarshal object into Go value of type jsonpatch.Patch'],
	[true, 'json: cannot unmarshal bool into Go value of type jsonpatch.Patch'],
	[[3], 'json: cannot unmarshal number into Go value of type jsonpatch.Operation'],
	[[[]], 'json: cannot unmarshal array into Go value of type jsonpatch.Operation'],
])('%j is no JSON patch', (patch, message) => {
	expect(() => applyJsonPatch({}, patch)).toThrow(expect.objectContaining({ message, fault: 'format' }));
});

test('copies of copies come to an end', () => {
	const double: JsonObject[] = Array.from({ length: 40 }, () => ({ op: 'copy', from: '/list', path: '/list/-' }));
	expect(() => applyJsonPatch({ list: ['x'.repeat(1_000)] }, double)).toThrow(
		/^Unable to complete the copy, the accumulated size increase of copy is \d+, exceeding the limit 3145728$/,
	);
});
