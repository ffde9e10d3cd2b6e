import type { Pod } from '../../api/core/types/pod.ts';
import type { ContainerRuntime } from '../runtime/container-runtime.ts';
import { allocatedPod } from './pod-resize.ts';
import type { PodState } from './pod-state.ts';

/** Those that have been taken and are not at their end. */
export function activePods(states: Iterable<PodState>): readonly Pod[] {
	const active: Pod[] = [];
	for (const state of states) if (state.admitted && state.stage !== 'finished') active.push(allocatedPod(state));
	return active;
}

/** The address that probes go to; undefined while there is none. */
export function podIPOf(state: PodState | undefined, runtime: ContainerRuntime, nodeIP: string): string | undefined {
	if (state?.pod.spec.hostNetwork) return nodeIP;
	const sandbox = state === undefined ? undefined : runtime.sandboxesOf(state.pod.metadata.uid)[0];
	return sandbox?.state === 'ready' ? sandbox.address : undefined;
}

/** The API knows a static Pod by its mirror's uid. */
export function stateByApiUid(
	states: ReadonlyMap<string, PodState>,
	mirrors: readonly Pod[],
	uid: string,
): PodState | undefined {
	const state = states.get(uid);
	if (state !== undefined) return state;
	const mirror = mirrors.find((each) => each.metadata.uid === uid);
	return states.get(mirror?.metadata.annotations?.['kubernetes.io/config.mirror'] ?? '');
}
