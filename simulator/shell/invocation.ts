import type { Process } from '../kernel/process-api.ts';
import { SET_OPTIONS } from './state/options.ts';
import type { ShellMode } from './state/shell.ts';
import type { Dialect } from './syntax/dialect.ts';

/** A shell's command line, understood. */
export interface Invocation {
	readonly mode: ShellMode;
	/** `-c`'s text. */
	readonly command: string | undefined;
	readonly scriptPath: string | undefined;
	readonly positional: readonly string[];
	readonly setOptions: readonly (readonly [string, boolean])[];
	readonly shopts: readonly (readonly [string, boolean])[];
	readonly noProfile: boolean;
	readonly noRc: boolean;
	readonly noEditing: boolean;
	readonly rcFile: string | undefined;
	/** Once the start-up files have run. */
	readonly restricted: boolean;
}

interface Draft {
	command: boolean;
	stdin: boolean;
	/** Undefined where nothing is said of it. */
	interactive: boolean | undefined;
	login: boolean;
	noProfile: boolean;
	noRc: boolean;
	noEditing: boolean;
	rcFile: string | undefined;
	restricted: boolean;
	setOptions: [string, boolean][];
	shopts: [string, boolean][];
	problem: { problem: string; status: number } | undefined;
}

/** Understands argv, or says what is wrong with it (or what `--version` prints). */
export function parseInvocation(
	process: Process,
	dialect: Dialect,
): Invocation | { readonly problem: string; readonly status: number } {
	const argv0 = process.argv[0] ?? dialect;
	const draft: Draft = {
		command: false,
		stdin: false,
		interactive: undefined,
		login: argv0.startsWith('-'),
		noProfile: false,
		noRc: false,
		noEditing: false,
		rcFile: undefined,
		restricted: dialect === 'bash' && /^-?rbash$/.test(argv0.slice(argv0.lastIndexOf('/') + 1)),
		setOptions: [],
		shopts: [],
		problem: undefined,
	};
	const args = process.argv.slice(1);
	let i = 0;
	for (; i < args.length && draft.problem === undefined; i++) {
		const arg = args[i] as string;
		if (arg === '--' || arg === '-') {
			i++;
			break;
		}
		if (arg.startsWith('--') && dialect === 'bash') i = longOption(draft, args, i, argv0);
		else if (/^[-+]./.test(arg)) i = letters(draft, args, i, argv0, dialect);
		else break;
	}
	if (draft.problem !== undefined) return draft.problem;
	return finish(process, dialect, argv0, draft, args.slice(i));
}

function finish(
	process: Process,
	dialect: Dialect,
	argv0: string,
	draft: Draft,
	rest: readonly string[],
): Invocation | { problem: string; status: number } {
	if (draft.command && rest[0] === undefined) {
		const problem =
			dialect === 'bash' ? `${argv0}: -c: option requires an argument\n` : `${argv0}: 0: -c requires an argument\n`;
		return { problem, status: 2 };
	}
	const script = draft.command || draft.stdin ? undefined : rest[0];
	const terminal = isTerminal(process, 0) && isTerminal(process, 2);
	const interactive = draft.interactive ?? (!draft.command && script === undefined && terminal);
	const name = draft.command ? (rest[1] ?? argv0) : (script ?? argv0);
	const mode: ShellMode = {
		dialect,
		name,
		program: argv0,
		interactive,
		login: draft.login,
		input: draft.command ? 'command' : script === undefined ? 'stdin' : 'file',
	};
	return {
		mode,
		command: draft.command ? rest[0] : undefined,
		scriptPath: script,
		positional: draft.command ? rest.slice(2) : script === undefined ? rest : rest.slice(1),
		setOptions: draft.setOptions,
		shopts: draft.shopts,
		noProfile: draft.noProfile,
		noRc: draft.noRc,
		noEditing: draft.noEditing,
		rcFile: draft.rcFile,
		restricted: draft.restricted,
	};
}

