import { FatalError } from './configuration.ts';

/** A command line of falco's. */
export interface FalcoOptions {
	readonly flags: ReadonlySet<string>;
	/** By the option's main name; those that may be repeated have several. */
	readonly values: ReadonlyMap<string, readonly string[]>;
}

interface Option {
	/** "c", or "h,help". */
	readonly names: string;
	/** What its value is called; absent: a flag. */
	readonly value?: string;
	/** Its value may be left out. */
	readonly optional?: boolean;
	readonly description: string;
}

/** In the order of the help. */
const OPTIONS: readonly Option[] = [
	{ names: 'h,help', description: 'Print this help list and exit.' },
	{
		names: 'c',
		value: '<path>',
		description: 'Configuration file. If not specified uses /etc/falco/falco.yaml.',
	},
	{ names: 'config-schema', description: 'Print the config json schema and exit.' },
	{ names: 'rule-schema', description: 'Print the rule json schema and exit.' },
	{
		names: 'disable-source',
		value: '<event_source>',
		description: 'Turn off an event source; may be repeated. There must be one left.',
	},
	{
		names: 'dry-run',
		description:
			'Run Falco without processing events. It can help check that the configuration and rules do not have any errors.',
	},
	{
		names: 'enable-source',
		value: '<event_source>',
		description: 'Turn on an event source, and off those that are not named; may be repeated.',
	},
	{ names: 'i', description: 'Print those events that are ignored by default for performance reasons and exit.' },
	{
		names: 'L',
		description:
			'Show the name and description of all rules and exit. If json_output is set to true, it prints details about all rules, macros, and lists in JSON format.',
	},
	{
		names: 'l',
		value: '<rule>',
		description:
			'Show the name and description of the rule specified <rule> and exit. If json_output is set to true, it prints details about the rule in JSON format.',
	},
	{
		names: 'list',
		value: '<source>',
		optional: true,
		description:
			'List all defined fields and exit. If <source> is provided, only list those fields for the source <source>.',
	},
	{ names: 'list-events', description: 'List all defined syscall events, metaevents, tracepoint events and exit.' },
	{ names: 'list-plugins', description: 'Print info on all loaded plugins and exit.' },
	{ names: 'M', value: '<num_seconds>', description: 'Stop Falco execution after <num_seconds> are passed.' },
	{
		names: 'markdown',
		description:
			'Print output in Markdown format when used in conjunction with --list or --list-events options. It has no effect when used with other options.',
	},
	{
		names: 'N',
		description:
			'Only print field names when used in conjunction with the --list option. It has no effect when used with other options.',
	},
	{
		names: 'o,option',
		value: '<opt>=<val>',
		description:
			'Set the value of option <opt> to <val>. Overrides values in the configuration file. <opt> can be identified using its location in the configuration file using dot notation. Elements of list entries can be accessed via square brackets [].',
	},
	{
		names: 'plugin-info',
		value: '<plugin_name>',
		description: 'Print info for the plugin specified by <plugin_name> and exit.',
	},
	{
		names: 'p,print',
		value: '<output_format>',
		description: "DEPRECATED: use -o append_output... instead. Print additional information in the rule's output.",
	},
	{
		names: 'P,pidfile',
		value: '<pid_file>',
		description: 'Write PID to specified <pid_file> path. By default, no PID file is created.',
	},
	{
		names: 'r',
		value: '<rules_file>',
		description:
			'Rules file or directory to be loaded. This option can be passed multiple times. Falco defaults to the values in the configuration file when this option is not specified. Only files with .yml or .yaml extension are considered.',
	},
	{
		names: 'support',
		description:
			'Print support information, including version, rules files used, loaded configuration, etc., and exit. The output is in JSON format.',
	},
	{
		names: 'U,unbuffered',
		description:
			'Turn off output buffering for configured outputs. This causes every single line emitted by Falco to be flushed, which generates higher CPU usage but is useful when piping those outputs into another process or a script.',
	},
	{
		names: 'V,validate',
		value: '<rules_file>',
		description:
			'Read the contents of the specified <rules_file> file(s), validate the loaded rules, and exit. This option can be passed multiple times to validate multiple files.',
	},
	{ names: 'v', description: 'Enable verbose output.' },
	{ names: 'version', description: 'Print version information and exit.' },
	{
		names: 'page-size',
		description:
			'Print the system page size and exit. This utility may help choose the right syscall ring buffer size.',
	},
];

