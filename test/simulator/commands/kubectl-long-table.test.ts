import { expect, test } from 'vitest';
import { parseLongTable } from '../../../simulator/commands/kubectl/long-table.ts';

const NASTY = '],"object":{"cells":[,{"cells":["rows":[}]}\\"';

function tableOf(rows: number, object: (row: number) => object | null): object {
	return {
		kind: 'Table',
		apiVersion: 'meta.k8s.io/v1',
		metadata: { resourceVersion: '7' },
		columnDefinitions: [{ name: 'Name', type: 'string', description: NASTY }],
		rows: Array.from({ length: rows }, (_, row) => ({
			cells: [`${NASTY} ${row}`, row, true, null],
			object: object(row),
		})),
	};
}

const metadata = (row: number): object => ({
	kind: 'PartialObjectMetadata',
	apiVersion: 'meta.k8s.io/v1',
	metadata: { name: `web-${row}`, labels: { [NASTY]: NASTY }, annotations: { cells: NASTY, object: 'x'.repeat(100) } },
});

test('a long table is what JSON.parse makes of it', () => {
	const table = tableOf(200, metadata);
	const parsed = parseLongTable(`${JSON.stringify(table)}\n`) as { rows: { cells: unknown; object: unknown }[] };
	expect({ ...parsed, rows: parsed.rows.map(({ cells, object }) => ({ cells, object })) }).toEqual(table);
	expect(parsed.rows[3]?.object).toBe(parsed.rows[3]?.object);
});

test('managed fields, the last and largest of metadata, are there when asked for', () => {
	const managedFields = [{ manager: NASTY, fieldsV1: { 'f:metadata': { 'f:managedFields': {} } } }];
	const table = tableOf(20, (row) => {
		const object = metadata(row) as { readonly metadata: object };
		return { ...object, metadata: { ...object.metadata, managedFields } };
	});
	const parsed = parseLongTable(`${JSON.stringify(table)}\n`) as { rows: { object: { metadata: object } }[] };
	const own = (metadata(7) as { readonly metadata: object }).metadata;
	const found = parsed.rows[7]?.object.metadata as { readonly managedFields: unknown };
	expect({ ...found }).toEqual(own);
	expect(found.managedFields).toEqual(managedFields);
	expect(found.managedFields).toBe(found.managedFields);
});

test('anything else is left to JSON.parse', () => {
	expect(parseLongTable(JSON.stringify(tableOf(1, metadata)))).toBeUndefined();
	expect(
		parseLongTable(
			JSON.stringify(
				tableOf(200, (row) => ({ kind: 'Pod', spec: { list: [{ cells: [row] }] }, pad: 'x'.repeat(500) })),
			),
		),
	).toBeUndefined();
	expect(parseLongTable(JSON.stringify(tableOf(2_000, () => null)))).toBeUndefined();
	expect(parseLongTable(JSON.stringify({ kind: 'PodList', items: ['x'.repeat(70_000)] }))).toBeUndefined();
});

test('custom resources have managed fields among the others: their names and namespaces are there', () => {
	const table = tableOf(40, (row) => ({
		kind: 'PartialObjectMetadata',
		apiVersion: 'meta.k8s.io/v1',
		metadata: { generation: 1, managedFields: [{ manager: NASTY }], name: `web-${row}`, namespace: 'shop', uid: 'u' },
	}));
	const parsed = parseLongTable(`${JSON.stringify(table)}\n`) as { rows: { cells: unknown; object: unknown }[] };
	expect({ ...parsed, rows: parsed.rows.map(({ cells, object }) => ({ cells, object })) }).toEqual(table);
});
