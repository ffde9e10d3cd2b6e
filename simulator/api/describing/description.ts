import { DESCRIBE_STYLE, TabWriter } from '../../machinery/tab-writer.ts';

/**
 * The text of one `kubectl describe`, as it grows: indented lines whose cells end with tabs and are lined up when it is
 * finished. Models kubectl/pkg/describe PrefixWriter and tabbedString.
 */
export class Description {
	readonly #tabs: TabWriter;
	readonly #indent: string;

	constructor(tabs: TabWriter = new TabWriter(DESCRIBE_STYLE), indent = '') {
		this.#tabs = tabs;
		this.#indent = indent;
	}

	/** `level` indentations of two blanks, then `text`; whoever calls ends the line. */
	write(level: number, text: string): void {
		this.#tabs.write(harmless(this.#indent + '  '.repeat(level) + text));
	}

	/** "Label:", a tab, the value, the end of the line. */
	field(label: string, value: string | number | boolean, level = 0): void {
		this.write(level, `${label}:\t${value}\n`);
	}

	/** A line of cells. */
	row(level: number, ...cells: readonly (string | number)[]): void {
		this.write(level, `${cells.join('\t')}\n`);
	}

	/** A table's head: the titles, and dashes under them. */
	head(level: number, titles: readonly string[], dashes: readonly string[] = titles.map(underline)): void {
		this.row(level, ...titles);
		this.row(level, ...dashes);
	}

	/** Writes to the same text; every piece, also one in the middle of a line, is indented by `level` more. */
	nested(level: number): Description {
		return new Description(this.#tabs, this.#indent + '  '.repeat(level));
	}

	/** The whole text. */
	finish(): string {
		return this.#tabs.flush();
	}
}

function underline(title: string): string {
	return '-'.repeat(title.length);
}

/** What would move the terminal's cursor is shown instead. Models cli-runtime/pkg/printers WriteEscaped. */
function harmless(text: string): string {
	return text.includes('\x1b') || text.includes('\r') ? text.replaceAll('\x1b', '^[').replaceAll('\r', '\\r') : text;
}
