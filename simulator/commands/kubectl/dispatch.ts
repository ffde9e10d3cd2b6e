import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import type { FlagTable, ParsedFlags } from '../flags.ts';
import { FlagError, HelpRequested, parseFlags } from '../flags.ts';
import type { Invocation, KubectlCommand } from './command.ts';
import { CommandError, describeError, describeErrorInSteps, isUserError, RawError, SilentExit } from './errors.ts';
import type { GlobalFlags } from './global-flags.ts';
import { GLOBAL_FLAGS } from './global-flags.ts';
import type { Placed } from './help.ts';
import { helpText, pathOf } from './help.ts';
import type { Connect } from './kubectl.ts';
import { Kubectl } from './kubectl.ts';
import type { CommandTree } from './kuberc/apply-preferences.ts';
import { applyPreferences } from './kuberc/apply-preferences.ts';
import { runPlugin } from './plugins.ts';
import { changeCauseOf } from './record.ts';
import { COMMAND_GROUPS, ROOT } from './registry.ts';
import { oldDryRun } from './shared-flags.ts';
import { Streams } from './streams.ts';
import { suggestionsFor } from './suggestions.ts';

/** Runs one command line and returns the exit status. Models cobra's Execute with kubectl's error handling. */
export function* dispatch(process: Process, connect: Connect): Task<number> {
	const io = new Streams(process);
	try {
		return yield* runCommandLine(process, io, connect, process.argv.slice(1));
	} catch (error) {
		if (error instanceof SilentExit) return error.exitCode;
		if (!isUserError(error)) {
			if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
			yield* io.err(describeError(new CommandError(error.message)));
			return 1;
		}
		yield* io.err(yield* describeErrorInSteps(error, io.pause));
		return error instanceof CommandError ? error.exitCode : 1;
	}
}

function* runCommandLine(process: Process, io: Streams, connect: Connect, argv: readonly string[]): Task<number> {
	const helpFirst = argv[0] === 'help';
	const found = helpFirst ? findCommand(argv.slice(1)) : yield* applyPreferences(process, io, COMMAND_TREE, argv);
	if (!helpFirst) {
		refuseFlagsBeforePlugin(found, argv);
		const plugin = yield* tryPlugin(process, found, argv);
		if (plugin !== undefined) return plugin;
	}
	const { placed, rest } = found;
	if (helpFirst) {
		yield* io.out(helpText(placed, groupsOf(placed)));
		return 0;
	}
	refuseUnknownCommand(found);
	let parsed: ParsedFlags;
	try {
		parsed = parseFlags(tableOf(placed), rest);
		refuseGated(process, placed, parsed);
	} catch (error) {
		if (error instanceof HelpRequested) {
			yield* io.out(helpText(placed, groupsOf(placed)));
			return 0;
		}
		if (!(error instanceof FlagError)) throw error;
		throw new CommandError(`${error.message}\nSee '${pathOf(placed)} --help' for usage.`);
	}
	for (const notice of parsed.notices) yield* io.err(`${notice}\n`);
	return yield* runPlaced(process, io, connect, placed, parsed);
}

/** Flags of features that are not turned on are unknown. Models cmdutil.FeatureGate. */
function refuseGated(process: Process, placed: Placed, parsed: ParsedFlags): void {
	const table = tableOf(placed);
	for (const name of parsed.changed) {
		const gate = table[name]?.gate;
		if (gate !== undefined && process.env.get(gate)?.toLowerCase() !== 'true')
			throw new FlagError(`unknown flag: --${name}`);
	}
}

