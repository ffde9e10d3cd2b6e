import type { Task } from '../../machinery/task.ts';
import { ShellFailure, WARNED } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import type { Variable } from '../state/variable.ts';

/** A command that runs in the shell itself. Arguments are without the name; a number is a status had at once. */
export type BuiltinProgram = (shell: Shell, args: readonly string[], name: string) => number | Task<number>;

/** Fills a variable with the array literal written for it on the command line. */
export type FillArray = (variable: Variable, append: boolean) => Task<void>;

export interface Builtin {
	readonly run: BuiltinProgram;
	/** A POSIX special builtin. */
	readonly special?: boolean;
	/** `name=value` arguments are assignments: not split, arrays allowed. */
	readonly declares?: boolean;
	/** Assigns an array literal while the words are expanded, before the builtin runs. @param name ends in `+` to append. */
	readonly declareList?: (shell: Shell, options: readonly string[], name: string, fill: FillArray) => Task<void>;
	/** Its redirections stay (`exec`). */
	readonly keepsRedirections?: boolean;
	/** Usage as `help` and usage errors show it, without the name. */
	readonly usage: string;
}

/** Says a usage error as bash does: what is wrong, then the usage. Status 2. */
export function* usageError(shell: Shell, name: string, what: string, usage: string): Task<number> {
	yield* shell.fail(name, what);
	shell.misused = true;
	if (shell.isBash) yield* shell.say(`${name}: usage: ${name}${usage === '' ? '' : ` ${usage}`}\n`);
	return 2;
}

export interface ParsedOptions {
	/** In the order of their last occurrence. */
	readonly flags: ReadonlySet<string>;
	/** Values of the options that take one; the last counts. */
	readonly values: ReadonlyMap<string, string>;
	/** Options with their values, in the order given. */
	readonly given: readonly (readonly [string, string])[];
	readonly rest: readonly string[];
	/** What is wrong: "-z: invalid option". */
	readonly problem: string | undefined;
}

/**
 * Splits options as bash's internal getopt does: clusters, values attached or next, `--` ends.
 * @param letters options in getopt's notation: "ab:c" (b takes a value).
 */
export function parseOptions(args: readonly string[], letters: string, plus = false): ParsedOptions {
	const flags = new Set<string>();
	const values = new Map<string, string>();
	const given: (readonly [string, string])[] = [];
	let i = 0;
	for (; i < args.length; i++) {
		const arg = args[i] as string;
		if (arg === '--') {
			i++;
			break;
		}
		const sign = arg[0];
		if ((sign !== '-' && !(plus && sign === '+')) || arg.length === 1) break;
		for (let j = 1; j < arg.length; j++) {
			const letter = arg[j] as string;
			const at = letters.indexOf(letter);
			if (at < 0 || letter === ':')
				return { flags, values, given, rest: [], problem: `${sign}${letter}: invalid option` };
			if (letters[at + 1] !== ':') {
				const flag = sign === '+' ? `+${letter}` : letter;
				flags.delete(flag);
				flags.add(flag);
				continue;
			}
			const attached = arg.slice(j + 1);
			const value = attached !== '' ? attached : args[++i];
			if (value === undefined) {
				return { flags, values, given, rest: [], problem: `-${letter}: option requires an argument` };
			}
			flags.add(letter);
			values.set(letter, value);
			given.push([letter, value]);
			break;
		}
	}
	return { flags, values, given, rest: args.slice(i), problem: undefined };
}

export function isIdentifier(text: string): boolean {
	return /^[A-Za-z_]\w*$/.test(text);
}

/** Assigns for a builtin: what cannot be assigned is said, without its name; a wrong expression, with it, gives the line up. */
export function* assigned(shell: Shell, name: string, assign: () => void): Task<number> {
	try {
		assign();
		return 0;
	} catch (error) {
		if (!(error instanceof ShellFailure) || error.effect === 'exit' || error.ofElement) throw error;
		if (error.message === WARNED) return 1;
		if (/ \(error token is /.test(error.message))
			throw Object.assign(new ShellFailure(`${name}: ${error.message}`), { whole: true });
		if (!shell.isBash) return yield* shell.fail(name, error.message);
		yield* shell.complain(error.message);
		return 1;
	}
}
