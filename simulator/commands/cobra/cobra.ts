import type { Task } from '../../machinery/task.ts';
import { FlagError, type FlagTable, HelpRequested, type ParsedFlags, parseFlags } from '../flags.ts';
import type { UnixRun } from '../unix-command.ts';
import { similarNames } from './similar-names.ts';

/** A command of a program in Go, or a group of them: the whole program is one literal. */
export interface CobraCommand {
	/** Its usage line without its parents; the first word is its name. */
	readonly use: string;
	readonly short: string;
	readonly long?: string;
	readonly example?: string;
	readonly aliases?: readonly string[];
	/** Its own. */
	readonly flags?: FlagTable;
	/** Its own and those of all below it. */
	readonly persistentFlags?: FlagTable;
	readonly subcommands?: readonly CobraCommand[];
	/** Why these arguments are refused; anything goes when absent. */
	readonly args?: (args: readonly string[], path: string) => string | undefined;
	/** Absent: it is a group, and shows its help. */
	readonly run?: (run: CobraRun) => Task<number>;
	/** Help does not list it. */
	readonly hidden?: boolean;
}

/** One run of a command: its flags have been read. */
export interface CobraRun extends UnixRun {
	readonly flags: ParsedFlags;
	readonly text: (name: string) => string;
	readonly isOn: (name: string) => boolean;
	readonly number: (name: string) => number;
	readonly list: (name: string) => readonly string[];
	/** Operands. */
	readonly operands: readonly string[];
}

export interface CobraProgram {
	readonly root: CobraCommand;
	/** A command may be named by the beginning of its name. */
	readonly prefixMatching?: boolean;
	/** The path of commands from the root on. */
	readonly usage: (path: readonly CobraCommand[]) => string;
	/** What help writes; the long text and the usage unless said. */
	readonly help?: (path: readonly CobraCommand[]) => string;
	/** A mistake's usage goes to standard output, as of programs that write it themselves. */
	readonly usageToStdout?: boolean;
	/** How a mistake is told; absent: "Error: " and the usage, status 1. */
	readonly onError?: (run: UnixRun, message: string) => Task<number>;
}

export function nameOf(command: CobraCommand): string {
	return command.use.split(' ')[0] as string;
}

/** Finds the command, reads its flags and runs it. Models spf13/cobra Command.ExecuteC. */
export function* runCobra(program: CobraProgram, run: UnixRun): Task<number> {
	const { path, rest } = findCommand(program, run.args);
	const command = path[path.length - 1] as CobraCommand;
	const table = flagsOf(path);
	try {
		const flags = parseFlags(table, rest);
		const operands = flags.args;
		const [first] = operands;
		if (path.length === 1 && command.run === undefined && first !== undefined) {
			return yield* refuse(program, run, path, unknownCommand(program, command, first), false);
		}
		if (command.run === undefined) {
			yield* run.out.write(helpOf(program, path));
			return 0;
		}
		const refusal = command.args?.(operands, commandPath(path));
		if (refusal !== undefined) return yield* refuse(program, run, path, refusal, true);
		for (const notice of flags.notices) yield* run.say(`${notice}\n`);
		return yield* command.run({ ...run, ...readers(flags), flags, operands });
	} catch (error) {
		if (error instanceof HelpRequested) {
			yield* run.out.write(helpOf(program, path));
			return 0;
		}
		if (!(error instanceof FlagError)) throw error;
		return yield* refuse(program, run, path, error.message, true);
	}
}

function readers(flags: ParsedFlags): Pick<CobraRun, 'text' | 'isOn' | 'number' | 'list'> {
	const { values } = flags;
	return {
		text: (name) => values[name] as string,
		isOn: (name) => values[name] as boolean,
		number: (name) => values[name] as number,
		list: (name) => values[name] as readonly string[],
	};
}

function helpOf(program: CobraProgram, path: readonly CobraCommand[]): string {
	if (program.help !== undefined) return program.help(path);
	const { long, short } = path[path.length - 1] as CobraCommand;
	return `${(long ?? short).trimEnd()}\n\n${program.usage(path)}`;
}

