import type { Task } from '../../../machinery/task.ts';
import type { CompletionFunction, Completions } from '../command.ts';
import { isUserError } from '../errors.ts';
import type { EntryKind } from '../kubeconfig.ts';
import type { Kubectl } from '../kubectl.ts';
import { DIRECTIVES } from './directives.ts';

/**
 * Names in the kubeconfig, whatever arguments there are already: for a flag's value. Models
 * kubectl/pkg/util/completion ListContextsInConfig and its like. Differs: Go's map has no order.
 */
export const completeConfigFlag =
	(kind: EntryKind): CompletionFunction =>
	({ kubectl }, toComplete) =>
		offered(configNames(kubectl, kind, toComplete));

/** The same for a command's first argument. */
export const completeConfigNames =
	(kind: EntryKind): CompletionFunction =>
	({ kubectl, args }, toComplete) =>
		offered(args.length === 0 ? configNames(kubectl, kind, toComplete) : undefined);

function* offered(names: Task<readonly string[]> | undefined): Task<Completions> {
	return { choices: names === undefined ? [] : yield* names, directive: DIRECTIVES.noFileCompletion };
}

function* configNames(kubectl: Kubectl, kind: EntryKind, toComplete: string): Task<readonly string[]> {
	try {
		const config = yield* kubectl.kubeconfig();
		return [...config[kind].keys()].filter((name) => name.startsWith(toComplete)).sort();
	} catch (error) {
		if (isUserError(error)) return [];
		throw error;
	}
}
