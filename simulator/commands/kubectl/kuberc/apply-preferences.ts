import type { Process } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import type { FlagTable } from '../../flags.ts';
import { FlagError, parseFlags } from '../../flags.ts';
import type { KubectlCommand } from '../command.ts';
import { CommandError, RawError } from '../errors.ts';
import type { Placed } from '../help.ts';
import type { Streams } from '../streams.ts';
import type { Alias, OptionDefault, Preferences } from './preferences.ts';
import { kubercFile, loadPreferences } from './preferences.ts';

/** A command that was found in the words, and those words without its names. */
interface Found {
	readonly placed: Placed;
	readonly rest: readonly string[];
}

/** How commands are looked up: the dispatcher's own ways. */
export interface CommandTree {
	readonly root: KubectlCommand;
	find(words: readonly string[]): Found;
	flagsOf(placed: Placed): FlagTable;
	/** Whether a word is left that should have been a command's name. */
	isUnknown(found: Found): boolean;
}

/**
 * The command that the words and the user's preferences name, with the options that these set in front of the rest.
 * Models kubectl/pkg/kuberc Preferences.Apply.
 */
export function* applyPreferences(
	process: Process,
	io: Streams,
	tree: CommandTree,
	argv: readonly string[],
): Task<Found> {
	const found = tree.find(argv);
	if (argv.length === 0 || process.env.get('KUBECTL_KUBERC')?.toLowerCase() === 'false') return found;
	try {
		const preferences = yield* preferencesOf(process, io, argv);
		if (preferences === undefined) return found;
		checkPreferences(preferences);
		const alias = tree.isUnknown(found) ? aliasIn(preferences, argv) : undefined;
		if (alias === undefined && tree.isUnknown(found)) return found;
		const named = alias === undefined ? found : expanded(tree, alias, process.argv[0] as string, argv);
		return yield* withDefaults(io, tree, preferences, { found: named, alias: alias?.alias.name, argv });
	} catch (error) {
		if (!(error instanceof CommandError)) throw error;
		throw new RawError(`error occurred while applying preferences ${error.message}`);
	}
}

function* preferencesOf(process: Process, io: Streams, argv: readonly string[]): Task<Preferences | undefined> {
	const flag = explicitFile(argv);
	try {
		const file = kubercFile(process, flag);
		return file === undefined ? undefined : yield* loadPreferences(io, file);
	} catch (error) {
		if (!(error instanceof CommandError)) throw error;
		throw new CommandError(`kuberc error ${error.message}`);
	}
}

/** The value of `--kuberc`: flags are not parsed yet. */
function explicitFile(argv: readonly string[]): string {
	const end = argv.indexOf('--');
	const words = end < 0 ? argv : argv.slice(0, end);
	const at = words.findIndex((word) => word === '--kuberc' || word.includes('--kuberc='));
	if (at < 0) return '';
	const word = words[at] as string;
	const path = word === '--kuberc' ? argv[at + 1] : word.split('=')[1];
	if (path === undefined || (path === '' && word !== '--kuberc')) throw new CommandError('kuberc file is not found');
	return path;
}

function checkPreferences({ aliases, defaults }: Preferences): void {
	const names = new Set<string>();
	for (const { name, options } of aliases) {
		if (!/^[a-zA-Z]+$/.test(name))
			throw new CommandError('invalid alias name, can only include alphabetical characters');
		checkOptions(options);
		if (names.has(name)) throw new CommandError(`duplicate alias name ${name}`);
		names.add(name);
	}
	for (const { options } of defaults) checkOptions(options);
}

function checkOptions(options: readonly OptionDefault[]): void {
	const short = options.find(({ name }) => name.startsWith('-'));
	if (short !== undefined) throw new CommandError(`flag name ${short.name} should be in long form without dashes`);
}

/** The alias that the first word names that is no flag. */
function aliasIn({ aliases }: Preferences, argv: readonly string[]): { alias: Alias; at: number } | undefined {
	const at = argv.findIndex((word) => !word.startsWith('-'));
	const alias = aliases.find(({ name }) => name === argv[at]);
	return alias === undefined ? undefined : { alias, at };
}

