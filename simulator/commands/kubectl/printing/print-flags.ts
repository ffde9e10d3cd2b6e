import type { Task } from '../../../machinery/task.ts';
import { bool, string } from '../../flags.ts';
import { CommandError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import type { Printer } from './printer.ts';
import {
	JsonPathPrinter,
	JsonPrinter,
	KyamlPrinter,
	NamePrinter,
	TemplatePrinter,
	withoutManagedFields,
	YamlPrinter,
} from './printer.ts';

export const PRINT_FORMATS = [
	'json',
	'yaml',
	'kyaml',
	'name',
	'go-template',
	'go-template-file',
	'template',
	'templatefile',
	'jsonpath',
	'jsonpath-as-json',
	'jsonpath-file',
] as const;

/** `-o` and what goes with it, for every command that prints objects. */
export const PRINT_FLAGS = {
	'allow-missing-template-keys': bool(
		true,
		'If true, ignore any errors in templates when a field or map key is missing in the template. Only applies to golang and jsonpath output formats.',
	),
	output: string('', `Output format. One of: (${PRINT_FORMATS.join(', ')}).`, { shorthand: 'o' }),
	'show-managed-fields': bool(false, 'If true, keep the managedFields when printing objects in JSON or YAML format.'),
	template: string(
		'',
		'Template string or path to template file to use when -o=go-template, -o=go-template-file. The template format is golang templates [http://golang.org/pkg/text/template/#pkg-overview].',
	),
} as const;

export interface PrintFlagValues {
	readonly output: string;
	readonly template: string;
	readonly 'allow-missing-template-keys': boolean;
	readonly 'show-managed-fields': boolean;
}

export interface PrinterOptions {
	/** "created", "scaled": what stands after the name when no format is asked for. */
	readonly operation: string;
	/** The objects are Go structs in the real kubectl: their JSON keeps the order of their fields. */
	readonly typed?: boolean;
	/** Formats to name when the one asked for is none of them. */
	readonly formats?: readonly string[];
}

/** The printer that the flags ask for; without a format, one that says what was done. */
export function* printerOf(
	kubectl: Pick<Kubectl, 'io'>,
	flags: PrintFlagValues,
	options: PrinterOptions,
): Task<Printer> {
	const format = flags.output === '' && flags.template !== '' ? 'go-template' : flags.output;
	const printer = yield* formatPrinter(kubectl, format, flags, options.typed === true);
	if (printer !== undefined) return printer;
	if (format === '') return new NamePrinter(kubectl.io, options.operation);
	throw unknownFormat(flags.output, options.formats ?? PRINT_FORMATS);
}

export function unknownFormat(format: string, allowed: readonly string[]): CommandError {
	return new CommandError(
		`unable to match a printer suitable for the output format ${JSON.stringify(format)}, allowed formats are: ${[...allowed].sort().join(',')}`,
	);
}

/** The printer of a named format, or undefined when it is none of these. */
export function* formatPrinter(
	kubectl: Pick<Kubectl, 'io'>,
	format: string,
	flags: PrintFlagValues,
	typed: boolean,
): Task<Printer | undefined> {
	const { io } = kubectl;
	switch (format.toLowerCase()) {
		case 'json':
			return withManaged(new JsonPrinter(io, typed), flags);
		case 'yaml':
			return withManaged(new YamlPrinter(io), flags);
		case 'kyaml':
			return withManaged(new KyamlPrinter(io, typed), flags);
		case 'name':
			return new NamePrinter(io, '');
	}
	return yield* templatePrinter(kubectl, format, flags);
}

function withManaged(printer: Printer, flags: PrintFlagValues): Printer {
	if (flags['show-managed-fields']) return printer;
	return { print: (object) => printer.print(withoutManagedFields(object)) };
}

const TEMPLATE_FORMATS = [
	'go-template',
	'go-template-file',
	'template',
	'templatefile',
	'jsonpath',
	'jsonpath-as-json',
	'jsonpath-file',
];

/** `go-template=…`, `jsonpath-file=…` and their like; the template may also come with `--template`. */
function* templatePrinter(
	kubectl: Pick<Kubectl, 'io'>,
	format: string,
	flags: PrintFlagValues,
): Task<Printer | undefined> {
	const at = format.indexOf('=');
	const kind = at < 0 ? format : format.slice(0, at);
	if (!TEMPLATE_FORMATS.includes(kind)) return undefined;
	let text = at < 0 ? flags.template : format.slice(at + 1);
	if (text === '') throw new CommandError('template format specified but no template given');
	if (kind.endsWith('file')) text = yield* readTemplate(kubectl, text);
	const allowMissing = flags['allow-missing-template-keys'];
	if (kind.startsWith('jsonpath'))
		return new JsonPathPrinter(kubectl.io, text, allowMissing, kind === 'jsonpath-as-json');
	return new TemplatePrinter(kubectl.io, text, allowMissing);
}

function* readTemplate(kubectl: Pick<Kubectl, 'io'>, path: string): Task<string> {
	try {
		return yield* kubectl.io.readFile(path);
	} catch (error) {
		if (!(error instanceof CommandError)) throw error;
		throw new CommandError(`error reading --template ${path}, ${error.message}\n`);
	}
}
