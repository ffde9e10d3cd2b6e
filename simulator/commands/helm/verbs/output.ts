import { formatJson } from '../../../machinery/format-json.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatYaml } from '../../../machinery/yaml/format-yaml.ts';
import type { CobraRun } from '../../cobra/cobra.ts';
import { HelmError } from '../helm-error.ts';
import type { HelmSession } from '../helm-session.ts';

export type Format = 'table' | 'json' | 'yaml';

/** @throws HelmError */
export function formatOf({ text }: CobraRun): Format {
	const format = text('output');
	if (format === 'table' || format === 'json' || format === 'yaml') return format;
	throw new HelmError(`invalid argument ${JSON.stringify(format)} for "-o, --output" flag: invalid format type`);
}

/** As JSON or YAML. */
export function* writeValue(helm: HelmSession, format: 'json' | 'yaml', value: unknown): Task<void> {
	yield* helm.out(format === 'json' ? `${formatJson(value, { keepOrder: true })}\n` : formatYaml(value));
}

/**
 * Columns as wide as their longest line, with tabs between them; what is longer in all than that is cut. Models
 * gosuri/uitable. @param widthMax of a column.
 */
export function tableText(rows: readonly (readonly string[])[], widthMax = Number.POSITIVE_INFINITY): string {
	const widths: number[] = [];
	for (const row of rows) {
		for (const [i, cell] of row.entries()) {
			const longest = Math.max(...cell.split('\n').map(widthOf));
			widths[i] = Math.min(Math.max(widths[i] ?? 0, longest), widthMax);
		}
	}
	return rows.map((row) => rowText(row, widths)).join('');
}

function rowText(row: readonly string[], widths: readonly number[]): string {
	const cells = row.map((cell, i) => resized(cell, widths[i] as number).split('\n'));
	const height = Math.max(...cells.map((lines) => lines.length));
	const lines = Array.from({ length: height }, (_, line) =>
		cells.map((each, i) => resized(each[line] ?? '', widths[i] as number)).join('\t'),
	);
	return `${lines.join('\n')}\n`;
}

function resized(text: string, width: number): string {
	const own = widthOf(text);
	if (own <= width) return text + ' '.repeat(width - own);
	let out = '';
	for (const char of text) {
		if (widthOf(out + char) > width - 3) break;
		out += char;
	}
	return `${out}...`;
}

/** Line ends and tabs take no room. */
function widthOf(text: string): number {
	return [...text].filter((char) => char >= ' ').length;
}
