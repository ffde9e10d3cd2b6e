/** Shorter tables are parsed as they are. */
const LENGTH_MIN = 65_536;
const START = '{"kind":"Table",';
const ROWS = ',"rows":[';
const CELLS = '{"cells":';
const OBJECT = '],"object":';
const METADATA = '{"kind":"PartialObjectMetadata",';

/**
 * A Table of many rows from the server's compact JSON: cells are parsed, the metadata beside them, which is nearly all
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
		if (this.#json !== undefined) this.#object = JSON.parse(this.#json);
		this.#json = undefined;
		return this.#object;
	}
}
