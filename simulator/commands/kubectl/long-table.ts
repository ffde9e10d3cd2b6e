/** Shorter tables are parsed as they are. */
const LENGTH_MIN = 2_048;
const START = '{"kind":"Table",';
const ROWS = ',"rows":[';
const CELLS = '{"cells":';
const OBJECT = '],"object":';
const METADATA = '{"kind":"PartialObjectMetadata",';
/** The last field of metadata, and most of it. */
const MANAGED_FIELDS = ',"managedFields":[';

/**
 * A Table from the server's compact JSON: cells are parsed, the metadata beside them, which is nearly all
 * of the text and which most printers never look at, when somebody asks for it. Undefined: it is not such a table. A
 * quotation mark inside a string is escaped, so the marks above match names of fields only.
 */
export function parseLongTable(text: string): object | undefined {
	if (text.length < LENGTH_MIN || !text.startsWith(START)) return undefined;
	const rowsAt = text.indexOf(ROWS);
	if (rowsAt < 0) return undefined;
	const rows: Row[] = [];
	let at = rowsAt + ROWS.length;
	while (text.startsWith(CELLS, at)) {
		const cellsEnd = text.indexOf(OBJECT, at);
		const objectAt = cellsEnd + OBJECT.length;
		if (cellsEnd < 0 || !text.startsWith(METADATA, objectAt)) return undefined;
		const next = text.indexOf(`,${CELLS}`, objectAt);
		const end = next < 0 ? text.lastIndexOf('}]}') : next - 1;
		const cells = JSON.parse(text.slice(at + CELLS.length, cellsEnd + 1)) as readonly unknown[];
		rows.push(new Row(cells, text.slice(objectAt, end)));
		if (next < 0) break;
		at = next + 1;
	}
	if (rows.length === 0) return undefined;
	return { ...(JSON.parse(`${text.slice(0, rowsAt)}}`) as object), rows };
}

class Row {
	readonly cells: readonly unknown[];
	#json: string | undefined;
	#object: unknown;

	constructor(cells: readonly unknown[], json: string) {
		this.cells = cells;
		this.#json = json;
	}

	get object(): unknown {
		if (this.#json !== undefined) this.#object = parsePartial(this.#json);
		this.#json = undefined;
		return this.#object;
	}
}

function parsePartial(json: string): object {
	const at = json.indexOf(MANAGED_FIELDS);
	// Custom resources have their fields in the order of their names.
	if (at < 0 || !json.endsWith(']}}')) return JSON.parse(json) as object;
	const object = JSON.parse(`${json.slice(0, at)}}}`) as { readonly metadata: object };
	return { ...object, metadata: new Metadata(object.metadata, `{${json.slice(at + 1, -1)}`) };
}

/** Its managed fields are parsed when somebody asks for them. */
class Metadata {
	#rest: string | undefined;
	#managedFields: unknown;

	constructor(metadata: object, rest: string) {
		Object.assign(this, metadata);
		this.#rest = rest;
	}

	get managedFields(): unknown {
		if (this.#rest !== undefined) {
			this.#managedFields = (JSON.parse(this.#rest) as { readonly managedFields: unknown }).managedFields;
		}
		this.#rest = undefined;
		return this.#managedFields;
	}
}
