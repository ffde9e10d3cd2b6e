import type { DaemonSet, Deployment, ReplicaSet, StatefulSet } from '../../simulator/api/apps/types.ts';
import type { Node } from '../../simulator/api/core/types/node.ts';
import type { Pod } from '../../simulator/api/core/types/pod.ts';
import type { Service } from '../../simulator/api/core/types/service.ts';
import type { EndpointSlice } from '../../simulator/api/discovery/types.ts';
import type { KubeObject } from '../../simulator/machinery/meta.ts';
import { selectorFromMap } from '../../simulator/machinery/selectors.ts';
import type { SimulatedWorld } from '../../simulator/sandbox/index.ts';

export interface Snapshot {
	readonly objects: readonly KubeObject[];
	/** uids of the Pods that have a running container, by host. */
	readonly running: ReadonlyMap<string, readonly string[]>;
}

export function snapshotOf(world: SimulatedWorld): Snapshot {
	const { store, nodes } = world.cluster;
	const running = [...nodes].map(([host, { runtime }]) => {
		const uids = runtime
			.listSandboxes()
			.filter(({ state }) => state === 'ready')
			.map(({ config }) => config.podUid);
		return [host, uids] as const;
	});
	const objects = store.list('/registry/').entries.map(({ value }) => value as unknown as KubeObject);
	return { objects, running: new Map(running) };
}

/** What is not as declared in a cluster that has had time. */
export function problemsOf({ objects, running }: Snapshot, nowMs: number): string[] {
	const of = <T extends KubeObject>(kind: string): T[] => objects.filter((object) => object.kind === kind) as T[];
	const problems: string[] = [];
	const expect = (holds: boolean, what: string): void => {
		if (!holds) problems.push(what);
	};
	for (const { metadata, status } of of<Node>('Node')) {
		const ready = status.conditions?.find(({ type }) => type === 'Ready')?.status;
		expect(ready === 'True', `node ${metadata.name} is ${ready}`);
	}
	for (const { metadata, spec, status } of of<Deployment>('Deployment')) {
		const { readyReplicas = 0, updatedReplicas = 0, replicas = 0 } = status;
		const all = [readyReplicas, updatedReplicas, replicas].every((count) => count === spec.replicas);
		expect(all, `deployment ${metadata.name}: ${readyReplicas}/${updatedReplicas}/${replicas} of ${spec.replicas}`);
	}
	for (const { metadata, spec, status } of of<StatefulSet>('StatefulSet')) {
		expect(
			(status.readyReplicas ?? 0) === spec.replicas,
			`statefulset ${metadata.name}: ${status.readyReplicas} of ${spec.replicas}`,
		);
	}
	for (const { metadata, status } of of<DaemonSet>('DaemonSet')) {
		const { numberReady, desiredNumberScheduled, updatedNumberScheduled = 0 } = status;
		const all = numberReady === desiredNumberScheduled && updatedNumberScheduled === desiredNumberScheduled;
		expect(all, `daemonset ${metadata.name}: ${numberReady} of ${desiredNumberScheduled}`);
	}
	const pods = of<Pod>('Pod');
	const uids = new Set(objects.map(({ metadata }) => metadata.uid));
	for (const pod of pods) problems.push(...problemsOfPod(pod, uids, nowMs));
	for (const set of of<ReplicaSet>('ReplicaSet')) {
		const [owner] = set.metadata.ownerReferences ?? [];
		expect(owner === undefined || uids.has(owner.uid), `replicaset ${set.metadata.name} has lost its owner`);
	}
	for (const service of of<Service>('Service')) problems.push(...problemsOfService(service, pods, of('EndpointSlice')));
	const known = new Set(
		pods.map(({ metadata }) => metadata.annotations?.['kubernetes.io/config.mirror'] ?? metadata.uid),
	);
	for (const [host, sandboxes] of running) {
		for (const uid of sandboxes) expect(known.has(uid), `${host} runs a sandbox of ${uid}, which nobody knows`);
		expect(new Set(sandboxes).size === sandboxes.length, `${host} runs two sandboxes of one Pod`);
	}
	return problems;
}

function problemsOfPod({ metadata, status }: Pod, uids: ReadonlySet<string>, nowMs: number): string[] {
	const name = `pod ${metadata.namespace}/${metadata.name}`;
	const problems: string[] = [];
	const { deletionTimestamp, ownerReferences = [] } = metadata;
	if (deletionTimestamp !== undefined && Date.parse(deletionTimestamp) < nowMs - 600_000)
		problems.push(`${name} does not go`);
	const [owner] = ownerReferences;
	if (owner !== undefined && !uids.has(owner.uid)) problems.push(`${name} has lost its owner`);
	const isOfJob = owner?.kind === 'Job';
	const isRunning =
		status.phase === 'Running' && status.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
	if (!isOfJob && !isRunning) problems.push(`${name} is ${status.phase} ${status.reason ?? ''}`);
	return problems;
}

function problemsOfService(service: Service, pods: readonly Pod[], slices: readonly EndpointSlice[]): string[] {
	const { namespace, name } = service.metadata;
	const { selector } = service.spec;
	if (selector === undefined) return [];
	const matches = selectorFromMap(selector);
	const wanted = pods
		.filter(({ metadata }) => metadata.namespace === namespace && matches.matches(metadata.labels))
		.map(({ status }) => status.podIP ?? '')
		.sort();
	const found = slices
		.filter(
			({ metadata }) => metadata.namespace === namespace && metadata.labels?.['kubernetes.io/service-name'] === name,
		)
		.flatMap(({ endpoints }) => endpoints ?? [])
		.flatMap(({ addresses, conditions }) => (conditions?.ready === true ? addresses : []))
		.sort();
	return wanted.join(' ') === found.join(' ')
		? []
		: [`service ${name}: ${found.join(' ')} instead of ${wanted.join(' ')}`];
}
