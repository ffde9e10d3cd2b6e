import type { Process } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import type { FlagSpec, ParsedFlags } from '../../flags.ts';
import { FlagError, HelpRequested, parseFlags } from '../../flags.ts';
import type { CompletionFunction, Completions } from '../command.ts';
import { findCommand, globalsOf, invocationOf, tableOf } from '../dispatch.ts';
import { CommandError, describeError } from '../errors.ts';
import type { Placed } from '../help.ts';
import type { Connect } from '../kubectl.ts';
import { Kubectl } from '../kubectl.ts';
import { findPlugins } from '../plugin/find-plugins.ts';
import { baseName, Streams } from '../streams.ts';
import { completeConfigFlag } from './complete-config.ts';
import { completeFlagNamesOf } from './complete-resources.ts';
import { DIRECTIVES, directiveNames } from './directives.ts';

const REQUEST = '__complete';
const REQUEST_WITHOUT_DESCRIPTIONS = '__completeNoDesc';

/** Values of flags that every command has. */
const GLOBAL_FLAG_VALUES: { readonly [flag: string]: CompletionFunction } = {
	namespace: completeFlagNamesOf('namespace'),
	context: completeConfigFlag('contexts'),
	cluster: completeConfigFlag('clusters'),
	user: completeConfigFlag('users'),
};

export function isCompletionRequest(argv: readonly string[]): boolean {
	return argv[0] === REQUEST || argv[0] === REQUEST_WITHOUT_DESCRIPTIONS;
}

/**
 * `kubectl __complete WORDS…`: what may stand where the last word is, one a line, then ":" and what the shell is to
 * do with it. Models cobra's completions.go.
 */
export function* completeCommandLine(process: Process, connect: Connect): Task<number> {
	const io = new Streams(process);
	const [request, ...words] = process.argv.slice(1);
	if (words.length === 0) {
		yield* io.err(describeError(new CommandError('requires at least 1 arg(s), only received 0')));
		return 1;
	}
	const setting =
		process.env.get('KUBECTL_COMPLETION_DESCRIPTIONS') ?? process.env.get('COBRA_COMPLETION_DESCRIPTIONS');
	const plain = request === REQUEST_WITHOUT_DESCRIPTIONS || /^(0|f|F|FALSE|false|False)$/.test(setting ?? '');
	const { choices, directive, complaint } = yield* completionsOf(process, connect, words);
	if (complaint !== undefined) yield* io.err(`${complaint}\n`);
	for (const choice of choices) {
		const [first = ''] = choice.split('\n');
		yield* io.out(`${(plain ? (first.split('\t')[0] as string) : first).trim()}\n`);
	}
	yield* io.out(`:${directive}\n`);
	yield* io.err(`Completion ended with directive: ${directiveNames(directive)}\n`);
	return 0;
}

interface Answer extends Completions {
	/** Why there is nothing to choose from. */
	readonly complaint?: string;
}

const nothing = (directive: number, complaint?: string): Answer => ({ choices: [], directive, complaint });

function* completionsOf(process: Process, connect: Connect, words: readonly string[]): Task<Answer> {
	const before = words.slice(0, -1);
	const { placed, rest } = findCommand(before);
	const isRoot = placed.parents.length === 0;
	if (isRoot && rest.some((word, index) => !word.startsWith('-') && !isValueOf(placed, rest[index - 1])))
		return nothing(
			DIRECTIVES.default,
			`[Debug] Cleared global flags for plugin completion\n[Debug] [Error] unable to find a command for arguments: [${before.join(' ')}]`,
		);
	const { flag, args, toComplete, complaint } = splitFlag(placed, rest, words.at(-1) as string);
	let parsed: ParsedFlags;
	try {
		parsed = parseFlags(tableOf(placed), args);
	} catch (error) {
		if (error instanceof HelpRequested) return nothing(DIRECTIVES.noFileCompletion);
		if (!(error instanceof FlagError)) throw error;
		return nothing(
			DIRECTIVES.default,
			`[Debug] [Error] Error while parsing flags from args [${args.join(' ')}]: ${error.message}`,
		);
	}
	if (complaint !== undefined && parsed.dashAt < 0) return nothing(DIRECTIVES.default, complaint);
	const kubectl = new Kubectl(process, globalsOf(placed, parsed), connect);
	const invocation = invocationOf(kubectl, placed, parsed);
	if (parsed.dashAt >= 0) return (yield* placed.command.completeArgs?.(invocation, toComplete) ?? none()) as Answer;
	if (flag !== undefined) {
		if (flag.name === 'filename')
			return { choices: ['json', 'yaml', 'yml'], directive: DIRECTIVES.filterFileExtension };
		const own = placed.command.completeFlags?.[flag.name];
		const global = placed.command.flags[flag.name] === undefined ? GLOBAL_FLAG_VALUES[flag.name] : undefined;
		return yield* (own ?? global)?.(invocation, toComplete) ?? none();
	}
	if (toComplete.startsWith('-') && !toComplete.includes('=')) return flagNames(placed, parsed, toComplete);
	return yield* argumentsOf(process, placed, parsed, toComplete, () =>
		placed.command.completeArgs?.(invocation, toComplete),
	);
}

function* none(): Task<Completions> {
	return { choices: [], directive: DIRECTIVES.default };
}

