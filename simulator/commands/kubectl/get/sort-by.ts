import { compareUtf8 } from '../../../machinery/format-json.ts';
import { goTypeName } from '../../../machinery/go-format.ts';
import { goSort } from '../../../machinery/go-sort.ts';
import { JsonPath, relaxedJsonPath } from '../../../machinery/jsonpath/jsonpath.ts';
import { JsonPathError } from '../../../machinery/jsonpath/parse.ts';
import { compareQuantities, parseQuantity } from '../../../machinery/quantity.ts';
import { CommandError } from '../errors.ts';
import type { Printable } from '../printing/printer.ts';
import type { ResourceInfo } from '../resources.ts';

/**
 * `--sort-by` over what was fetched, table by table or one by one: the tables themselves are what is compared, their rows
 * are sorted when they are printed. Models kubectl/pkg/cmd/get RuntimeSorter.
 */
export function sortItems(infos: readonly ResourceInfo[], field: string): ResourceInfo[] {
	if (infos.length < 2) return [...infos];
	const path = pathOf(field);
	const keyed = infos.map((info) => ({ info, key: keyOf(path, info.object) }));
	requireField(keyed, path.text);
	return sorted(keyed).map(({ info }) => info);
}

/** A table with its rows, or a list with its items, in order. Models kubectl/pkg/cmd/get SortingPrinter. */
export function sortRows(object: Printable, field: string): Printable {
	if (object.kind === 'Table') {
		const rows = (object.rows ?? []) as { readonly object?: unknown }[];
		if (rows.length < 2) return object;
		const path = pathOf(field);
		const keyed = rows.map((row) => ({ row, key: keyOf(path, row.object) }));
		requireField(keyed, path.text);
		return { ...object, rows: sorted(keyed).map(({ row }) => row) };
	}
	const path = pathOf(field);
	if (!Array.isArray(object.items) || object.items.length === 0) return object;
	const keyed = object.items.map((item) => ({ item, key: keyOf(path, item) }));
	requireField(keyed, path.text);
	return { ...object, items: sorted(keyed).map(({ item }) => item) };
}

interface SortPath {
	readonly text: string;
	readonly path: JsonPath;
}

function pathOf(field: string): SortPath {
	let text = field;
	try {
		text = relaxedJsonPath(field);
	} catch (error) {
		if (!(error instanceof JsonPathError)) throw error;
	}
	try {
		return { text, path: new JsonPath(text, { allowMissingKeys: true }) };
	} catch (error) {
		if (!(error instanceof JsonPathError)) throw error;
		throw new CommandError(`sorting error: ${error.message}`);
	}
}

interface Keyed {
	/** Undefined: the object has no such field. */
	readonly key: { readonly value: unknown } | undefined;
}

function keyOf({ path }: SortPath, object: unknown): Keyed['key'] {
	let found: unknown[][];
	try {
		found = path.find(object ?? {});
	} catch (error) {
		if (!(error instanceof JsonPathError)) throw error;
		throw new CommandError(error.message);
	}
	const first = found[0];
	return first === undefined || first.length === 0 ? undefined : { value: first[0] };
}

function requireField(keyed: readonly Keyed[], text: string): void {
	if (keyed.some(({ key }) => key !== undefined)) return;
	throw new CommandError(`couldn't find any field with path ${JSON.stringify(text)} in the list of objects`);
}

/** What has no such field is less than everything, itself included. */
function sorted<T extends Keyed>(keyed: readonly T[]): T[] {
	const out = [...keyed];
	goSort(out, (a, b) => a.key === undefined || (b.key !== undefined && compareValues(a.key.value, b.key.value) < 0));
	return out;
}

function compareValues(a: unknown, b: unknown): number {
	if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
	if (typeof a === 'number' && typeof b === 'number') return a - b;
	if (typeof a === 'string' && typeof b === 'string') {
		const left = parseQuantity(a);
		const right = parseQuantity(b);
		return left === undefined || right === undefined ? compareUtf8(a, b) : compareQuantities(a, b);
	}
	if (typeof a === typeof b && typeof a !== 'object') return 0;
	throw new CommandError(`unsortable type: ${goTypeName(a)}`);
}
