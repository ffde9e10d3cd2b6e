import { humanDuration } from '../../../machinery/duration.ts';
import { goPrint } from '../../../machinery/go-format.ts';
import { jsonEqual } from '../../../machinery/json-equal.ts';
import type { TabWriter } from '../../../machinery/tab-writer.ts';
import { parseTime } from '../../../machinery/timestamp.ts';
import type { Printable } from './printer.ts';
import { isWatchEvent, sortedEntries } from './printer.ts';

export interface TableOptions {
	readonly noHeaders: boolean;
	readonly wide: boolean;
	readonly showLabels: boolean;
	readonly columnLabels: readonly string[];
	withNamespace: boolean;
	/** "deployment.apps": names are printed behind it. */
	withKind: string | undefined;
}

interface ColumnDefinition {
	readonly name: string;
	readonly type: string;
	readonly format?: string;
	readonly priority?: number;
}

interface Row {
	readonly cells: readonly unknown[];
	readonly object?: {
		readonly metadata?: { readonly namespace?: string; readonly labels?: { readonly [key: string]: string } };
	} | null;
}

export interface Table {
	readonly kind: 'Table';
	readonly columnDefinitions: readonly ColumnDefinition[];
	readonly rows: readonly Row[] | null;
	readonly metadata?: { readonly resourceVersion?: string };
}

/** `kubectl get`'s columns. Models cli-runtime/pkg/printers HumanReadablePrinter. */
export class TablePrinter {
	readonly #options: TableOptions;
	readonly #nowMs: () => number;
	#columns: readonly ColumnDefinition[] = [];
	#printedHeaders = false;
	#printedDefaultHeaders = false;

	constructor(options: TableOptions, nowMs: () => number) {
		this.#options = options;
		this.#nowMs = nowMs;
	}

	/** Writes a table, an object or a watch event of either. */
	print(printable: Printable, out: TabWriter): void {
		const event = isWatchEvent(printable) ? (printable.type as string) : undefined;
		const object = event === undefined ? printable : (printable.object as Printable);
		if (object.kind === 'Table') this.#printTable(object as unknown as Table, event, out);
		else this.#printPlain(object, event, out);
	}

	#printTable(table: Table, event: string | undefined, out: TabWriter): void {
		const rows = table.rows ?? [];
		let headers = !this.#options.noHeaders;
		const definitions = table.columnDefinitions ?? [];
		if (this.#printedHeaders && (definitions.length === 0 || jsonEqual(definitions, this.#columns))) headers = false;
		if (definitions.length > 0 && !jsonEqual(definitions, this.#columns)) {
			this.#columns = definitions;
			this.#printedHeaders = false;
		}
		if (rows.length > 0) this.#printedHeaders = true;
		const columns = this.#columns;
		const shown = columns.flatMap((column, index) =>
			this.#options.wide || (column.priority ?? 0) === 0 ? [index] : [],
		);
		if (headers) {
			if (rows.length === 0) return;
			const titles = shown.map((index) => (columns[index] as ColumnDefinition).name.toUpperCase());
			out.write(`${[...this.#leadingHeaders(event), ...titles, ...this.#labelHeaders()].join('\t')}\n`);
		}
		const labelled = this.#options.showLabels || this.#options.columnLabels.length > 0;
		const nameColumn = columns.findIndex((column) => column.format === 'name' && column.type === 'string');
		for (const row of rows) {
			const cells = shown.map((index) => {
				const text = cellText(row.cells[index]);
				return index === nameColumn && this.#options.withKind !== undefined
					? `${this.#options.withKind}/${text}`
					: text;
			});
			const lead = [
				...(event === undefined ? [] : [eventText(event)]),
				...(this.#options.withNamespace ? [row.object?.metadata?.namespace ?? ''] : []),
			];
			// Looking into a row's object costs its parsing.
			const labels = labelled ? this.#labelCells(row.object?.metadata?.labels) : [];
			out.write(`${[...lead, ...cells, ...labels].join('\t')}\n`);
		}
	}

	/** What no table came for: a name and an age. */
	#printPlain(object: Printable, event: string | undefined, out: TabWriter): void {
		const items = (Array.isArray(object.items) ? object.items : [object]) as Printable[];
		const status = object.kind === 'Status';
		if (!this.#options.noHeaders && !this.#printedDefaultHeaders) {
			const titles = status ? ['STATUS', 'REASON', 'MESSAGE'] : ['NAME', 'AGE'];
			out.write(`${[...this.#leadingHeaders(event), ...titles, ...this.#labelHeaders()].join('\t')}\n`);
			this.#printedDefaultHeaders = true;
		}
		for (const item of items) {
			const metadata = (item.metadata ?? {}) as {
				name?: string;
				namespace?: string;
				creationTimestamp?: string;
				labels?: { [key: string]: string };
			};
			const lead = [
				...(event === undefined ? [] : [eventText(event)]),
				...(this.#options.withNamespace ? [metadata.namespace ?? ''] : []),
			];
			const name =
				this.#options.withKind === undefined ? (metadata.name ?? '') : `${this.#options.withKind}/${metadata.name}`;
			const cells = status
				? [item.status, item.reason, item.message].map((each) => String(each ?? ''))
				: [name, this.#age(metadata.creationTimestamp)];
			out.write(`${[...lead, ...cells, ...this.#labelCells(metadata.labels)].join('\t')}\n`);
		}
	}

	#age(timestamp: string | undefined): string {
		const ms = timestamp === undefined ? undefined : parseTime(timestamp);
		return ms === undefined ? '<unknown>' : humanDuration(this.#nowMs() - ms);
	}

	#leadingHeaders(event: string | undefined): string[] {
		return [...(event === undefined ? [] : ['EVENT']), ...(this.#options.withNamespace ? ['NAMESPACE'] : [])];
	}

	#labelHeaders(): string[] {
		const titles = this.#options.columnLabels.map((label) => (label.split('/').at(-1) as string).toUpperCase());
		return this.#options.showLabels ? [...titles, 'LABELS'] : titles;
	}

	#labelCells(labels: { readonly [key: string]: string } | undefined): string[] {
		const cells = this.#options.columnLabels.map((label) => labels?.[label] ?? '');
		return this.#options.showLabels ? [...cells, formatLabels(labels)] : cells;
	}
}

/** "a=b,c=d", or "<none>". */
export function formatLabels(labels: { readonly [key: string]: string } | undefined): string {
	const pairs = sortedEntries(labels);
	return pairs.length === 0 ? '<none>' : pairs.map(([key, value]) => `${key}=${value}`).join(',');
}

const EVENTS: Readonly<Record<string, string>> = {
	ADDED: 'ADDED   ',
	MODIFIED: 'MODIFIED',
	DELETED: 'DELETED ',
	ERROR: 'ERROR   ',
};

function eventText(type: string): string {
	return EVENTS[type] ?? type;
}

function cellText(cell: unknown): string {
	if (cell === null || cell === undefined) return '';
	if (typeof cell !== 'string') return escapeTerminal(goPrint(cell));
	const at = cell.search(/[\f\n\r]/);
	return at < 0 ? escapeTerminal(cell) : `${escapeTerminal(cell.slice(0, at))}...`;
}

/** Control sequences in what the cluster holds must not reach the terminal. */
export function escapeTerminal(text: string): string {
	return text.replaceAll('\x1b', '^[').replaceAll('\r', '\\r');
}
