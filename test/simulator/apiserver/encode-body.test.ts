import { expect, test } from 'vitest';
import { encodeBody } from '../../../simulator/apiserver/serving/encode-body.ts';
import { decodeUtf8 } from '../../../simulator/machinery/utf8.ts';

test('a long table is the JSON that it would be anyway, however often it is encoded', () => {
	const rows = Array.from({ length: 100 }, (_, index) => ({
		cells: [`web-${index}`, '<none>', index, true],
		object: {
			kind: 'PartialObjectMetadata',
			apiVersion: 'meta.k8s.io/v1',
			metadata: { name: `web-${index}`, annotations: { note: 'a & b' } },
		},
	}));
	for (const objects of [rows, rows.map((row) => ({ ...row, object: null }))]) {
		const table = { kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata: {}, columnDefinitions: [], rows: objects };
		const text = `${JSON.stringify(table).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026')}\n`;
		const texts = new WeakMap<object, Uint8Array>();
		for (let time = 0; time < 2; time++) expect(decodeUtf8(encodeBody(table, 'compact', texts))).toBe(text);
	}
});

test('items of a typed list leave their kind to it, those of PartialObjectMetadata say it; twice the same', () => {
	const item = (kind: string, name: string) => ({ kind, apiVersion: 'v1', metadata: { name }, data: { a: '<b>' } });
	const list = (kind: string) => ({
		kind: `${kind}List`,
		apiVersion: 'v1',
		metadata: { resourceVersion: '7' },
		items: [item(kind, 'a'), item(kind, 'b')],
	});
	const texts = new WeakMap();
	const maps = list('ConfigMap');
	const bare = (name: string) => `{"metadata":{"name":"${name}"},"data":{"a":"\\u003cb\\u003e"}}`;
	const head = (kind: string) => `{"kind":"${kind}List","apiVersion":"v1","metadata":{"resourceVersion":"7"},"items":[`;
	for (let time = 0; time < 2; time++) {
		expect(decodeUtf8(encodeBody(maps, 'compact', texts))).toBe(`${head('ConfigMap')}${bare('a')},${bare('b')}]}\n`);
	}
	expect(decodeUtf8(encodeBody({ ...maps, items: [] }, 'compact', texts))).toBe(`${head('ConfigMap')}]}\n`);
	const partial = list('PartialObjectMetadata');
	const withKind = (name: string) => `{"kind":"PartialObjectMetadata","apiVersion":"v1",${bare(name).slice(1)}`;
	expect(decodeUtf8(encodeBody(partial, 'compact', texts))).toBe(
		`${head('PartialObjectMetadata')}${withKind('a')},${withKind('b')}]}\n`,
	);
});
