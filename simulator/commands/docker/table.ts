import type { EngineKind } from '../../hosts/containers/container-engine.ts';
import { formatJson } from '../../machinery/format-json.ts';
import { BUILTINS, type FunctionEntry } from '../../machinery/go-template/functions.ts';
import { TemplateError } from '../../machinery/go-template/nodes.ts';
import { TemplateSet } from '../../machinery/go-template/template-set.ts';
import { TabWriter } from '../../machinery/tab-writer.ts';
import type { Task } from '../../machinery/task.ts';
import { runToCompletion } from '../../machinery/task.ts';
import { Exit } from '../unix-command.ts';
import { complaint, type EngineRun } from './engine-command.ts';

/** A row as templates see it: every field a text. */
export type Row = { readonly [field: string]: unknown };

export interface TableLayout {
	/** What stands in the head of a field's column. */
	readonly headers: { readonly [field: string]: string };
	/** Without `--format`. */
	readonly columns: readonly string[];
}

const STYLES = {
	docker: { minWidth: 10, padding: 3, rememberWidths: false },
	podman: { minWidth: 12, padding: 2, rememberWidths: false },
} as const;

/** Writes rows as `--format` wants them: a table, a Go template for each, or JSON. Models docker/cli command/formatter. */
export function* writeRows(run: EngineRun, layout: TableLayout, rows: readonly Row[], format: string): Task<void> {
	if (format === 'json') {
		if (run.kind === 'podman') yield* run.out.write(`${formatJson(rows, { indent: '    ', keepOrder: true })}\n`);
		else for (const row of rows) yield* run.out.write(`${JSON.stringify(publicFields(row))}\n`);
		return;
	}
	const isTable = format === '' || format === 'table' || /^table\s/.test(format);
	const own = format.replace(/^table\s*/, '');
	const template = unescaped(
		isTable && own === '' ? layout.columns.map((column) => `{{.${column}}}`).join('\t') : isTable ? own : format,
	);
	const lines: string[] = [];
	if (isTable && !(run.flags.values.noheading === true)) lines.push(`${render(run.kind, template, layout.headers)}\n`);
	for (const row of rows) lines.push(`${render(run.kind, template, row)}\n`);
	if (!isTable) {
		yield* run.out.write(lines.join(''));
		return;
	}
	const writer = new TabWriter(STYLES[run.kind]);
	for (const line of lines) writer.write(line);
	yield* run.out.write(writer.flush());
}

function publicFields(row: Row): Row {
	return Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function unescaped(template: string): string {
	return template.replaceAll('\\t', '\t').replaceAll('\\n', '\n');
}

/** What a template makes of a value. Throws Exit in the program's words. */
export function render(kind: EngineKind, template: string, value: unknown): string {
	const set = new TemplateSet('', { functions: FUNCTIONS, missingKey: 'error' });
	let output = '';
	try {
		set.parse('', template);
		runToCompletion(
			set.execute('', value, (text) => {
				output += text;
			}),
		);
		return output;
	} catch (error) {
		if (!(error instanceof TemplateError)) throw error;
		const parsing = !error.message.includes('executing');
		const message = parsing ? `template parsing error: ${error.message}` : error.message;
		throw kind === 'docker' ? new Exit(parsing ? 64 : 1, `${message}\n`) : complaint(kind, message);
	}
}

/** Models docker/cli templates/templates.go. */
const FUNCTIONS: ReadonlyMap<string, FunctionEntry> = new Map<string, FunctionEntry>([
	...BUILTINS,
	['json', { least: 1, most: 1, call: ([value]) => JSON.stringify(value) }],
	[
		'split',
		{ least: 2, most: 2, parameters: ['string', 'string'], call: ([text, by]) => String(text).split(String(by)) },
	],
	['join', { least: 2, most: 2, call: ([list, by]) => (list as readonly unknown[]).join(String(by)) }],
	[
		'title',
		{
			least: 1,
			most: 1,
			parameters: ['string'],
			call: ([text]) => String(text).replace(/\b[a-z]/g, (letter) => letter.toUpperCase()),
		},
	],
	['lower', { least: 1, most: 1, parameters: ['string'], call: ([text]) => String(text).toLowerCase() }],
	['upper', { least: 1, most: 1, parameters: ['string'], call: ([text]) => String(text).toUpperCase() }],
	[
		'pad',
		{
			least: 3,
			most: 3,
			call: ([text, before, after]) => `${' '.repeat(Number(before))}${text}${' '.repeat(Number(after))}`,
		},
	],
	['truncate', { least: 2, most: 2, call: ([text, length]) => String(text).slice(0, Number(length)) }],
]);
