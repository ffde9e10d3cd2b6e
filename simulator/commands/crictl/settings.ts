import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { parseYamlDocument } from '../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../machinery/yaml/yaml-error.ts';
import { flag, OptionError, parseOptions, withValue } from '../options.ts';
import { readFile } from '../stdio.ts';
import { Exit } from '../unix-command.ts';
import { type CrictlRun, fatal } from './crictl-run.ts';

/** What crictl keeps in its configuration, in the order it writes them, with what they are unless they are set. */
const KEYS: readonly (readonly [name: string, value: string])[] = [
	['runtime-endpoint', ''],
	['image-endpoint', ''],
	['timeout', '0'],
	['debug', 'false'],
	['pull-image-on-create', 'false'],
	['disable-pull-on-run', 'false'],
];

const OPTIONS = { get: withValue('get'), set: withValue('set'), list: flag('list') } as const;

/** Undefined: there is no such file. Models cri-tools pkg/common ReadConfig. */
export function* readSettings(process: Process, path: string): Task<Map<string, string> | undefined> {
	let text: string;
	try {
		text = decodeUtf8(yield* readFile(process, path));
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
	const fields = fieldsOf(process, text);
	return new Map(KEYS.map(([name, value]) => [name, String(fields[name] ?? value)]));
}

function fieldsOf(process: Process, text: string): { readonly [name: string]: unknown } {
	try {
		return (parseYamlDocument(text) ?? {}) as { readonly [name: string]: unknown };
	} catch (error) {
		if (error instanceof YamlError) throw fatal(process, `load config file: unmarshal YAML config: ${error.message}`);
		throw error;
	}
}

/** `crictl config`. Models cmd/crictl/config.go. */
export function* settings(run: Pick<CrictlRun, 'process' | 'out'>, args: readonly string[], path: string): Task<void> {
	const { process, out } = run;
	const { given, operands } = parsed(process, args);
	const values = (yield* readSettings(process, path)) ?? new Map(KEYS);
	const [asked] = given;
	if (asked?.key === 'get') {
		const value = values.get(asked.value ?? '');
		if (value === undefined) throw fatal(process, `no configuration option named ${asked.value}`);
		yield* out.write(`${value}\n`);
		return;
	}
	if (asked?.key === 'list') {
		const width = Math.max(20, ...KEYS.map(([name]) => name.length + 3));
		yield* out.write(`${'KEY'.padEnd(width)}VALUE\n`);
		for (const [name, value] of values) yield* out.write(`${name.padEnd(width)}${value}\n`);
		return;
	}
	const changes = given.flatMap(({ value = '' }) => value.split(',').map((each) => each.split('=')));
	if (given.length === 0) changes.push([operands[0] ?? '', operands[1] ?? '']);
	if (given.length === 0 && operands.length === 0) throw new Exit(0, HELP);
	for (const [name = '', ...rest] of changes) {
		if (!values.has(name))
			throw fatal(
				process,
				`set ${JSON.stringify(name)} to ${JSON.stringify(rest.join('='))}: no configuration option named ${JSON.stringify(name)}`,
			);
		values.set(name, rest.join('='));
	}
	const text = KEYS.map(
		([name, plain]) => `${name}: ${plain === '' ? JSON.stringify(values.get(name)) : values.get(name)}\n`,
	);
	const fd = yield* process.open(path, { write: true, create: true, truncate: true }, 0o644);
	yield* process.write(fd, encodeUtf8(text.join('')));
	process.close(fd);
}

function parsed(process: Process, args: readonly string[]) {
	try {
		return parseOptions(args, OPTIONS);
	} catch (error) {
		if (error instanceof OptionError) throw fatal(process, error.message);
		throw error;
	}
}

const HELP = `NAME:
   crictl config - Get, set and list crictl configuration options

USAGE:
   crictl config [command options] [<crictl options>]

EXAMPLE:
   crictl config --set debug=true

CRICTL OPTIONS:
   runtime-endpoint:      Container runtime endpoint (default: "")
   image-endpoint:        Image endpoint (default: "")
   timeout:               Timeout of connecting to server (default: 2s)
   debug:                 Enable debug output (default: false)
   pull-image-on-create:  Enable pulling image on create requests (default: false)
   disable-pull-on-run:   Disable pulling image on run requests (default: false)

OPTIONS:
   --get value                  show the option value
   --set value [ --set value ]  set option (can specify multiple or separate values with commas: opt1=val1,opt2=val2)
   --list                       show all option value (default: false)
   --help, -h                   show help
`;
