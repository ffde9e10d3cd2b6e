import type { Pod } from '../../../simulator/api/core/types/pod.ts';
import type { Resource } from '../../../simulator/client/resource.ts';
import { PODS } from '../../../simulator/controllers/resources.ts';
import { TestCluster, type TestClusterOptions, template } from '../../support/cluster/test-cluster.ts';

/** What is done to a cluster, and what is to be seen then. */
export interface Row {
	readonly cause: string;
	/** Of upstream v1.35, below pkg/controller unless it says otherwise. */
	readonly source: string;
	readonly cluster?: TestClusterOptions;
	readonly make: readonly (readonly [Resource, object])[];
	/** After so many seconds each, counted from the one before. */
	readonly after?: readonly (readonly [number, (cluster: TestCluster) => void])[];
	/** Seconds that pass at the end. */
	readonly wait: number;
	readonly sees: (cluster: TestCluster) => unknown;
	readonly is: unknown;
}

export function runRow(row: Row): unknown {
	const cluster = new TestCluster(row.cluster);
	for (const [resource, object] of row.make) cluster.create(resource, object);
	for (const [seconds, act] of row.after ?? []) {
		cluster.run(seconds);
		act(cluster);
	}
	cluster.run(row.wait);
	return row.sees(cluster);
}

export function meta(name: string, more: object = {}): { metadata: object } {
	return { metadata: { name, namespace: 'default', ...more } };
}

interface AnyCondition {
	readonly type: string;
	readonly status: string;
	readonly reason?: string;
	readonly message?: string;
}

/** "Complete=True CompletionsReached: Reached …", with what is random in names as a star. */
export function conditions(list: readonly AnyCondition[] | undefined): string[] {
	return (list ?? []).map(({ type, status, reason, message }) => starred(`${type}=${status} ${reason}: ${message}`));
}

/** "SuccessfulCreate: Created pod: web-*" of a kind's objects, in the order they were first told. */
export function events(cluster: TestCluster, kind: string): string[] {
	return cluster.events(kind).map((text) => starred(text.replace(/^(\w+) (\w+) [^:]*:/, '$2:')));
}

export function starred(text: string): string {
	return text.replace(/-[bcdfghjklmnpqrstvwxz2456789]{5,10}\b/g, '-*');
}

/** "db-0 nginx:1.25 Running". */
export function pods(cluster: TestCluster): string[] {
	return cluster.list<Pod>(PODS).map(({ metadata, spec, status }) => {
		const state = metadata.deletionTimestamp === undefined ? status.phase : 'Terminating';
		return `${starred(metadata.name)} ${spec.containers[0]?.image} ${state}`;
	});
}

export function podNames(cluster: TestCluster): string[] {
	return cluster.list<Pod>(PODS).map(({ metadata }) => starred(metadata.name));
}

export function image(tag: string): object {
	return { spec: { template: { spec: { containers: [{ name: 'nginx', image: `nginx:${tag}` }] } } } };
}

/** A workload of kind Deployment, ReplicaSet, StatefulSet or DaemonSet. */
export function workload(name: string, spec: object = {}, podSpec: object = {}): object {
	return {
		...meta(name),
		spec: { selector: { matchLabels: { app: name } }, template: template(name, podSpec), ...spec },
	};
}

/** A Pod that nobody controls. */
export function lonePod(name: string, labels: object = {}, metadata: object = {}): object {
	return { ...meta(name, { labels, ...metadata }), spec: { containers: [{ name: 'nginx', image: 'nginx:1.25' }] } };
}

export function evict(cluster: TestCluster, name: string): string {
	const body = { apiVersion: 'policy/v1', kind: 'Eviction', ...meta(name) };
	try {
		cluster.do(cluster.admin.post(PODS, { namespace: 'default', name }, 'eviction', body));
		return 'evicted';
	} catch (error) {
		const { status } = error as { status: { message: string; details?: { causes?: { message: string }[] } } };
		return `${status.message} ${status.details?.causes?.[0]?.message ?? ''}`;
	}
}
