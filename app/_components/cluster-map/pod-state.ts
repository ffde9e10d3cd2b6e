import type { ClusterMap } from '../../../simulator/sandbox/world-api.ts';

export type MapPod = ClusterMap['pods'][number];
export type MapService = ClusterMap['services'][number];
export type MapWorkload = ClusterMap['workloads'][number];
export type MapNode = ClusterMap['nodes'][number];

/** What a Pod's shape on the map says. */
export type PodState = 'running' | 'pending' | 'failing' | 'ending' | 'done';

const FAILING = /BackOff|Err|Error|Failed|Crash|OOM|Invalid|Evicted|Unknown|NodeLost/;

export function podState(pod: MapPod): PodState {
	if (pod.deleting) return 'ending';
	if (FAILING.test(pod.status) || pod.phase === 'Failed') return 'failing';
	if (pod.phase === 'Succeeded') return 'done';
	return pod.ready ? 'running' : 'pending';
}
