import type { ApiClient } from '../../client/api-client.ts';
import type { EventLoop } from '../../machinery/event-loop.ts';
import type { Task } from '../../machinery/task.ts';
import type { ClusterCache } from '../cache/cluster-cache.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { PodInfo } from '../cache/pod-info.ts';
import type { Listers } from './listers.ts';

/**
 * A scheduling plugin is a literal with the moments it takes part in. `filter` and `score` prepare once a Pod (upstream's
 * PreFilter and PreScore) and return what is asked node by node; returning undefined skips the plugin for
 * this Pod. Models pkg/scheduler/framework interface, with the plugins' state in closures instead of a cycle state.
 */
export interface Plugin {
	readonly name: string;
	/** How much its normalised score (0 to 100) counts. */
	readonly weight?: number;
	/** Keeps a Pod out of the queue; returns why. */
	readonly preEnqueue?: (pod: PodInfo) => string | undefined;
	readonly filter?: (pod: PodInfo, cluster: Cluster) => Filter | undefined;
	readonly score?: (pod: PodInfo, cluster: Cluster, feasible: readonly NodeInfo[]) => Score | undefined;
	/** What has to be written and waited for before the Pod is bound to the node. */
	readonly preBind?: (pod: PodInfo, node: NodeInfo, cluster: Cluster, by: Binder) => Task<void> | undefined;
	/** What may let a Pod through that this plugin has rejected. */
	readonly wakesOn?: readonly ClusterEvent[];
}

/** How a plugin writes and waits. */
export interface Binder {
	readonly client: ApiClient;
	readonly loop: EventLoop;
}

/** What a plugin says that has waited for a binding in vain. */
export class PreBindError extends Error {}

/** What plugins see of the cluster. */
export interface Cluster {
	readonly cache: ClusterCache;
	readonly listers: Listers;
}

export interface Filter {
	/** Only these nodes are looked at (upstream's PreFilterResult). */
	readonly onlyNodes?: ReadonlySet<string>;
	/** No node will do, whatever it is like: the reason. */
	readonly rejectAll?: Rejection;
	readonly check?: (node: NodeInfo) => Rejection | undefined;
}

export interface Rejection {
	readonly reasons: readonly string[];
	/** False when removing other Pods from the node could help (upstream's Unschedulable). */
	readonly unresolvable: boolean;
}

export interface Score {
	readonly of: (node: NodeInfo) => number;
	/** Turns raw scores (by index of the feasible nodes) into 0 to 100, in place. */
	readonly normalize?: (scores: number[]) => void;
}

/** Models pkg/scheduler/framework ClusterEvent, as far as the plugins here tell events apart. */
export type ClusterEvent =
	| 'node-added'
	| 'node-allocatable'
	| 'node-labels'
	| 'node-taints'
	| 'pod-placed'
	| 'pod-removed'
	| 'pod-labels'
	| 'claim-changed';

export function unschedulable(...reasons: string[]): Rejection {
	return { reasons, unresolvable: false };
}

export function unresolvable(...reasons: string[]): Rejection {
	return { reasons, unresolvable: true };
}

export const SCORE_MAX = 100;

/** Scales scores so that the highest becomes 100; `reverse` turns the order round. Models plugins/helper DefaultNormalizeScore. */
export function normalizeToMax(scores: number[], reverse: boolean): void {
	const max = Math.max(0, ...scores);
	for (const [index, score] of scores.entries()) {
		if (max === 0) scores[index] = reverse ? SCORE_MAX : 0;
		else {
			const scaled = Math.trunc((SCORE_MAX * score) / max);
			scores[index] = reverse ? SCORE_MAX - scaled : scaled;
		}
	}
}
