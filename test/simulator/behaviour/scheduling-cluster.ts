import { NODES, PODS } from '../../../simulator/controllers/resources.ts';
import type { SchedulerConfiguration } from '../../../simulator/scheduler/configuration.ts';
import { CLAIMS, VOLUMES } from '../../../simulator/scheduler/resources.ts';
import { PRIORITY_CLASSES, TestCluster } from '../../support/cluster/test-cluster.ts';

/** What is so before, the Pod that comes, and where it goes or why it does not. */
export interface Row {
	readonly cause: string;
	/** Of upstream v1.35, below pkg/scheduler unless it says otherwise. */
	readonly source: string;
	readonly before?: (cluster: TestCluster) => void;
	readonly pod?: object;
	readonly labels?: { readonly [key: string]: string };
	/** A node, any of several, or the reasons of a FailedScheduling event. */
	readonly on?: string | readonly string[];
	readonly why?: string;
	/** What preemption found; the usual when absent. */
	readonly preemption?: string;
	/** What then changes, and the node it gets within so many seconds. */
	readonly next?: readonly [change: (cluster: TestCluster) => void, seconds: number, node: string | undefined];
}

export const TAINTED = '1 node(s) had untolerated taint(s)';
export const NO_HELP = '3 Preemption is not helpful for scheduling';
export const NO_VICTIMS = '1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod';
export const HOST = 'kubernetes.io/hostname';
export const ZONE = 'topology.kubernetes.io/zone';

/** @param stopMs from a Pod's deletion to its end. */
export function kubeadm(scheduling?: SchedulerConfiguration, stopMs?: number): TestCluster {
	const allocatable = { cpu: '2', memory: '4Gi', pods: '5', 'ephemeral-storage': '10Gi' };
	const cluster = new TestCluster({
		nodes: ['controlplane', 'node01', 'node02'],
		scheduling,
		...(stopMs === undefined ? {} : { kubelet: { stopMs } }),
		controllers: ['serviceaccount', 'disruption', 'node-lifecycle-controller'],
		node: (name) => ({
			...(name === 'controlplane'
				? { spec: { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] } }
				: {}),
			metadata: { labels: { [HOST]: name } },
			status: { allocatable, capacity: allocatable },
		}),
	});
	cluster.run(1);
	return cluster;
}

export function place(cluster: TestCluster, name: string, spec: object = {}, labels: object = {}): void {
	cluster.create(PODS, {
		metadata: { name, namespace: 'default', labels },
		spec: { containers: [{ name: 'c', image: 'nginx' }], terminationGracePeriodSeconds: 1, ...spec },
	});
	cluster.run(0.1);
}

export function asks(requests: object): object {
	return { containers: [{ name: 'c', image: 'nginx', resources: { requests } }] };
}

export const label = (cluster: TestCluster, node: string, labels: object): void => {
	cluster.patch(NODES, node, { metadata: { labels } });
	cluster.run(0.1);
};
export const taint = (cluster: TestCluster, node: string, taints: object[]): void => {
	cluster.patch(NODES, node, { spec: { taints } });
	cluster.run(0.1);
};
export const zones = (cluster: TestCluster): void => {
	label(cluster, 'node01', { [ZONE]: 'a' });
	label(cluster, 'node02', { [ZONE]: 'b' });
};
export const fill = (cluster: TestCluster, cpu = '1500m'): void => {
	for (const node of ['node01', 'node02']) {
		place(cluster, `on-${node}`, { ...asks({ cpu }), nodeSelector: { [HOST]: node } }, { app: 'filler' });
	}
};
export const classes = (cluster: TestCluster): void => {
	cluster.create(PRIORITY_CLASSES, { metadata: { name: 'high' }, value: 1000 });
	cluster.create(PRIORITY_CLASSES, { metadata: { name: 'polite' }, value: 1000, preemptionPolicy: 'Never' });
};
export const volume = (cluster: TestCluster, modes: string[], labels: object = {}, nodeAffinity?: object): void => {
	cluster.create(VOLUMES, {
		metadata: { name: 'pv', labels },
		spec: {
			capacity: { storage: '1Gi' },
			accessModes: modes,
			hostPath: { path: '/d' },
			claimRef: { namespace: 'default', name: 'data' },
			...(nodeAffinity === undefined ? {} : { nodeAffinity }),
		},
	});
	claim(cluster, { accessModes: modes, volumeName: 'pv' }, { 'pv.kubernetes.io/bind-completed': 'yes' });
};
export const claim = (cluster: TestCluster, spec: object, annotations: object = {}): void => {
	cluster.create(CLAIMS, {
		metadata: { name: 'data', namespace: 'default', annotations },
		spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
	});
	cluster.run(0.1);
};
export const required = (kind: 'podAffinity' | 'podAntiAffinity', app: string, topologyKey = HOST): object => ({
	affinity: {
		[kind]: {
			requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: { matchLabels: { app } }, topologyKey }],
		},
	},
});
export const nodeAffinity = (operator: string, values?: string[]): object => ({
	affinity: {
		nodeAffinity: {
			requiredDuringSchedulingIgnoredDuringExecution: {
				nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator, ...(values && { values }) }] }],
			},
		},
	},
});
export const preferNode = (weight: number, value: string): object => ({
	weight,
	preference: { matchExpressions: [{ key: HOST, operator: 'In', values: [value] }] },
});
export const spread = (extra: object = {}): object => ({
	topologySpreadConstraints: [
		{
			maxSkew: 1,
			topologyKey: HOST,
			whenUnsatisfiable: 'DoNotSchedule',
			labelSelector: { matchLabels: { app: 'web' } },
			nodeTaintsPolicy: 'Honor',
			...extra,
		},
	],
});
export const WEB = { app: 'web' };
export const USES_CLAIM = { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }] };
