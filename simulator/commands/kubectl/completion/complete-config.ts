import type { Task } from '../../../machinery/task.ts';
import type { FlagTable } from '../../flags.ts';
import type { Invocation } from '../command.ts';
import { isUserError } from '../errors.ts';
import type { EntryKind } from '../kubeconfig.ts';
import type { Kubectl } from '../kubectl.ts';

/** Names in the kubeconfig. Models kubectl/pkg/util/completion ListContextsInConfig and its like. */
export const configNames = (kind: EntryKind) =>
	function* (kubectl: Kubectl, toComplete: string): Task<readonly string[]> {
		try {
			const config = yield* kubectl.kubeconfig();
			return [...config[kind].keys()].filter((name) => name.startsWith(toComplete)).sort();
		} catch (error) {
			if (isUserError(error)) return [];
			throw error;
		}
	};

/** The same for a command's arguments. */
export const completeConfigNames = (kind: EntryKind) => {
	const names = configNames(kind);
	return ({ kubectl }: Invocation<FlagTable>, toComplete: string): Task<readonly string[]> =>
		names(kubectl, toComplete);
};
