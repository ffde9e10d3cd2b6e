import type { DaemonSet } from '../../api/apps/types.ts';
import type { Node } from '../../api/core/types/node.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { Scope } from '../controller.ts';
import type { Expectations } from '../expectations.ts';
import { availableFromMs } from '../pod-state.ts';
import { REVISION_HASH } from '../revisions.ts';

export interface DaemonSetState {
	readonly expectations: Expectations;
	/** Failed daemons that were replaced of late, by set and node: when the next may be. */
	readonly failureBackoff: Map<string, { readonly untilMs: number; readonly delayMs: number }>;
}

/** What one pass over a daemon set looks at. */
export interface Pass {
	readonly key: string;
	readonly scope: Scope<DaemonSetState>;
	readonly set: DaemonSet;
	readonly nodes: readonly Node[];
	/** By the node they are on or meant for, oldest first. */
	readonly byNode: ReadonlyMap<string, readonly Pod[]>;
	/** Of the current template. */
	readonly hash: string;
}

export function isUpdated(pass: Pass, pod: Pod): boolean {
	return pod.metadata.labels?.[REVISION_HASH] === pass.hash;
}

export function isAvailable(pass: Pass, pod: Pod): boolean {
	const fromMs = availableFromMs(pod, pass.set.spec.minReadySeconds ?? 0);
	return fromMs !== undefined && fromMs <= pass.scope.nowMs();
}
