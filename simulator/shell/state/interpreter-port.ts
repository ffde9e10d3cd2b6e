import type { Program } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import type { Command, GroupCommand, List } from '../syntax/ast.ts';
import type { Shell } from './shell.ts';

/** What expansions and builtins ask of the interpreter, which itself imports them. */
export interface Interpreter {
	/** Runs one command of any kind in this shell. */
	run(shell: Shell, command: Command): Task<number>;
	/** Runs a parsed list in this shell. */
	runList(shell: Shell, list: List): Task<number>;
	/** Reads and runs commands from `text`, as `eval`, traps and sourced files do. */
	runText(shell: Shell, text: string, source: TextSource): Task<number>;
	/** `$(…)`: what the commands print, without trailing newlines. Sets `shell.substitutionStatus`. */
	substitute(shell: Shell, source: string, line: number, backquoted: boolean): Task<string>;
	/** `<(…)`: starts the commands and returns the path that reads or feeds them. */
	processSubstitution(shell: Shell, direction: '<' | '>', source: string, line: number): string;
	/** Runs words that are expanded already. `skip` leaves functions (or functions and files) out of the search. */
	runWords(shell: Shell, words: readonly string[], skip: 'nothing' | 'functions' | 'allButBuiltins'): Task<number>;
	callFunction(shell: Shell, name: string, words: readonly string[]): Task<number>;
	/** Runs the trap of a signal or of EXIT, ERR, DEBUG, RETURN, when one is set. */
	runTrap(shell: Shell, name: string): Task<number>;
	/** Deals with caught signals: traps; throws Interrupted for Ctrl-C at an interactive shell. */
	checkSignals(shell: Shell): Task<void>;
	/** The main program of a subshell, for `process.spawn`: the shell's state is copied at once. */
	subshell(shell: Shell, body: (child: Shell) => Task<number>): Program;
	/** Opens a file; undefined when that fails, which has then been said. */
	/**
	 * A subscript that came as a text, expanded: of an associative array a key. One that holds a command substitution
	 * stays as it is written, as nothing may wait here.
	 */
	subscriptText(shell: Shell, written: string, isKey: boolean): string;
	/** A prompt string as it is shown. */
	expandPrompt(shell: Shell, text: string): Task<string>;
	/** A line from the line editor on standard input (`read -e`); undefined at the end of input. */
	editLine(shell: Shell, prompt: string, text: string): Task<string | undefined>;
	/** What stands in `( … )`, in the child that is to run it. */
	runGroup(child: Shell, command: GroupCommand): Task<number>;
	openForReading(shell: Shell, path: string, line: number): Task<number | undefined>;
}

export interface TextSource {
	/** What errors are said to come from; undefined: the shell itself. */
	readonly kind:
		| 'eval'
		| 'fc'
		| 'file'
		| 'trap'
		| 'exitTrap'
		| 'substitution'
		| 'backquotes'
		| 'command'
		| 'prompt'
		| 'promptCommand';
	readonly line: number;
}
