import type { ContainerEngine, EngineKind } from '../../hosts/containers/container-engine.ts';
import type { ContainerEngines } from '../../hosts/containers/container-engines.ts';
import { EngineError } from '../../hosts/containers/container-request.ts';
import type { ServiceManager } from '../../hosts/systemd/service-manager.ts';
import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { FlagError, type FlagTable, HelpRequested, type ParsedFlags, parseFlags, string } from '../flags.ts';
import { Exit, type UnixRun } from '../unix-command.ts';
import { COMMANDS } from './commands.ts';
import { complaint, type EngineCommand, type EngineRun, failure } from './engine-command.ts';
import { commandHelp, groupHelp, programHelp } from './help.ts';

const GLOBAL_FLAGS: FlagTable = {
	host: string('', 'Daemon socket to connect to', { shorthand: 'H' }),
	context: string('', 'Name of the context to use', { shorthand: 'c' }),
	config: string('', 'Location of client config files'),
	'log-level': string('info', 'Set the logging level', { shorthand: 'l' }),
	debug: { kind: 'bool', default: false, bare: 'true', usage: 'Enable debug mode', shorthand: 'D' },
	version: { kind: 'bool', default: false, bare: 'true', usage: 'Print version information and quit', shorthand: 'v' },
};

/** docker or podman: finds the command, reads its flags, runs it, words what goes wrong. */
export function* runEngineProgram(kind: EngineKind, run: UnixRun): Task<number> {
	const commands = COMMANDS.filter(({ only }) => only === undefined || only === kind);
	const words = withoutGlobals(run.args);
	if (words === 'version') {
		yield* run.out.write(kind === 'docker' ? 'Docker version 28.5.1, build e180ab8\n' : 'podman version 4.9.3\n');
		return 0;
	}
	const [first] = words;
	if (first === undefined || first === '--help' || first === '-h' || (first === 'help' && words.length === 1)) {
		yield* run.out.write(programHelp(kind, commands));
		return 0;
	}
	const asked = first === 'help' ? [...words.slice(1), '--help'] : words;
	const found = findCommand(commands, asked);
	if (found === undefined) return yield* unknown(kind, run, commands, asked);
	return yield* runCommand(kind, run, found.command, found.name, asked.slice(found.length));
}

/** Flags before the command say which daemon; there is one. */
function withoutGlobals(args: readonly string[]): readonly string[] | 'version' {
	let at = 0;
	while (at < args.length) {
		const word = args[at] as string;
		if (!word.startsWith('-') || word === '--help' || word === '-h') break;
		if (word === '--version' || word === '-v') return 'version';
		const name = word.replace(/^--?/, '').replace(/=.*/, '');
		const spec = Object.entries(GLOBAL_FLAGS).find(([long, { shorthand }]) => long === name || shorthand === name)?.[1];
		at += spec !== undefined && spec.bare === undefined && !word.includes('=') ? 2 : 1;
	}
	return args.slice(at);
}

function findCommand(
	commands: readonly EngineCommand[],
	words: readonly string[],
): { command: EngineCommand; name: string; length: number } | undefined {
	for (const length of [2, 1]) {
		const name = words.slice(0, length).join(' ');
		const command = words.length < length ? undefined : commands.find(({ names }) => names.includes(name));
		if (command !== undefined) return { command, name, length };
	}
	return undefined;
}

function* unknown(
	kind: EngineKind,
	run: UnixRun,
	commands: readonly EngineCommand[],
	[group = '', word]: readonly string[],
): Task<number> {
	const inGroup = commands.filter(({ names }) => names.some((name) => name.startsWith(`${group} `)));
	if (inGroup.length > 0 && (word === undefined || word === '--help')) {
		yield* run.out.write(groupHelp(kind, group, inGroup));
		return 0;
	}
	const path = inGroup.length > 0 ? `${kind} ${group}` : kind;
	const wrong = inGroup.length > 0 ? word : group;
	if (kind === 'podman') {
		throw new Exit(
			125,
			`Error: unrecognized command \`${path} ${wrong}\`\nTry '${path} --help' for more information\n`,
		);
	}
	throw new Exit(1, `${kind}: unknown command: ${path} ${wrong}\n\nRun '${path} --help' for more information\n`);
}

