import type { KubeObject } from '../machinery/meta.ts';
import type { ClusterReader } from './grading/cluster-reader.ts';
import type { PodLike } from './grading/diagnose-pod.ts';
import { isReady } from './grading/diagnose-pod.ts';
import type { ClusterMap } from './world-api.ts';

/** Of each kind; nobody can tell more of them apart on a map, and it is drawn anew whenever something changes. */
const ITEMS_MAX = 1_000;

/** Draws the cluster from its stored objects. `podStatus` is the STATUS column of `kubectl get pods`. */
export function drawMap(reader: ClusterReader, atMs: number, podStatus: (pod: KubeObject) => string): ClusterMap {
	const some = (apiVersion: string, kind: string): readonly KubeObject[] =>
		reader.list(apiVersion, kind, '').slice(0, ITEMS_MAX);
	return {
		atMs,
		nodes: some('v1', 'Node').map(nodeOnMap),
		pods: (some('v1', 'Pod') as readonly PodLike[]).map((pod) => podOnMap(reader, pod, podStatus)),
		services: some('v1', 'Service').map((service) => serviceOnMap(reader, service)),
		workloads: ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet'].flatMap((kind) =>
			some('apps/v1', kind).map(workloadOnMap),
		),
	};
}

const ROLE_PREFIX = 'node-role.kubernetes.io/';

function nodeOnMap(object: KubeObject): ClusterMap['nodes'][number] {
	const node = object as KubeObject & {
		spec: { unschedulable?: boolean };
		status?: { conditions?: { type: string; status: string }[] };
	};
	return {
		name: node.metadata.name,
		roles: Object.keys(node.metadata.labels ?? {})
			.filter((label) => label.startsWith(ROLE_PREFIX))
			.map((label) => label.slice(ROLE_PREFIX.length)),
		ready: node.status?.conditions?.some((each) => each.type === 'Ready' && each.status === 'True') === true,
		unschedulable: node.spec.unschedulable === true,
	};
}

function podOnMap(
	reader: ClusterReader,
	pod: PodLike,
	podStatus: (pod: KubeObject) => string,
): ClusterMap['pods'][number] {
	const statuses = pod.status?.containerStatuses ?? [];
	return {
		namespace: pod.metadata.namespace as string,
		name: pod.metadata.name,
		uid: pod.metadata.uid,
		node: pod.spec.nodeName,
		status: podStatus(pod),
		phase: pod.status?.phase ?? 'Pending',
		ready: isReady(pod),
		restarts: statuses.reduce((sum, each) => sum + each.restartCount, 0),
		ip: pod.status?.podIP,
		labels: pod.metadata.labels ?? {},
		owners: ownerChain(reader, pod),
		images: pod.spec.containers.map((each) => each.image ?? ''),
		deleting: pod.metadata.deletionTimestamp !== undefined,
	};
}

/** Controllers above an object, nearest first: at most the depth that Kubernetes itself builds. */
function ownerChain(reader: ClusterReader, object: KubeObject): string[] {
	const chain: string[] = [];
	let current: KubeObject | undefined = object;
	while (current !== undefined && chain.length < 4) {
		const owner: NonNullable<KubeObject['metadata']['ownerReferences']>[number] | undefined =
			current.metadata.ownerReferences?.find((each) => each.controller === true);
		if (owner === undefined) break;
		chain.push(`${owner.kind}/${owner.name}`);
		current = reader.get(owner.apiVersion, owner.kind, object.metadata.namespace ?? '', owner.name);
	}
	return chain;
}

function serviceOnMap(reader: ClusterReader, object: KubeObject): ClusterMap['services'][number] {
	const service = object as KubeObject & {
		spec: {
			type?: string;
			clusterIP?: string;
			ports?: { port: number; protocol?: string; nodePort?: number; targetPort?: number | string }[];
		};
	};
	const { name } = service.metadata;
	const namespace = service.metadata.namespace as string;
	const ready: string[] = [];
	const notReady: string[] = [];
	for (const each of reader.list('discovery.k8s.io/v1', 'EndpointSlice', namespace)) {
		if (each.metadata.labels?.['kubernetes.io/service-name'] !== name) continue;
		const slice = each as unknown as {
			endpoints?: { targetRef?: { uid?: string }; conditions?: { ready?: boolean } }[];
		};
		for (const endpoint of slice.endpoints ?? []) {
			const uid = endpoint.targetRef?.uid;
			if (uid !== undefined) (endpoint.conditions?.ready === false ? notReady : ready).push(uid);
		}
	}
	return {
		namespace,
		name,
		type: service.spec.type ?? 'ClusterIP',
		clusterIP: service.spec.clusterIP ?? '',
		ports: (service.spec.ports ?? []).map((each) => {
			const node = each.nodePort === undefined ? '' : `:${each.nodePort}`;
			return `${each.port}${node}/${each.protocol ?? 'TCP'}→${each.targetPort ?? each.port}`;
		}),
		ready,
		notReady,
	};
}

function workloadOnMap(object: KubeObject): ClusterMap['workloads'][number] {
	const workload = object as KubeObject & {
		spec: { replicas?: number };
		status?: { readyReplicas?: number; numberReady?: number; desiredNumberScheduled?: number };
	};
	const owner = workload.metadata.ownerReferences?.find((each) => each.controller === true);
	return {
		namespace: workload.metadata.namespace as string,
		kind: workload.kind,
		name: workload.metadata.name,
		desired: workload.status?.desiredNumberScheduled ?? workload.spec.replicas ?? 0,
		ready: workload.status?.numberReady ?? workload.status?.readyReplicas ?? 0,
		owner: owner === undefined ? undefined : `${owner.kind}/${owner.name}`,
	};
}
