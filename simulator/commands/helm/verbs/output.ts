import { formatJson } from '../../../machinery/format-json.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
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

/** Columns as wide as they need to be, with tabs between them. Models gosuri/uitable. @param widthMax cuts what is longer. */
export function tableText(rows: readonly (readonly string[])[], widthMax = Number.POSITIVE_INFINITY): string {
	const cut = rows.map((row) =>
		row.map((cell) => ([...cell].length > widthMax ? `${[...cell].slice(0, widthMax - 3).join('')}...` : cell)),
	);
	const widths: number[] = [];
	for (const row of cut) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, length(cell));
	const lines = cut.map((row) => row.map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - length(cell))).join('\t'));
	return `${lines.join('\n')}\n`;
}

function length(text: string): number {
	return encodeUtf8(text).length === text.length ? text.length : [...text].length;
}
