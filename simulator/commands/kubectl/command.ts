import type { Task } from '../../machinery/task.ts';
import type { FlagTable, FlagValues } from '../flags.ts';
import type { Kubectl } from './kubectl.ts';

/** What a subcommand gets: the session with the cluster, its flags and its arguments. */
export interface Invocation<F extends FlagTable> {
	readonly kubectl: Kubectl;
	readonly flags: FlagValues<F>;
	/** Whether the flag stood on the command line. */
	changed(name: keyof F & string): boolean;
	readonly args: readonly string[];
	/** How many arguments came before "--"; −1 without one. */
	readonly dashAt: number;
	/** "kubectl rollout undo". */
	readonly path: string;
	/** Throws the error that points at `<path> -h`. */
	usageError(message: string): never;
	/** What `--help` prints. */
	help(): string;
	/** "kubectl rollout undo" when the words begin with the names of a command. */
	commandNamed(words: readonly string[]): string | undefined;
}

/** What may stand where the cursor is. */
export interface Completions {
	readonly choices: readonly string[];
	/** The sum of cobra's ShellCompDirective numbers (completion/directives.ts). */
	readonly directive: number;
}

export type CompletionFunction = (invocation: Invocation<FlagTable>, toComplete: string) => Task<Completions>;

/** One subcommand, everything about it in one literal. */
export interface KubectlCommand {
	readonly name: string;
	/** The usage line after the parent's path: "scale [--resource-version=version] … (-f FILENAME | TYPE NAME)". */
	readonly use: string;
	/** The line in the parent's list. */
	readonly short: string;
	readonly long: string;
	/** As shown, without the indentation of two blanks. */
	readonly examples?: string;
	readonly aliases?: readonly string[];
	/** Words that make a mistyped command suggest this one. */
	readonly suggestFor?: readonly string[];
	readonly flags: FlagTable;
	/** Flags that its subcommands have too. */
	readonly persistentFlags?: FlagTable;
	readonly subcommands?: readonly KubectlCommand[];
	/** The parent does not list it. */
	readonly hidden?: boolean;
	/** A group called alone writes its help to stderr and fails unless this says otherwise. */
	readonly alone?: 'stdout-fails' | 'stdout';
	/** cobra's wording of "[flags]" in the usage line. */
	readonly flagsInUseLine?: boolean;
	/** What cobra says before the command itself looks: exact numbers of arguments. */
	readonly checkArgs?: (args: readonly string[]) => string | undefined;
	/** Completion of arguments. */
	readonly completeArgs?: CompletionFunction;
	/** Completion of a flag's value. */
	readonly completeFlags?: { readonly [flag: string]: CompletionFunction };
	/** Absent for groups of commands: they show their help. */
	readonly run?: (invocation: Invocation<FlagTable>) => Task<void>;
}

type Declaration<F extends FlagTable, P extends FlagTable, O> = Omit<
	KubectlCommand,
	'flags' | 'run' | 'persistentFlags'
> & {
	readonly flags: F;
	readonly persistentFlags?: P;
} & Steps<Invocation<F & P>, O>;

interface Steps<I, O> {
	/** Turns flags and arguments into options. */
	readonly complete?: (invocation: I) => Task<O>;
	/** Refuses combinations of options. */
	readonly validate?: (options: O, invocation: I) => void;
	readonly run: (invocation: I, options: O) => Task<void>;
}

/** Declares a subcommand: Complete → Validate → Run, with the types of the flags inferred. */
export function defineCommand<F extends FlagTable, O = undefined, P extends FlagTable = Record<never, never>>(
	declaration: Declaration<F, P, O>,
): KubectlCommand {
	const { complete, validate, run, ...rest } = declaration;
	return {
		...rest,
		run: (untyped) => perform(untyped as unknown as Invocation<F & P>, { complete, validate, run }),
	};
}

function* perform<I, O>(invocation: I, { complete, validate, run }: Steps<I, O>): Task<void> {
	const options = (complete === undefined ? undefined : yield* complete(invocation)) as O;
	validate?.(options, invocation);
	yield* run(invocation, options);
}

/** A command that only holds others: alone it shows its help, an unknown word after it is an error. */
export function defineGroup(
	declaration: Omit<KubectlCommand, 'flags' | 'run'> & { readonly flags?: FlagTable },
): KubectlCommand {
	return { ...declaration, flags: declaration.flags ?? {} };
}
