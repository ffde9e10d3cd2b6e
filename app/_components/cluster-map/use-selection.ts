import { useBench, useBenchStore } from '../bench/bench-context.tsx';
import type { ObjectReference } from '../bench/bench-store.ts';

/** Whether an object is the one looked at, and how to look at it (or no longer). */
export function useSelection(reference: ObjectReference): { readonly selected: boolean; readonly toggle: () => void } {
	const store = useBenchStore();
	const selected = useBench(
		({ selected: one }) =>
			one?.kind === reference.kind && one.name === reference.name && one.namespace === reference.namespace,
	);
	return { selected, toggle: () => store.select(selected ? undefined : reference) };
}
