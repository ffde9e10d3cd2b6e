import { type Process, SystemError } from '../../kernel/process-api.ts';
import { readWholeFile } from '../../kubelet/images/programs/read-file.ts';
import { DEFAULT_HANDLERS, type RuntimeHandlers } from '../../kubelet/runtime/runtime-handler.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { parseToml, TomlError, type TomlTable, type TomlValue, tomlAt } from '../../machinery/toml.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { serviceProgram } from './component-program.ts';
import { CONTAINERD_DEFAULT_CONFIG } from './containerd-default-config.ts';

const CONFIGURATION = '/etc/containerd/config.toml';
const NEWEST_CONFIG = 3;
const RELEASE = 'containerd containerd.io v2.1.4 75cb2b7193e4e490e9fbdc236c0e811ccaba3376';
/** What the component is told when its configuration leaves the CRI plugin out. */
export const WITHOUT_CRI = '--without-cri';
/** How it is told of a runtime: "--runtime-handler=runsc=io.containerd.runsc.v1". */
const HANDLER = '--runtime-handler=';
/** Names of the plugin in configurations of all versions. */
const CRI_PLUGINS: ReadonlySet<string> = new Set(['cri', 'io.containerd.grpc.v1.cri', 'io.containerd.cri.v1.runtime']);

/**
 * containerd: without a command the runtime's process, which reads its configuration once. Models cmd/containerd. Differs:
 * of the configuration only its syntax, version, disabled_plugins, runtimes and registry mirrors have effects.
 */
export function* containerdProgram(process: Process): Task<number> {
	const [args, path] = withoutConfig(process.argv.slice(1));
	const [command, ...rest] = args;
	if (command === '--version' || command === '-v') return yield* say(process, 1, `${RELEASE}\n`);
	if (command === 'config') return yield* configCommand(process, rest[0], path);
	if (command === '--help' || command === '-h' || command === 'help') return yield* say(process, 1, HELP);
	if (command !== undefined && !command.startsWith('-')) {
		yield* say(process, 2, `No help topic for '${command}'\n`);
		return 3;
	}
	const told = yield* readSettings(process, path);
	if (told === undefined) return 1;
	const serve = serviceProgram('containerd', RESTING, told);
	return yield* serve(process);
}

/** What its configuration tells the component, and no more of it is kept; undefined when it cannot be used. */
function* readSettings(process: Process, path: string | undefined): Task<readonly string[] | undefined> {
	const config = yield* readConfig(process, path ?? CONFIGURATION, path !== undefined);
	if (typeof config === 'string') {
		yield* say(process, 2, `containerd: ${config}\n`);
		return undefined;
	}
	const handlers = handlersIn(config);
	if (hasCri(config)) return handlers;
	const line = `level=info msg="skip loading plugin" error="disabled by config" id=io.containerd.grpc.v1.cri type=io.containerd.grpc.v1`;
	yield* say(process, 2, `time="${formatTime(process.now())}" ${line}\n`);
	return [WITHOUT_CRI, ...handlers];
}

const RESTING = { cpuMillicores: 9, memoryBytes: 48 * 1024 ** 2 };

function withoutConfig(args: readonly string[]): readonly [rest: readonly string[], path: string | undefined] {
	const at = args.findIndex((word) => /^(-c|--?config)(=|$)/.test(word));
	const word = args[at];
	if (word === undefined) return [args, undefined];
	if (word.includes('=')) return [args.toSpliced(at, 1), word.replace(/^[^=]*=/, '')];
	return [args.toSpliced(at, 2), args[at + 1]];
}

function* say(process: Process, fd: number, text: string): Task<number> {
	yield* process.write(fd, encodeUtf8(text));
	return 0;
}

/** Models cmd/containerd/command/config.go. */
function* configCommand(process: Process, name: string | undefined, path: string | undefined): Task<number> {
	switch (name) {
		case 'default':
			return yield* say(process, 1, CONTAINERD_DEFAULT_CONFIG);
		case 'dump':
		case 'migrate': {
			const config = yield* readConfig(process, path ?? CONFIGURATION, false);
			if (typeof config === 'string') {
				yield* say(process, 2, `containerd: ${config}\n`);
				return 1;
			}
			if (name === 'migrate') config.set('version', NEWEST_CONFIG);
			return yield* say(
				process,
				1,
				tomlText(name === 'dump' ? merged(parseToml(CONTAINERD_DEFAULT_CONFIG), config) : config, []),
			);
		}
		default:
			return yield* say(process, 1, CONFIG_HELP);
	}
}