function* runPlaced(
	process: Process,
	io: Streams,
	connect: Connect,
	placed: Placed,
	parsed: ParsedFlags,
): Task<number> {
	const { command } = placed;
	if (command.run === undefined) {
		const alone = placed.parents.length === 0 ? 'stdout' : command.alone;
		if (parsed.args.length > 0 && command.alone !== 'stdout')
			usageError(placed, `unknown command ${JSON.stringify(parsed.args.join(' '))}`);
		const text = helpText(placed, groupsOf(placed));
		if (alone === undefined) yield* io.err(text);
		else yield* io.out(text);
		return alone === 'stdout' ? 0 : 1;
	}
	const complaint = command.checkArgs?.(parsed.args);
	if (complaint !== undefined) throw new CommandError(complaint);
	checkRequired(command.flags, parsed);
	const kubectl = new Kubectl(process, globalsOf(placed, parsed), connect);
	const invocation = invocationOf(kubectl, placed, parsed);
	if (parsed.values.record === true) kubectl.changeCause = changeCauseOf(placed, parsed);
	try {
		yield* command.run(yield* withoutOldDryRun(invocation));
	} catch (error) {
		if (error instanceof ApiError) yield* kubectl.logRefusal(error.status);
		throw error;
	}
	if (parsed.values['warnings-as-errors'] === true && kubectl.warnings > 0) {
		throw new CommandError(`${kubectl.warnings} ${kubectl.warnings === 1 ? 'warning' : 'warnings'} received`);
	}
	return 0;
}

/** A command's own flag hides a global one of the same name (`create rolebinding --user`). */
export function globalsOf({ command }: Placed, parsed: ParsedFlags): GlobalFlags {
	const hidden = Object.keys(GLOBAL_FLAGS).filter((name) => command.flags[name] !== undefined);
	const unset = hidden.map((name) => [name, GLOBAL_FLAGS[name as keyof GlobalFlags].default] as const);
	return { ...parsed.values, ...Object.fromEntries(unset) } as unknown as GlobalFlags;
}

function* withoutOldDryRun(invocation: Invocation<FlagTable>): Task<Invocation<FlagTable>> {
	const value = invocation.flags['dry-run'];
	const old = typeof value === 'string' ? oldDryRun(value) : undefined;
	if (old === undefined) return invocation;
	yield* invocation.kubectl.logWarning(old.source, old.warning);
	return { ...invocation, flags: { ...invocation.flags, 'dry-run': old.value } };
}

export function invocationOf(kubectl: Kubectl, placed: Placed, parsed: ParsedFlags): Invocation<FlagTable> {
	return {
		kubectl,
		flags: parsed.values,
		changed: (name) => parsed.changed.has(name),
		args: parsed.args,
		dashAt: parsed.dashAt,
		path: pathOf(placed),
		usageError: (message) => usageError(placed, message),
		help: () => helpText(placed, groupsOf(placed)),
		commandNamed: (words) => {
			const found = findCommand(words).placed;
			return found.parents.length === 0 ? undefined : pathOf(found);
		},
	};
}

function usageError(placed: Placed, message: string): never {
	throw new CommandError(`${message}\nSee '${pathOf(placed)} -h' for help and examples`);
}

function checkRequired(flags: FlagTable, parsed: ParsedFlags): void {
	const missing = Object.entries(flags)
		.filter(([name, spec]) => spec.required === true && !parsed.changed.has(name))
		.map(([name]) => JSON.stringify(name))
		.sort();
	if (missing.length > 0) throw new CommandError(`required flag(s) ${missing.join(', ')} not set`);
}

function groupsOf(placed: Placed) {
	return placed.parents.length === 0 ? COMMAND_GROUPS : [];
}

/** A command's own flags, those its parents hand down, and the global ones. */
export function tableOf({ command, parents }: Placed): FlagTable {
	const inherited = parents.map((each) => each.persistentFlags ?? {});
	return Object.assign({}, GLOBAL_FLAGS, ...inherited, command.persistentFlags ?? {}, command.flags);
}

export interface Found {
	readonly placed: Placed;
	/** The words without the names of the commands. */
	readonly rest: readonly string[];
}