/** @param program what kubectl was called as. */
function expanded(
	tree: CommandTree,
	{ alias, at }: { readonly alias: Alias; readonly at: number },
	program: string,
	argv: readonly string[],
): Found {
	const words = fieldsOf(alias.command);
	const target = tree.find(words);
	if (tree.isUnknown(target)) {
		throw new CommandError(
			`command ${JSON.stringify(alias.command)} not found to set alias ${JSON.stringify(alias.name)}: [${words.join(' ')}]`,
		);
	}
	if (target.placed.command.run === undefined) {
		// The rest of a group's command line names one of its commands.
		const words = [...fieldsOf(alias.command), ...alias.prependArgs, ...argv.slice(at + 1), ...alias.appendArgs];
		return tree.find([...argv.slice(0, at), ...words]);
	}
	const command = { ...target.placed.command, name: alias.name, use: alias.name, aliases: [] };
	const placed: Placed = { command, parents: [tree.root] };
	const table = tree.flagsOf(placed);
	const preset = alias.options.flatMap(({ name, default: value }) => {
		if (table[name] === undefined) throw new CommandError(`invalid alias flag ${name} in alias ${program}`);
		if (isGiven(table, name, argv)) return [];
		const complaint = complaintAbout(table, name, value);
		if (complaint !== undefined)
			throw new CommandError(`could not apply value ${value} to flag ${name} in alias ${program} err: ${complaint}`);
		return [`--${name}=${value}`];
	});
	const rest = [...preset, ...argv.slice(0, at), ...alias.prependArgs, ...argv.slice(at + 1), ...alias.appendArgs];
	return { placed, rest };
}

/** @param typed the command, and the name it was called by when that is none of its own. */
function* withDefaults(
	io: Streams,
	tree: CommandTree,
	{ defaults }: Preferences,
	typed: { readonly found: Found; readonly alias: string | undefined; readonly argv: readonly string[] },
): Task<Found> {
	const { found, alias, argv } = typed;
	const table = tree.flagsOf(found.placed);
	const preset: string[] = [];
	for (const { command, options } of defaults) {
		if (alias !== undefined && fieldsOf(command)[0] === alias)
			throw new CommandError(`alias ${alias} can not be overridden`);
		const target = tree.find(fieldsOf(command));
		if (tree.isUnknown(target)) {
			yield* io.err(`Warning: command ${JSON.stringify(command)} not found to set kuberc override\n`);
			continue;
		}
		if (target.placed.command.name !== found.placed.command.name) continue;
		for (const { name, default: value } of options) {
			if (table[name] === undefined) throw new CommandError(`invalid flag ${name} for command ${command}`);
			if (isGiven(table, name, argv)) continue;
			const complaint = complaintAbout(table, name, value);
			if (complaint !== undefined) {
				throw new CommandError(
					`could not apply override value ${value} to flag ${name} in command ${command} err: ${complaint}`,
				);
			}
			preset.push(`--${name}=${value}`);
		}
	}
	return { placed: found.placed, rest: [...preset, ...found.rest] };
}

function fieldsOf(command: string): string[] {
	return command.split(/\s+/).filter((word) => word !== '');
}

/** What the flag says of the value. */
function complaintAbout(table: FlagTable, name: string, value: string): string | undefined {
	try {
		parseFlags(table, [`--${name}=${value}`]);
		return undefined;
	} catch (error) {
		if (error instanceof FlagError) return error.message;
		throw error;
	}
}

/** Whether the flag stands among the words, also as one of several letters: "-wA". Models searchInArgs. */
function isGiven(table: FlagTable, name: string, argv: readonly string[]): boolean {
	const shorthand = table[name]?.shorthand;
	return argv.some((word) => {
		if (word === `--${name}` || word.startsWith(`--${name}=`)) return true;
		if (shorthand === undefined) return false;
		return word.startsWith(`-${shorthand}`) || (/^-[a-zA-Z]+$/.test(word) && word.slice(1).includes(shorthand));
	});
}
