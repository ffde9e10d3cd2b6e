import type { Shell } from './shell.ts';
import { IndexedArray } from './shell-array.ts';
import type { Variable } from './variable.ts';

/** Arrays that bash keeps, where it computes the others when somebody looks at them. */
const KEPT: ReadonlySet<string> = new Set('BASH_LINENO BASH_SOURCE FUNCNAME PIPESTATUS'.split(' '));

/**
 * Every visible variable as `declare` and `set` list them: of what is computed at each look, what the last one saw.
 * Models bash variables.c INIT_DYNAMIC_VAR, find_variable.
 */
export function listedVariables(shell: Shell): Variable[] {
	return shell.variables.visible().flatMap((variable) => listed(shell, variable) ?? []);
}

function listed(shell: Shell, variable: Variable): Variable | undefined {
	const { name, dynamic } = variable;
	if (dynamic === undefined || dynamic.associative !== undefined || !shell.isBash || name === '_') return variable;
	if (name === 'PIPESTATUS' && shell.pipeStatus.length === 0) return undefined;
	const shown = variable.clone(variable.owner);
	shown.dynamic = undefined;
	const isKept = KEPT.has(name) || (variable.seen !== undefined && /^BASH_ARG[CV]$/.test(name));
	const seen = isKept ? dynamic.values?.() : variable.seen;
	if (dynamic.values === undefined) shown.value = seen?.[0];
	else {
		shown.indexed = new IndexedArray(seen ?? []);
		shown.indexed.assigned = name !== 'FUNCNAME' || (seen?.length ?? 0) > 0;
	}
	return shown;
}