function* refuse(
	program: CobraProgram,
	run: UnixRun,
	path: readonly CobraCommand[],
	message: string,
	withUsage: boolean,
): Task<number> {
	if (program.onError !== undefined) return yield* program.onError(run, message);
	yield* run.say(`Error: ${message}\n`);
	if (!withUsage) {
		yield* run.say(`Run '${commandPath(path)} --help' for usage.\n`);
		return 1;
	}
	if (program.usageToStdout === true) {
		yield* run.out.write(program.usage(path));
		yield* run.say('\n');
	} else yield* run.say(`${program.usage(path)}\n`);
	return 1;
}

function unknownCommand(program: CobraProgram, root: CobraCommand, word: string): string {
	const names = (root.subcommands ?? []).filter((each) => each.hidden !== true).map(nameOf);
	const similar = similarNames(word, [...names, 'help', 'completion'].sort());
	const asked = similar.length === 0 ? '' : `\n\nDid you mean this?\n${similar.map((each) => `\t${each}\n`).join('')}`;
	return `unknown command ${JSON.stringify(word)} for ${JSON.stringify(nameOf(program.root))}${asked}`;
}

export function commandPath(path: readonly CobraCommand[]): string {
	return path.map(nameOf).join(' ');
}

/** All flags that a command takes: its own, and the persistent ones from the root down. */
export function flagsOf(path: readonly CobraCommand[]): FlagTable {
	return Object.assign({}, ...path.map((each) => each.persistentFlags), path[path.length - 1]?.flags) as FlagTable;
}

/** Models Command.Find: words that are no flags and name a subcommand lead down. */
function findCommand(
	program: CobraProgram,
	args: readonly string[],
): { path: readonly CobraCommand[]; rest: readonly string[] } {
	const path: CobraCommand[] = [program.root];
	const rest = args[0] === 'help' ? [...args.slice(1), '--help'] : [...args];
	for (let at = 0; at < rest.length; ) {
		const word = rest[at] as string;
		if (word === '--') break;
		if (word.startsWith('-') && word !== '-') {
			at += takesNext(word, flagsOf(path)) ? 2 : 1;
			continue;
		}
		const found = subcommandOf(program, path[path.length - 1] as CobraCommand, word);
		if (found === undefined) break;
		path.push(found);
		rest.splice(at, 1);
	}
	return { path, rest };
}

function subcommandOf(program: CobraProgram, command: CobraCommand, word: string): CobraCommand | undefined {
	const all = command.subcommands ?? [];
	const exact = all.find((each) => nameOf(each) === word || (each.aliases ?? []).includes(word));
	if (exact !== undefined || program.prefixMatching !== true) return exact;
	const matches = all.filter((each) => nameOf(each).startsWith(word));
	return matches.length === 1 ? matches[0] : undefined;
}

/** A flag that nobody knows yet may be a subcommand's: its value follows. Models stripFlags. */
function takesNext(word: string, table: FlagTable): boolean {
	if (word.includes('=')) return false;
	if (word.startsWith('--')) {
		if (word === '--help') return false;
		const spec = Object.hasOwn(table, word.slice(2)) ? table[word.slice(2)] : undefined;
		return spec?.bare === undefined;
	}
	if (word === '-h') return false;
	const spec = Object.values(table).find((each) => each.shorthand === word.charAt(word.length - 1));
	return word.length === 2 && spec?.bare === undefined;
}

/** Models cobra.NoArgs. */
export function noArgs(args: readonly string[], path: string): string | undefined {
	return args.length === 0 ? undefined : `unknown command ${JSON.stringify(args[0])} for ${JSON.stringify(path)}`;
}

/** Models cobra.ExactArgs. */
export function exactArgs(count: number): NonNullable<CobraCommand['args']> {
	return (args) => (args.length === count ? undefined : `accepts ${count} arg(s), received ${args.length}`);
}