function* runCommand(
	kind: EngineKind,
	unix: UnixRun,
	command: EngineCommand,
	name: string,
	words: readonly string[],
): Task<number> {
	const path = `${kind} ${name}`;
	let flags: ParsedFlags;
	try {
		flags = parseWords(command, words);
	} catch (error) {
		if (error instanceof HelpRequested) {
			yield* unix.out.write(commandHelp(kind, path, command));
			return 0;
		}
		if (!(error instanceof FlagError)) throw error;
		const usage = `Usage:  ${path} ${command.usage}\n\nRun '${path} --help' for more information\n`;
		if (kind === 'docker') throw new Exit(125, `${error.message}\n\n${usage}`);
		throw new Exit(125, `Error: ${error.message}\nSee '${path} --help'\n`);
	}
	requireCount(kind, path, command, flags.args.length);
	const { values } = flags;
	const run: EngineRun = {
		...unix,
		kind,
		path,
		flags,
		engine: () => openEngine(kind, unix.process),
		text: (flag) => values[flag] as string,
		isOn: (flag) => values[flag] as boolean,
		number: (flag) => values[flag] as number,
		list: (flag) => values[flag] as readonly string[],
		operands: flags.args,
		again: (again) => runEngineProgram(kind, { ...unix, args: again }),
	};
	try {
		return yield* command.run(run);
	} catch (error) {
		if (error instanceof EngineError) throw failure(kind, error.message);
		throw error;
	}
}

function parseWords(command: EngineCommand, words: readonly string[]): ParsedFlags {
	if (command.stopAtOperand !== true) return parseFlags(command.flags, words);
	const specs = command.flags;
	let at = 0;
	while (at < words.length) {
		const word = words[at] as string;
		if (word === '--' || !word.startsWith('-') || word === '-') break;
		at += takesNext(word, specs) ? 2 : 1;
	}
	const parsed = parseFlags(specs, words.slice(0, at));
	const rest = words[at] === '--' ? words.slice(at + 1) : words.slice(at);
	return { ...parsed, args: [...parsed.args, ...rest] };
}

function takesNext(word: string, table: FlagTable): boolean {
	if (word.includes('=')) return false;
	if (word.startsWith('--')) {
		const spec = Object.hasOwn(table, word.slice(2)) ? table[word.slice(2)] : undefined;
		return spec !== undefined && spec.bare === undefined;
	}
	for (let at = 1; at < word.length; at++) {
		const spec = Object.values(table).find((each) => each.shorthand === word.charAt(at));
		if (spec === undefined) return false;
		if (spec.bare === undefined) return at === word.length - 1;
	}
	return false;
}

function requireCount(kind: EngineKind, path: string, command: EngineCommand, count: number): void {
	const { least = 0, most = Number.POSITIVE_INFINITY } = command;
	if (count >= least && count <= most) return;
	if (kind === 'podman') {
		const [words, number] =
			least === most ? ['accepts', least] : count < least ? ['requires at least', least] : ['accepts at most', most];
		const tail = words === 'requires at least' ? `, only received ${count}` : `, received ${count}`;
		throw complaint(kind, `${words} ${number} arg(s)${tail}`);
	}
	const exact = least === most;
	const number = count < least ? least : most;
	const amount = number === 0 ? 'no arguments' : `${number} argument${number === 1 ? '' : 's'}`;
	const requires =
		number === 0
			? `accepts ${amount}`
			: exact
				? `requires ${amount}`
				: `requires at ${count < least ? 'least' : 'most'} ${amount}`;
	throw new Exit(
		1,
		`${kind}: '${path}' ${requires}\n\nUsage:  ${path} ${command.usage}\n\nRun '${path} --help' for more information\n`,
	);
}

const SOCKET = '/var/run/docker.sock';

function openEngine(kind: EngineKind, process: Process): ContainerEngine {
	const engines = process.port<ContainerEngines>('container-engines');
	const { uid, groups } = process.credentials;
	if (engines === undefined) {
		throw new Exit(
			1,
			kind === 'docker'
				? `Cannot connect to the Docker daemon at unix://${SOCKET}. Is the docker daemon running?\n`
				: 'Error: cannot find runtime "crun" on PATH\n',
		);
	}
	if (kind === 'docker' && uid !== 0 && !groups.includes(DOCKER_GROUP)) {
		throw new Exit(
			1,
			`permission denied while trying to connect to the Docker daemon socket at unix://${SOCKET}: Get "http://%2Fvar%2Frun%2Fdocker.sock/v1.51/_ping": dial unix ${SOCKET}: connect: permission denied\n`,
		);
	}
	if (kind === 'docker') requireDaemon(process);
	return engines.get(kind, uid, process.env.get('HOME') ?? '/root');
}

/** Its socket starts the daemon; one that cannot be started does not answer. */
function requireDaemon(process: Process): void {
	const services = process.port<ServiceManager>('systemd');
	const { unit, active, restarts = 0 } = services?.status('docker') ?? {};
	if (services === undefined || unit === undefined) return;
	if (active === 'failed' || (active === 'activating' && restarts > 0)) {
		throw new Exit(1, `Cannot connect to the Docker daemon at unix://${SOCKET}. Is the docker daemon running?\n`);
	}
	if (active === 'inactive') services.start('docker');
}

/** Members may talk to the daemon. */
const DOCKER_GROUP = 988;
