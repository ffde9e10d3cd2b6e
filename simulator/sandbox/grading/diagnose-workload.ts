import type { KubeObject } from '../../machinery/meta.ts';
import type { Evidence } from '../world-api.ts';
import type { ClusterReader } from './cluster-reader.ts';
import type { PodLike } from './diagnose-pod.ts';
import { diagnosePod, latestWarning } from './diagnose-pod.ts';
import { evidence } from './evidence.ts';

interface WorkloadLike extends KubeObject {
	readonly spec: { readonly replicas?: number; readonly paused?: boolean };
	readonly status?: {
		readonly availableReplicas?: number;
		readonly readyReplicas?: number;
		readonly updatedReplicas?: number;
		readonly numberReady?: number;
		readonly desiredNumberScheduled?: number;
		readonly conditions?: readonly {
			readonly type: string;
			readonly status: string;
			readonly reason?: string;
			readonly message?: string;
		}[];
	};
}

/** Why a Deployment, ReplicaSet, StatefulSet or DaemonSet has not what it wants; empty when it has. */
export function diagnoseWorkload(reader: ClusterReader, object: KubeObject): Evidence[] {
	const workload = object as WorkloadLike;
	const status = workload.status;
	const desired = status?.desiredNumberScheduled ?? workload.spec.replicas ?? 1;
	const ready = status?.numberReady ?? status?.availableReplicas ?? status?.readyReplicas ?? 0;
	const updated = status?.updatedReplicas ?? desired;
	if (ready >= desired && updated >= desired && desired > 0) return [];
	const { kind } = workload;
	const { name } = workload.metadata;
	const chain = [evidence('workload-unavailable', { kind, name, ready, desired, updated }, workload)];
	if (workload.spec.paused === true) chain.push(evidence('rollout-paused', { kind, name }, workload));
	for (const condition of status?.conditions ?? []) {
		const message = condition.message ?? '';
		if (condition.type === 'ReplicaFailure' && condition.status === 'True') {
			return [...chain, evidence('replica-failure', { kind, name, message }, workload)];
		}
		if (condition.type === 'Progressing' && condition.status === 'False') {
			chain.push(evidence('rollout-stuck', { kind, name, reason: condition.reason ?? '', message }, workload));
		}
	}
	const pods = podsOf(reader, workload);
	if (pods.length === 0) {
		if (desired > 0) chain.push(evidence('no-pods', { kind, name }, workload));
		return [...chain, ...latestWarning(reader, workload)];
	}
	// Newest first: in a rollout that hangs it is the new Pods that tell why.
	const newestFirst = [...pods].sort((a, b) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? 1 : -1));
	const sick = newestFirst.map((pod) => diagnosePod(reader, pod)).find((links) => links.length > 0);
	return [...chain, ...(sick ?? [])];
}

/** Pods that a workload owns, directly or through its ReplicaSets. */
function podsOf(reader: ClusterReader, workload: KubeObject): PodLike[] {
	const namespace = workload.metadata.namespace ?? '';
	const owners = new Set([workload.metadata.uid]);
	for (const set of reader.list('apps/v1', 'ReplicaSet', namespace)) {
		if (set.metadata.ownerReferences?.some((each) => owners.has(each.uid))) owners.add(set.metadata.uid);
	}
	return reader
		.list('v1', 'Pod', namespace)
		.filter((pod) => pod.metadata.ownerReferences?.some((each) => owners.has(each.uid))) as PodLike[];
}