function isTerminal(process: Process, fd: number): boolean {
	return process.fileDescriptors().includes(fd) && process.isatty(fd);
}

const VERSION = `GNU bash, version 5.2.21(1)-release (x86_64-pc-linux-gnu)
Copyright (C) 2022 Free Software Foundation, Inc.
License GPLv3+: GNU GPL version 3 or later <http://gnu.org/licenses/gpl.html>

This is free software; you are free to change and redistribute it.
There is NO WARRANTY, to the extent permitted by law.
`;

function longOption(draft: Draft, args: readonly string[], i: number, argv0: string): number {
	switch (args[i]) {
		case '--login':
			draft.login = true;
			return i;
		case '--noprofile':
			draft.noProfile = true;
			return i;
		case '--norc':
			draft.noRc = true;
			return i;
		case '--posix':
			draft.setOptions.push(['posix', true]);
			return i;
		case '--restricted':
			draft.restricted = true;
			return i;
		case '--noediting':
			draft.noEditing = true;
			return i;
		case '--debugger':
			return i;
		case '--verbose':
			draft.setOptions.push(['verbose', true]);
			return i;
		case '--rcfile':
		case '--init-file':
			draft.rcFile = args[i + 1];
			return i + 1;
		case '--help':
			draft.problem = { problem: helpText(argv0), status: 0 };
			return i;
		case '--version':
			draft.problem = { problem: VERSION, status: 0 };
			return i;
		default:
			draft.problem = { problem: `${argv0}: ${args[i]}: invalid option\n${usageText(argv0)}`, status: 2 };
			return i;
	}
}

const LONG_OPTIONS = (
	'debug debugger dump-po-strings dump-strings help init-file login noediting noprofile norc posix pretty-print ' +
	'rcfile restricted verbose version'
).split(' ');

function helpText(argv0: string): string {
	return `GNU bash, version 5.2.21(1)-release-(x86_64-pc-linux-gnu)
${usageText(argv0)}Type \`${argv0} -c "help set"' for more information about shell options.
Type \`${argv0} -c help' for more information about shell builtin commands.
Use the \`bashbug' command to report bugs.

bash home page: <http://www.gnu.org/software/bash>
General help using GNU software: <http://www.gnu.org/gethelp/>
`;
}

function usageText(argv0: string): string {
	return `Usage:	${argv0} [GNU long option] [option] ...
	${argv0} [GNU long option] [option] script-file ...
GNU long options:
${LONG_OPTIONS.map((name) => `	--${name}\n`).join('')}Shell options:
	-ilrsD or -c command or -O shopt_option		(invocation only)
	-abefhkmnptuvxBCEHPT or -o option
`;
}

function letters(draft: Draft, args: readonly string[], at: number, argv0: string, dialect: Dialect): number {
	const arg = args[at] as string;
	const on = arg[0] === '-';
	let i = at;
	for (const letter of arg.slice(1)) {
		if (letter === 'c') draft.command = true;
		else if (letter === 's') draft.stdin = true;
		// Where bash is told +i, the terminal decides.
		else if (letter === 'i') draft.interactive = on || (dialect === 'bash' ? undefined : false);
		else if (letter === 'l') draft.login = true;
		else if (letter === 'o') draft.setOptions.push([args[++i] ?? '', on]);
		else if (letter === 'O' && dialect === 'bash') draft.shopts.push([args[++i] ?? '', on]);
		else {
			const option = SET_OPTIONS.find((each) => each[1] === letter)?.[0];
			if (option !== undefined) draft.setOptions.push([option, on]);
			else if (letter === 'r' && dialect === 'bash') draft.restricted = on;
			else if (letter !== 'r' && letter !== 'D') {
				draft.problem =
					dialect === 'bash'
						? { problem: `${argv0}: ${arg[0]}${letter}: invalid option\n${usageText(argv0)}`, status: 2 }
						: { problem: `${argv0}: 0: Illegal option -${letter}\n`, status: 2 };
			}
		}
	}
	return i;
}
