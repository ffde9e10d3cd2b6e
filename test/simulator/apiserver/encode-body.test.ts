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
