import type { Task } from '../../../machinery/task.ts';
import type { CompletionFunction } from '../command.ts';
import { isUserError } from '../errors.ts';
import type { EntryKind } from '../kubeconfig.ts';
import type { Kubectl } from '../kubectl.ts';
import { DIRECTIVES } from './directives.ts';

/**
 * Names in the kubeconfig, whatever arguments there are already: for a flag's value. Models
 * kubectl/pkg/util/completion ListContextsInConfig and its like. Differs: Go's map has no order.
 */
export const completeConfigFlag = (kind: EntryKind): CompletionFunction =>
	function* ({ kubectl }, toComplete) {
		return { choices: yield* configNames(kubectl, kind, toComplete), directive: DIRECTIVES.noFileCompletion };
	};

/** The same for a command's first argument. */
export const completeConfigNames = (kind: EntryKind): CompletionFunction =>
	function* ({ kubectl, args }, toComplete) {
		const choices = args.length === 0 ? yield* configNames(kubectl, kind, toComplete) : [];
		return { choices, directive: DIRECTIVES.noFileCompletion };
	};

function* configNames(kubectl: Kubectl, kind: EntryKind, toComplete: string): Task<readonly string[]> {
	try {
		const config = yield* kubectl.kubeconfig();
		return [...config[kind].keys()].filter((name) => name.startsWith(toComplete)).sort();
	} catch (error) {
		if (isUserError(error)) return [];
		throw error;
	}
}
