export interface TabStyle {
	readonly minWidth: number;
	readonly padding: number;
	/** Columns never get narrower from one flush to the next (`kubectl get -w`). */
	readonly rememberWidths: boolean;
	/** Nothing is lined up: tabs stay as they are. */
	readonly plain?: boolean;
}

/** `kubectl get` and the other tables. Models cli-runtime/pkg/printers GetNewTabWriter. */
export const TABLE_STYLE: TabStyle = { minWidth: 6, padding: 3, rememberWidths: true };
/** `kubectl describe`. */
export const DESCRIBE_STYLE: TabStyle = { minWidth: 0, padding: 2, rememberWidths: false };

/** What describe's writers write where nothing lines it up (`kubectl rollout history --revision`). */
export const PLAIN_STYLE: TabStyle = { minWidth: 0, padding: 0, rememberWidths: false, plain: true };

/**
 * Lines up cells that end with a tab: a column is a run of adjacent lines that have such a cell there, and is as
 * wide as its widest. The last cell of a line, which no tab ends, counts for nothing.
 * Models text/tabwriter (and liggitt/tabwriter for the remembered widths).
 */
export class TabWriter {
	readonly #style: TabStyle;
	#pending = '';
	readonly #remembered: number[] = [];

	constructor(style: TabStyle) {
		this.#style = style;
	}

	write(text: string): void {
		this.#pending += text;
	}

	/** Everything written so far, lined up. */
	flush(): string {
		if (this.#style.plain === true) {
			const text = this.#pending;
			this.#pending = '';
			return text;
		}
		if (this.#pending === '') return '';
		const lines = this.#pending.split('\n').map((line) => line.split('\t'));
		this.#pending = '';
		const out: string[] = [];
		this.#format(lines, 0, lines.length, [], out);
		return out.join('\n');
	}

	/** Forgets the widths of what was flushed before. */
	forgetWidths(): void {
		this.#remembered.length = 0;
	}

	/** Formats the lines from `from` to `to`, whose first columns have `widths`. */
	#format(lines: readonly string[][], from: number, to: number, widths: number[], out: string[]): void {
		const column = widths.length;
		let done = from;
		let index = from;
		while (index < to) {
			if (column >= (lines[index] as string[]).length - 1) {
				index++;
				continue;
			}
			for (; done < index; done++) out.push(padded(lines[done] as string[], widths));
			let width = this.#style.minWidth;
			for (; index < to; index++) {
				const line = lines[index] as string[];
				if (column >= line.length - 1) break;
				width = Math.max(width, displayLength(line[column] as string) + this.#style.padding);
			}
			widths.push(this.#remember(column, widths, width));
			this.#format(lines, done, index, widths, out);
			widths.pop();
			done = index;
		}
		for (; done < to; done++) out.push(padded(lines[done] as string[], widths));
	}

	#remember(column: number, widths: readonly number[], width: number): number {
		if (!this.#style.rememberWidths) return width;
		for (let i = this.#remembered.length; i < column; i++) this.#remembered.push(widths[i] as number);
		const kept = Math.max(width, this.#remembered[column] ?? 0);
		this.#remembered[column] = kept;
		return kept;
	}
}

function padded(cells: readonly string[], widths: readonly number[]): string {
	if (cells.length === 1) return cells[0] as string;
	let line = '';
	for (let i = 0; i < cells.length - 1; i++) {
		const cell = cells[i] as string;
		line += cell;
		const gap = (widths[i] as number) - displayLength(cell);
		if (gap > 0) line += ' '.repeat(gap);
	}
	return line + (cells[cells.length - 1] as string);
}

/** Characters, not UTF-16 units: tabwriter counts runes. */
function displayLength(text: string): number {
	for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 0xd800) return [...text].length;
	return text.length;
}