function find(name: string): Option | undefined {
	return OPTIONS.find(({ names }) => names.split(',').includes(name));
}

/** The short one, where there are two. */
function mainName({ names }: Option): string {
	return names.split(',')[0] as string;
}

/** Models jarro2783/cxxopts parse. Throws FatalError in its words. */
export function parseOptions(args: readonly string[]): FalcoOptions {
	const flags = new Set<string>();
	const values = new Map<string, string[]>();
	const put = (option: Option, value: string): void => {
		const name = mainName(option);
		values.set(name, [...(values.get(name) ?? []), value]);
	};
	for (let at = 0; at < args.length; at++) {
		const word = args[at] as string;
		if (word === '--') break;
		const long = /^--([a-zA-Z0-9][-_a-zA-Z0-9]+)(?:=(.*))?$/s.exec(word);
		if (long !== null) {
			const [, name = '', given] = long;
			const option = find(name);
			if (option === undefined) throw new FatalError(`Option '${name}' does not exist`);
			if (option.value === undefined) flags.add(mainName(option));
			else if (given !== undefined) put(option, given);
			else if (option.optional) put(option, '');
			else if (at + 1 < args.length) put(option, args[++at] as string);
			else throw new FatalError(`Option '${name}' is missing an argument`);
			continue;
		}
		if (!/^-[a-zA-Z0-9?]/.test(word)) continue;
		for (let index = 1; index < word.length; index++) {
			const name = word[index] as string;
			const option = find(name);
			if (option === undefined) throw new FatalError(`Option '${name}' does not exist`);
			if (option.value === undefined) {
				flags.add(mainName(option));
				continue;
			}
			const rest = word.slice(index + 1);
			if (rest !== '') put(option, rest.replace(/^=/, ''));
			else if (at + 1 < args.length) put(option, args[++at] as string);
			else throw new FatalError(`Option '${name}' is missing an argument`);
			break;
		}
	}
	return { flags, values };
}

const WIDTH = 140;
const COLUMN_MAX = 30;

/** Models cxxopts Options::help. */
export function helpText(): string {
	const heads = OPTIONS.map(({ names, value, optional }) => {
		const parts = names.split(',').map((name) => (name.length === 1 ? `-${name}` : `--${name}`));
		const shown = parts.length === 1 && parts[0]?.startsWith('--') ? `    ${parts[0]}` : parts.join(', ');
		const long = names.split(',').some((name) => name.length > 1);
		const argument = value === undefined ? '' : optional ? ` [=${value}(=)]` : ` ${value}`;
		return `  ${shown}${long || value === undefined ? argument : argument}`;
	});
	const column = Math.min(COLUMN_MAX, Math.max(...heads.map(({ length }) => length)));
	const lines = OPTIONS.map(({ description }, index) => {
		const head = heads[index] as string;
		const text = wrapped(description, WIDTH - column - 2).join(`\n${' '.repeat(column + 2)}`);
		return head.length > column ? `${head}\n${' '.repeat(column + 2)}${text}` : `${head.padEnd(column)}  ${text}`;
	});
	return `Falco - Cloud Native Runtime Security\nUsage:\n  falco [OPTION...]\n\n${lines.join('\n')}\n\n`;
}

function wrapped(text: string, width: number): readonly string[] {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(' ')) {
		if (line !== '' && line.length + 1 + word.length > width) {
			lines.push(line);
			line = word;
		} else line = line === '' ? word : `${line} ${word}`;
	}
	return [...lines, line];
}