/** A text: why it cannot be used. Models cmd/containerd/server/config LoadConfig. */
function* readConfig(process: Process, path: string, isNamed: boolean): Task<TomlTable | string> {
	let text: string;
	try {
		text = decodeUtf8(yield* readWholeFile(process, path));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		// Without one it goes by its defaults.
		return isNamed ? `failed to load TOML from ${path}: open ${path}: no such file or directory` : new Map();
	}
	try {
		const config = parseToml(text);
		const version = config.get('version') ?? 1;
		if (typeof version === 'number' && version > NEWEST_CONFIG) {
			return `expected containerd config version equal to or less than \`${NEWEST_CONFIG}\`, got \`${version}\``;
		}
		return config;
	} catch (error) {
		if (!(error instanceof TomlError)) throw error;
		return `failed to unmarshal TOML at row ${error.row} column ${error.column}: ${error.message}`;
	}
}

/** Runtimes by their names, of what the component is told. */
export function runtimeHandlers(args: readonly string[]): RuntimeHandlers {
	const told = args.flatMap((arg) => {
		const [, name, type] = /^--runtime-handler=([^=]*)=(.*)$/.exec(arg) ?? [];
		return name === undefined || type === undefined ? [] : [[name, type] as const];
	});
	return new Map([...DEFAULT_HANDLERS, ...told]);
}

/** Runtimes for RuntimeClasses, as the component is told of them. Plugins of older configurations count in those only. */
function handlersIn(config: TomlTable): string[] {
	const plugin =
		Number(config.get('version') ?? 1) >= NEWEST_CONFIG ? 'io.containerd.cri.v1.runtime' : 'io.containerd.grpc.v1.cri';
	const runtimes = tomlAt(config, 'plugins', plugin, 'containerd', 'runtimes');
	if (!(runtimes instanceof Map)) return [];
	return [...runtimes].flatMap(([name, runtime]) => {
		const type = runtime instanceof Map ? runtime.get('runtime_type') : undefined;
		return typeof type === 'string' ? [`${HANDLER}${name}=${type}`] : [];
	});
}

function hasCri(config: TomlTable): boolean {
	const disabled = tomlAt(config, 'disabled_plugins');
	return !Array.isArray(disabled) || !disabled.some((each) => CRI_PLUGINS.has(String(each)));
}

/** What the second says, and of the first what the second does not say. */
function merged(base: TomlTable, over: TomlTable): TomlTable {
	const both: TomlTable = new Map(base);
	for (const [key, value] of over) {
		const below = both.get(key);
		both.set(key, below instanceof Map && value instanceof Map ? merged(below, value) : value);
	}
	return both;
}

/** As go-toml writes it: plain keys of a table before the tables in it. */
function tomlText(table: TomlTable, path: readonly string[]): string {
	const margin = '  '.repeat(Math.max(0, path.length - 1));
	const plain = [...table].filter(([, value]) => !(value instanceof Map));
	const own = plain.map(([key, value]) => `${margin}${key} = ${valueText(value)}\n`).join('');
	const head = path.length === 0 ? '' : `${margin}[${path.map(keyText).join('.')}]\n`;
	const parts = [path.length === 0 || own !== '' || plain.length === table.size ? `${head}${own}` : head];
	for (const [key, value] of table) if (value instanceof Map) parts.push(tomlText(value, [...path, key]));
	return parts.filter((part) => part !== '').join('\n');
}

function keyText(key: string): string {
	return /^[A-Za-z0-9_-]+$/.test(key) ? key : `'${key}'`;
}

function valueText(value: TomlValue): string {
	if (typeof value === 'string') return value.includes("'") ? JSON.stringify(value) : `'${value}'`;
	if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`;
	if (value instanceof Map)
		return `{${[...value].map(([key, each]) => `${keyText(key)} = ${valueText(each)}`).join(', ')}}`;
	return String(value);
}

const HELP = `NAME:
   containerd - 
                    __        _                     __
  _________  ____  / /_____ _(_)___  ___  _________/ /
 / ___/ __ \\/ __ \\/ __/ __ \`/ / __ \\/ _ \\/ ___/ __  /
/ /__/ /_/ / / / / /_/ /_/ / / / / /  __/ /  / /_/ /
\\___/\\____/_/ /_/\\__/\\__,_/_/_/ /_/\\___/_/   \\__,_/

high performance container runtime


USAGE:
   containerd [global options] command [command options]

VERSION:
   v2.1.4

COMMANDS:
   config   Information on the containerd config
   publish  Binary to publish events to containerd
   help, h  Shows a list of commands or help for one command

GLOBAL OPTIONS:
   --config value, -c value  Path to the configuration file (default: "${CONFIGURATION}")
   --help, -h                show help
   --version, -v             print the version
`;

const CONFIG_HELP = `NAME:
   containerd config - Information on the containerd config

USAGE:
   containerd config command [command options]

COMMANDS:
   default  See the output of the default config
   dump     See the output of the final main config with imported in subconfig files
   migrate  Migrate the current configuration file to the latest version (does not migrate subconfig files)
   help, h  Shows a list of commands or help for one command

OPTIONS:
   --help, -h  show help
`;
