import type { Task } from '../../machinery/task.ts';
import { ShellFailure } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import type { Builtin } from './builtin.ts';

/** What a restricted shell may not do. Models the manual's section "The Restricted Shell". */

/** Variables that `bash -r` makes read-only once its start-up files have run. */
const LOCKED = ['PATH', 'SHELL', 'ENV', 'BASH_ENV', 'HISTFILE'];

export function restrict(shell: Shell): void {
	shell.options.restricted = true;
	for (const name of LOCKED) {
		const variable = shell.variables.declare(name, 'global');
		variable.readonly = true;
	}
	shell.options.shopt.restricted_shell = true;
}

/** Throws ShellFailure for a redirection that would write. */
export function refuseOutput(path: string): never {
	throw new ShellFailure(`${path}: restricted: cannot redirect output`);
}

/** The name of a command that is a path. */
export function* refusePath(shell: Shell, name: string): Task<number> {
	yield* shell.complain(`${name}: restricted: cannot specify \`/' in command names`);
	return 1;
}

/** The builtin as a restricted shell has it. */
export function restricted(name: string, builtin: Builtin): Builtin {
	const forbidden = FORBIDDEN[name];
	if (forbidden === undefined) return builtin;
	return {
		...builtin,
		run: (shell, args, calledAs) => {
			const what = forbidden(args);
			return what === undefined ? builtin.run(shell, args, calledAs) : shell.fail(calledAs, what);
		},
	};
}

const RESTRICTED = 'restricted';

const ofPath = (path: string | undefined): string | undefined =>
	path?.includes('/') === true ? `${path}: ${RESTRICTED}` : undefined;

const ofFile = (args: readonly string[]): string | undefined => ofPath(args.find((arg) => !arg.startsWith('-')));

/** By name: what is said instead, if these arguments are not allowed. */
const FORBIDDEN: { readonly [name: string]: (args: readonly string[]) => string | undefined } = {
	cd: () => RESTRICTED,
	pushd: () => RESTRICTED,
	popd: () => RESTRICTED,
	exec: (args) => (args.length > 0 ? RESTRICTED : undefined),
	'.': ofFile,
	source: ofFile,
	history: (args) => (args.some((arg) => /^-[anrw]/.test(arg)) ? ofFile(args) : undefined),
	hash: (args) =>
		ofPath(
			args[args.indexOf('-p') + 1] !== undefined && args.includes('-p') ? args[args.indexOf('-p') + 1] : undefined,
		),
	command: (args) => (/^-\w*p/.test(args[0] ?? '') ? `-p: ${RESTRICTED}` : undefined),
	enable: (args) => (/^-\w*[fd]/.test(args[0] ?? '') ? RESTRICTED : undefined),
};