/** Follows the command's names through the words, wherever flags stand between them. Models cobra Command.Find. */
export function findCommand(argv: readonly string[]): Found {
	let placed: Placed = { command: ROOT, parents: [] };
	let rest = [...argv];
	for (;;) {
		const at = firstArgument(rest, tableOf(placed));
		const name = at === undefined ? undefined : (rest[at] as string);
		const next = (placed.command.subcommands ?? []).find(
			(each) => each.name === name || (name !== undefined && each.aliases?.includes(name)),
		);
		if (next === undefined || at === undefined) return { placed, rest };
		placed = { command: next, parents: [...placed.parents, placed.command] };
		rest = [...rest.slice(0, at), ...rest.slice(at + 1)];
	}
}

/** Index of the first word that is neither a flag nor a flag's value. */
function firstArgument(words: readonly string[], table: FlagTable): number | undefined {
	const shorthands = new Map(Object.values(table).map((spec) => [spec.shorthand, spec]));
	for (let i = 0; i < words.length; i++) {
		const word = words[i] as string;
		if (word === '--') return undefined;
		if (word.startsWith('--')) {
			const spec = table[word.slice(2)];
			if (!word.includes('=') && spec !== undefined && spec.bare === undefined) i++;
			else if (!word.includes('=') && spec === undefined && word !== '--help') i++;
		} else if (word.startsWith('-') && word !== '-') {
			const spec = shorthands.get(word.charAt(1));
			if (word.length === 2 && spec?.bare === undefined && word !== '-h') i++;
		} else {
			return i;
		}
	}
	return undefined;
}

/** Commands that cobra adds of itself. */
const COBRAS: ReadonlySet<string> = new Set(['help', '__complete', '__completeNoDesc']);

/** A word that is no command's is looked for among the plugins, whose names stand before all flags. */
function refuseFlagsBeforePlugin(found: Found, argv: readonly string[]): void {
	const [first = ''] = argv;
	if (!first.startsWith('-') || unknownCommand(found) === undefined) return;
	if (COBRAS.has(argv.find((word) => !word.startsWith('-')) ?? '')) return;
	throw new RawError(`Error: flags cannot be placed before plugin name: ${first}`);
}

/** The root's first argument has to be a command's name; undefined when there is none. */
function unknownCommand({ placed, rest }: Found): string | undefined {
	const at = placed.parents.length > 0 ? undefined : firstArgument(rest, tableOf(placed));
	return at === undefined ? undefined : rest[at];
}

const COMMAND_TREE: CommandTree = {
	root: ROOT,
	find: (words) => findCommand(words),
	flagsOf: (placed) => tableOf(placed),
	isUnknown: (found) => unknownCommand(found) !== undefined,
};

function refuseUnknownCommand(found: Found): void {
	const name = unknownCommand(found);
	if (name === undefined) return;
	const suggestions = suggestionsFor(name, inOrderAdded(ROOT.subcommands ?? []));
	const hint =
		suggestions.length === 0 ? '' : `\n\nDid you mean this?\n${suggestions.map((each) => `\t${each}\n`).join('')}`;
	throw new CommandError(`unknown command ${JSON.stringify(name)} for "kubectl"${hint}`);
}

/** As the real one adds them: group by group, then the rest. */
function inOrderAdded(commands: readonly KubectlCommand[]): KubectlCommand[] {
	const names = COMMAND_GROUPS.flatMap((group) => group.commands);
	const place = (each: KubectlCommand): number => (names.includes(each.name) ? names.indexOf(each.name) : names.length);
	return [...commands].sort((a, b) => place(a) - place(b));
}

/** A command that kubectl does not know may be a program "kubectl-…" on the PATH. */
function* tryPlugin(process: Process, { placed, rest }: Found, argv: readonly string[]): Task<number | undefined> {
	const isRoot = placed.parents.length === 0;
	const mayExtend = isRoot || placed.command.name === 'create';
	const first = rest[0];
	if (
		!mayExtend ||
		first === undefined ||
		first.startsWith('-') ||
		first.startsWith('__') ||
		argv[0]?.startsWith('-') === true
	)
		return undefined;
	return yield* runPlugin(process, argv, argv.length - rest.length + 1);
}