function* argumentsOf(
	process: Process,
	placed: Placed,
	parsed: ParsedFlags,
	toComplete: string,
	complete: () => Task<Completions> | undefined,
): Task<Answer> {
	const { command, parents } = placed;
	const choices: string[] = [];
	let directive: number = DIRECTIVES.default;
	const ownFlagGiven = [...parsed.changed].some((name) => command.flags[name] !== undefined);
	if (parsed.args.length === 0 && !ownFlagGiven) {
		const offered = (command.subcommands ?? [])
			.filter((each) => each.hidden !== true)
			.map((each) => ({ name: each.name, short: each.short }));
		if (parents.length === 0)
			offered.push({ name: 'help', short: 'Help about any command' }, ...pluginCommands(process));
		for (const each of offered.sort((a, b) => (a.name < b.name ? -1 : 1))) {
			if (each.name.startsWith(toComplete)) choices.push(`${each.name}\t${each.short}`);
			directive = DIRECTIVES.noFileCompletion;
		}
	}
	choices.push(...requiredFlags(placed, parsed, toComplete));
	const more = complete();
	if (more === undefined) return { choices, directive };
	const found = yield* more;
	return { choices: [...choices, ...found.choices], directive: found.directive };
}

/** "kubectl-foo_bar" on the PATH is offered as "foo-bar". */
function pluginCommands(process: Process): { name: string; short: string }[] {
	const names = findPlugins(process).paths.map((path) => (baseName(path).split('-')[1] as string).replaceAll('_', '-'));
	return [...new Set(names)].map((name) => ({ name, short: `The command ${name} is a plugin installed by the user` }));
}

interface SplitFlag {
	/** Whose value is to be completed. */
	readonly flag: { readonly name: string } | undefined;
	/** The words without that flag. */
	readonly args: readonly string[];
	readonly toComplete: string;
	readonly complaint: string | undefined;
}

/** Models checkIfFlagCompletion: whether the last word is a flag's value. */
function splitFlag(placed: Placed, args: readonly string[], last: string): SplitFlag {
	const none = { flag: undefined, args, toComplete: last, complaint: undefined };
	let name = '';
	let toComplete = last;
	const equals = last.indexOf('=');
	if (last.startsWith('-')) {
		if (equals < 0) return none;
		name = last.startsWith('--') ? last.slice(2, equals) : last.slice(equals - 1, equals);
		toComplete = last.slice(equals + 1);
	} else {
		const previous = args.at(-1) ?? '';
		if (!/^(--.|-[^-])/.test(previous) || previous.includes('=')) return none;
		name = previous.startsWith('--') ? previous.slice(2) : previous.slice(-1);
	}
	const found = flagNamed(placed, name);
	if (found === undefined)
		return {
			...none,
			complaint: `[Debug] [Error] Subcommand '${placed.command.name}' does not support flag '${name}'`,
		};
	if (last.startsWith('-')) return { ...none, flag: { name: found[0] }, toComplete };
	if (found[1].bare !== undefined) return none;
	return { ...none, flag: { name: found[0] }, args: args.slice(0, -1) };
}

function flagNamed(placed: Placed, name: string): [string, FlagSpec] | undefined {
	const flags = Object.entries(allFlags(placed));
	const byShorthand = name.length === 1 ? flags.find(([, spec]) => spec.shorthand === name) : undefined;
	return byShorthand ?? flags.find(([each]) => each === name);
}

function isValueOf(placed: Placed, previous: string | undefined): boolean {
	if (previous === undefined || !previous.startsWith('-') || previous.includes('=')) return false;
	const spec = flagNamed(placed, previous.startsWith('--') ? previous.slice(2) : previous.slice(-1))?.[1];
	return spec !== undefined && spec.bare === undefined;
}

function allFlags(placed: Placed): { readonly [name: string]: FlagSpec } {
	return { ...tableOf(placed), help: helpFlag(placed) };
}

function helpFlag({ command }: Placed): FlagSpec {
	return { kind: 'bool', shorthand: 'h', default: false, bare: 'true', usage: `help for ${command.name}` };
}

/** Flags of all commands first, then the command's own. */
function inOrder(placed: Placed): [string, FlagSpec][] {
	const byName = ([a]: [string, FlagSpec], [b]: [string, FlagSpec]): number => (a < b ? -1 : 1);
	const all = Object.entries(allFlags(placed));
	if (placed.parents.length === 0) return all.sort(byName);
	const inherited = (name: string): boolean =>
		placed.command.flags[name] === undefined && placed.command.persistentFlags?.[name] === undefined && name !== 'help';
	return [
		...all.filter(([name]) => inherited(name)).sort(byName),
		...all.filter(([name]) => !inherited(name)).sort(byName),
	];
}

function flagNames(placed: Placed, parsed: ParsedFlags, toComplete: string): Answer {
	const required = requiredFlags(placed, parsed, toComplete);
	const choices =
		required.length > 0
			? required
			: inOrder(placed)
					.filter(([name, spec]) => !parsed.changed.has(name) || /^string(Array|Slice|To)/.test(spec.kind))
					.flatMap(([name, spec]) => namesOfFlag(name, spec, toComplete));
	return { choices, directive: DIRECTIVES.noFileCompletion };
}

function requiredFlags(placed: Placed, parsed: ParsedFlags, toComplete: string): string[] {
	return inOrder(placed)
		.filter(([name, spec]) => spec.required === true && !parsed.changed.has(name))
		.flatMap(([name, spec]) => namesOfFlag(name, spec, toComplete));
}

function namesOfFlag(name: string, spec: FlagSpec, toComplete: string): string[] {
	if (spec.hidden === true || spec.deprecated !== undefined) return [];
	const shorthand = spec.shorthand === undefined ? [] : [`-${spec.shorthand}`];
	return [`--${name}`, ...shorthand]
		.filter((each) => each.startsWith(toComplete))
		.map((each) => `${each}\t${spec.usage}`);
}
