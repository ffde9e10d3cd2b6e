import type { Pod } from '../../api/core/types/pod.ts';
import { isActive } from '../pod-state.ts';
import { scaledValue } from '../scaled-value.ts';
import { isAvailable, isUpdated, type Pass } from './pass.ts';
import { fitOn } from './placement.ts';

/** What to delete and where to create so that old daemons give way to new ones. Models pkg/controller/daemon/update.go rollingUpdate. */
export function planUpdate(pass: Pass): { readonly deletions: readonly Pod[]; readonly creations: readonly string[] } {
	const { rollingUpdate } = pass.set.spec.updateStrategy ?? {};
	const desired = pass.nodes.filter((node) => fitOn(pass.set, node).shouldRun).length;
	const surge = scaledValue(rollingUpdate?.maxSurge ?? 0, desired, true);
	const unavailable = scaledValue(rollingUpdate?.maxUnavailable ?? (surge === 0 ? 1 : 0), desired, true);
	return surge > 0 ? planSurge(pass, surge) : planInPlace(pass, Math.max(1, unavailable));
}

interface Daemons {
	readonly updated: Pod | undefined;
	readonly old: Pod | undefined;
}

/** Undefined when there is more than one of a kind: the pass in `manage` sorts that out first. */
function daemonsOn(pass: Pass, pods: readonly Pod[]): Daemons | undefined {
	const active = pods.filter(isActive);
	const updated = active.filter((pod) => isUpdated(pass, pod));
	const old = active.filter((pod) => !isUpdated(pass, pod));
	return updated.length > 1 || old.length > 1 ? undefined : { updated: updated[0], old: old[0] };
}

/** Old ones that do not serve go at once; of the others as many as may be missing. */
function planInPlace(pass: Pass, unavailableMax: number): ReturnType<typeof planUpdate> {
	let unavailable = 0;
	const useless: Pod[] = [];
	const serving: Pod[] = [];
	for (const node of pass.nodes) {
		const on = daemonsOn(pass, pass.byNode.get(node.metadata.name) ?? []);
		if (on === undefined || !fitOn(pass.set, node).shouldRun) continue;
		if (on.updated !== undefined) {
			if (!isAvailable(pass, on.updated)) unavailable++;
		} else if (on.old === undefined) unavailable++;
		else if (!isAvailable(pass, on.old)) {
			useless.push(on.old);
			unavailable++;
		} else serving.push(on.old);
	}
	const allowed = Math.max(0, unavailableMax - unavailable);
	return { deletions: [...useless, ...serving.slice(0, allowed)], creations: [] };
}

/** New ones start beside the old, which go when the new are available. */
function planSurge(pass: Pass, surgeMax: number): ReturnType<typeof planUpdate> {
	const deletions: Pod[] = [];
	const useless: string[] = [];
	const serving: string[] = [];
	let surging = 0;
	for (const node of pass.nodes) {
		const { name } = node.metadata;
		const on = daemonsOn(pass, pass.byNode.get(name) ?? []);
		if (on?.old === undefined || !fitOn(pass.set, node).shouldRun) continue;
		if (on.updated === undefined) (isAvailable(pass, on.old) ? serving : useless).push(name);
		else if (isAvailable(pass, on.updated)) deletions.push(on.old);
		else surging++;
	}
	const allowed = Math.max(0, surgeMax - surging);
	return { deletions, creations: [...useless, ...serving.slice(0, allowed)] };
}
