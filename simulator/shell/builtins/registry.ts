import type { Shell } from '../state/shell.ts';
import { ALIAS, UNALIAS } from './alias.ts';
import { BIND } from './bind.ts';
import type { Builtin } from './builtin.ts';
import { completionBuiltins } from './complete.ts';
import { DECLARE_BUILTINS } from './declare.ts';
import { describeBuiltins } from './describe-command.ts';
import { DIRECTORY_BUILTINS } from './directories.ts';
import { DIRECTORY_STACK_BUILTINS } from './directory-stack.ts';
import { ECHO } from './echo.ts';
import { ENVIRONMENT_BUILTINS, listingBuiltins } from './environment.ts';
import { EVALUATE_BUILTINS } from './evaluate.ts';
import { FLOW_BUILTINS } from './flow.ts';
import { GETOPTS } from './getopts.ts';
import { HISTORY_BUILTINS } from './history.ts';
import { JOB_BUILTINS } from './jobs.ts';
import { KILL } from './kill.ts';
import { MAPFILE } from './mapfile.ts';
import { PRINTF } from './printf.ts';
import { READ } from './read.ts';
import { restricted } from './restrictions.ts';
import { SET, SHOPT } from './set.ts';
import { TEST } from './test.ts';
import { TRAP } from './trap.ts';
import { UNSET } from './unset.ts';
import { WAIT } from './wait.ts';

export type { Builtin } from './builtin.ts';

/** Every builtin of bash by name. */
export const BUILTINS: ReadonlyMap<string, Builtin> = new Map(
	Object.entries({
		...FLOW_BUILTINS,
		...EVALUATE_BUILTINS,
		...describeBuiltins((shell, name) => findBuiltin(shell, name) !== undefined),
		...DECLARE_BUILTINS,
		...DIRECTORY_BUILTINS,
		...DIRECTORY_STACK_BUILTINS,
		...ENVIRONMENT_BUILTINS,
		...listingBuiltins(() => BUILTINS),
		...HISTORY_BUILTINS,
		...JOB_BUILTINS,
		...completionBuiltins((shell) => builtinNames(shell)),
		kill: KILL,
		unset: UNSET,
		wait: WAIT,
		echo: ECHO,
		printf: PRINTF,
		read: READ,
		mapfile: MAPFILE,
		readarray: MAPFILE,
		test: TEST,
		'[': TEST,
		set: SET,
		shopt: SHOPT,
		trap: TRAP,
		alias: ALIAS,
		unalias: UNALIAS,
		bind: BIND,
		getopts: GETOPTS,
	}),
);

/** Builtins that dash does not have. */
const BASH_ONLY = new Set(
	(
		'source let builtin declare typeset dirs pushd popd caller enable help history compgen complete compopt bind ' +
		'mapfile readarray shopt disown suspend logout fc'
	).split(' '),
);
const ASH_TOO = new Set(['source', 'let', 'help', 'history']);

/** The builtin of that name that this shell has and that is not disabled. */
export function findBuiltin(shell: Shell, name: string): Builtin | undefined {
	if (name === 'chdir' && !shell.isBash) return BUILTINS.get('cd');
	if (name === '[[') return shell.mode.dialect === 'ash' ? TEST : undefined;
	const builtin = BUILTINS.get(name);
	if (builtin === undefined || shell.mode.dialect === 'bash') {
		if (builtin === undefined || (shell.disabledBuiltins.size > 0 && shell.disabledBuiltins.has(name)))
			return undefined;
		return shell.options.restricted ? restricted(name, builtin) : builtin;
	}
	if (BASH_ONLY.has(name) && !(shell.mode.dialect === 'ash' && ASH_TOO.has(name))) return undefined;
	return builtin;
}

export function builtinNames(shell: Shell): string[] {
	return [...BUILTINS.keys()].filter((name) => findBuiltin(shell, name) !== undefined).sort();
}
