import { goPrintInSteps } from '../../../machinery/go-format-in-steps.ts';
import { JsonPath, relaxedJsonPath } from '../../../machinery/jsonpath/jsonpath.ts';
import { JsonPathError } from '../../../machinery/jsonpath/parse.ts';
import type { TabWriter } from '../../../machinery/tab-writer.ts';
import type { Task } from '../../../machinery/task.ts';
import { CommandError } from '../errors.ts';
import type { Printable } from './printer.ts';
import { escapeTerminal } from './table-printer.ts';

interface Column {
	readonly header: string;
	readonly path: JsonPath;
}

/** Columns that the user names. Models kubectl/pkg/cmd/get CustomColumnsPrinter. */
export class CustomColumns {
	readonly #columns: readonly Column[];
	readonly #noHeaders: boolean;
	#printedHeaders = false;

	private constructor(columns: readonly Column[], noHeaders: boolean) {
		this.#columns = columns;
		this.#noHeaders = noHeaders;
	}

	/** "NAME:.metadata.name,IMAGE:.spec.containers[*].image". */
	static fromSpec(spec: string, noHeaders: boolean): CustomColumns {
		const columns = spec.split(',').map((part) => {
			const at = part.indexOf(':');
			if (at < 0) throw new CommandError(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
			return columnOf(part.slice(0, at), part.slice(at + 1));
		});
		return new CustomColumns(columns, noHeaders);
	}

	/** A line of headers and a line of expressions. */
	static fromFile(text: string): CustomColumns {
		const lines = text.split('\n');
		const missing = (what: string): CommandError =>
			new CommandError(
				`invalid template, missing ${what} line. Expected format is one line of space separated headers, one line of space separated column specs.`,
			);
		if (text === '') throw missing('header');
		if (lines.length < 2 || (lines.length === 2 && lines[1] === '')) throw missing('spec');
		const words = (line: string): string[] => line.split(/\s+/).filter((word) => word !== '');
		const headers = words(lines[0] as string);
		const specs = words(lines[1] as string);
		if (headers.length !== specs.length) {
			throw new CommandError(
				`number of headers (${headers.length}) and field specifications (${specs.length}) don't match`,
			);
		}
		return new CustomColumns(
			headers.map((header, index) => columnOf(header, specs[index] as string)),
			false,
		);
	}

	/** @param pause called after so many cells. */
	*print(object: Printable, out: TabWriter, pause: (cells: number) => Task<void>): Task<void> {
		if (!this.#noHeaders && !this.#printedHeaders) {
			out.write(`${this.#columns.map((column) => column.header).join('\t')}\n`);
			this.#printedHeaders = true;
		}
		const items = (Array.isArray(object.items) ? object.items : [object]) as Printable[];
		let left = STRIDE;
		for (const item of items) {
			const cells: string[] = [];
			for (const column of this.#columns) {
				cells.push(yield* cellOf(column, item, pause));
				if (--left > 0) continue;
				left = STRIDE;
				yield* pause(STRIDE);
			}
			out.write(`${cells.join('\t')}\n`);
		}
	}
}

/** Cells between two pauses. */
const STRIDE = 256;

function columnOf(header: string, spec: string): Column {
	try {
		return { header, path: new JsonPath(relaxedJsonPath(spec), { allowMissingKeys: true }) };
	} catch (error) {
		if (!(error instanceof JsonPathError)) throw error;
		throw new CommandError(error.message);
	}
}

function* cellOf(column: Column, item: Printable, pause: (values: number) => Task<void>): Task<string> {
	let found: unknown[][];
	try {
		found = yield* column.path.findInSteps(item, pause);
	} catch (error) {
		if (!(error instanceof JsonPathError)) throw error;
		throw new CommandError(error.message);
	}
	if (found.length === 0 || (found[0] as unknown[]).length === 0) return '<none>';
	const texts: string[] = [];
	let length = 0;
	for (const value of found.flat()) {
		const text = escapeTerminal(yield* goPrintInSteps(value, pause));
		texts.push(text);
		length += text.length + 1;
		if (length > CELL_LENGTH_MAX) throw new CommandError('runtime: out of memory');
		if (texts.length % STRIDE === 0) yield* pause(STRIDE);
	}
	return texts.join(',');
}

/** Of one cell. Differs: the real one takes what memory there is. */
const CELL_LENGTH_MAX = 16 * 1024 * 1024;
