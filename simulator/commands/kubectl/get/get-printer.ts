import type { TabWriter } from '../../../machinery/tab-writer.ts';
import type { Task } from '../../../machinery/task.ts';
import { CommandError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { CustomColumns } from '../printing/custom-columns.ts';
import type { PrintFlagValues } from '../printing/print-flags.ts';
import { formatPrinter, PRINT_FORMATS, unknownFormat } from '../printing/print-flags.ts';
import type { Printable } from '../printing/printer.ts';
import { TablePrinter } from '../printing/table-printer.ts';
import type { Mapping } from '../rest-mapper.ts';

/** Prints at once, or into columns that are lined up when they are flushed. */
export interface GetPrinter {
	print(object: Printable, out: TabWriter): Task<void> | undefined;
}

export interface GetPrintFlags extends PrintFlagValues {
	readonly 'no-headers': boolean;
	readonly 'show-kind': boolean;
	readonly 'show-labels': boolean;
	readonly 'label-columns': readonly string[];
}

/** No format, or `wide`: tables for people. */
export function isHumanReadable(output: string, template: string): boolean {
	return (output === '' && template === '') || output === 'wide';
}

/** The printer for objects of one type. Models kubectl/pkg/cmd/get PrintFlags.ToPrinter. */
export function* getPrinterOf(
	invocation: { readonly kubectl: Kubectl; readonly flags: GetPrintFlags },
	mapping: Mapping | undefined,
	withNamespace: boolean,
	withKind: boolean,
): Task<GetPrinter> {
	const { kubectl, flags } = invocation;
	const format = flags.output === '' && flags.template !== '' ? 'go-template' : flags.output;
	if (isHumanReadable(flags.output, flags.template)) {
		const kind =
			mapping === undefined
				? undefined
				: mapping.group === ''
					? mapping.kind.toLowerCase()
					: `${mapping.kind.toLowerCase()}.${mapping.group}`;
		const table = new TablePrinter(
			{
				noHeaders: flags['no-headers'],
				wide: flags.output === 'wide',
				showLabels: flags['show-labels'],
				columnLabels: flags['label-columns'],
				withNamespace,
				withKind: withKind || flags['show-kind'] ? kind : undefined,
			},
			() => kubectl.process.now(),
		);
		return {
			print(object, out) {
				table.print(object, out);
				return undefined;
			},
		};
	}
	const printer = yield* formatPrinter(kubectl, format, flags, false);
	if (printer !== undefined) return printer;
	const columns = yield* customColumns(kubectl, format, flags);
	if (columns === undefined)
		throw unknownFormat(flags.output, [...PRINT_FORMATS, 'custom-columns', 'custom-columns-file', 'wide']);
	return {
		print(object, out) {
			return columns.print(object, out, (cells) => kubectl.process.tick(CELL_STEPS * cells));
		},
	};
}

/** What finding and writing a cell takes. */
const CELL_STEPS = 2;

function* customColumns(kubectl: Kubectl, format: string, flags: GetPrintFlags): Task<CustomColumns | undefined> {
	const at = format.indexOf('=');
	const kind = at < 0 ? format : format.slice(0, at);
	if (kind !== 'custom-columns' && kind !== 'custom-columns-file') return undefined;
	const spec = flags.template !== '' ? flags.template : at < 0 ? '' : format.slice(at + 1);
	if (spec === '') throw new CommandError('custom-columns format specified but no custom columns given');
	if (kind === 'custom-columns') return CustomColumns.fromSpec(spec, flags['no-headers']);
	try {
		return CustomColumns.fromFile(yield* kubectl.io.readFile(spec));
	} catch (error) {
		if (!(error instanceof CommandError) || !error.message.startsWith('open ')) throw error;
		throw new CommandError(`error reading template ${spec}, ${error.message}\n`);
	}
}
