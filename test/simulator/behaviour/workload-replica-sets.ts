import type { Pod } from '../../../simulator/api/core/types/pod.ts';
import { PODS, REPLICA_SETS } from '../../../simulator/controllers/resources.ts';
import type { TestCluster } from '../../support/cluster/test-cluster.ts';
import { events, meta, podNames, type Row, workload } from './workload-row.ts';

function ages(cluster: TestCluster): number[] {
	const now = cluster.context.loop.now();
	return cluster
		.list<Pod>(PODS)
		.filter(({ metadata }) => metadata.deletionTimestamp === undefined)
		.map(({ metadata }) => Math.round((now - Date.parse(metadata.creationTimestamp)) / 1000));
}

const set = (replicas: number): Row['make'][number] => [REPLICA_SETS, workload('web', { replicas })];
const resize = (replicas: number) => (cluster: TestCluster) =>
	void cluster.patch(REPLICA_SETS, 'web', { spec: { replicas } });

export const REPLICA_SET_ROWS: readonly Row[] = [
	{
		cause: 'of two Pods the younger one goes',
		source: 'controller_utils.go ActivePodsWithRanks: ready longer stays',
		cluster: { nodes: ['node01'] },
		make: [set(1)],
		after: [
			[100, resize(2)],
			[10, resize(1)],
		],
		wait: 5,
		sees: ages,
		is: [115],
	},
	{
		cause: 'the one whose deletion costs least goes, however old',
		source: 'controller_utils.go ActivePodsWithRanks: PodDeletionCost',
		cluster: { nodes: ['node01'] },
		make: [set(1)],
		after: [
			[
				100,
				(cluster) => {
					const cost = { 'controller.kubernetes.io/pod-deletion-cost': '-5' };
					cluster.patch(PODS, cluster.list(PODS)[0]?.metadata.name ?? '', { metadata: { annotations: cost } });
					resize(2)(cluster);
				},
			],
			[10, resize(1)],
		],
		wait: 5,
		sees: ages,
		is: [15],
	},
	{
		cause: 'one that is not placed goes before those that are',
		source: 'controller_utils.go ActivePodsWithRanks: unassigned < assigned',
		cluster: { nodes: ['node01'] },
		make: [[REPLICA_SETS, workload('web', { replicas: 1 }, big())]],
		after: [
			[10, resize(2)],
			[10, resize(1)],
		],
		wait: 5,
		sees: (cluster) => cluster.list<Pod>(PODS).map(({ spec }) => spec.nodeName),
		is: ['node01'],
	},
	{
		cause: 'one of the node that has more of them goes first',
		source: 'controller_utils.go ActivePodsWithRanks: doubled up',
		make: [set(3)],
		after: [[10, resize(2)]],
		wait: 5,
		sees: (cluster) =>
			cluster
				.list<Pod>(PODS)
				.map(({ spec }) => spec.nodeName)
				.sort(),
		is: ['node01', 'node02'],
	},
	{
		cause: 'a Pod that matches and that nobody controls is taken in',
		source: 'controller_ref_manager.go ClaimPods',
		make: [
			[PODS, { ...meta('stray', { labels: { app: 'web' } }), spec: { containers: [{ name: 'c', image: 'i' }] } }],
			set(2),
		],
		wait: 5,
		sees: podNames,
		is: ['stray', 'web-*'],
	},
	{
		cause: 'a Pod whose label is taken away is let go, and another comes',
		source: 'controller_ref_manager.go ReleasePod',
		make: [set(1)],
		after: [
			[
				5,
				(cluster) =>
					void cluster.patch(PODS, cluster.list(PODS)[0]?.metadata.name ?? '', {
						metadata: { labels: { app: 'debug' } },
					}),
			],
		],
		wait: 5,
		sees: (cluster) =>
			cluster
				.list(PODS)
				.map(({ metadata }) => `${metadata.labels?.app} ${metadata.ownerReferences?.length ?? 0}`)
				.sort(),
		is: ['debug 0', 'web 1'],
	},
	{
		cause: 'a Pod that has failed stays to be looked at, and another comes',
		source: 'controller_utils.go FilterActivePods',
		make: [set(1)],
		after: [
			[
				5,
				(cluster) => {
					const status = { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory.' };
					cluster.patch(PODS, cluster.list(PODS)[0]?.metadata.name ?? '', { status }, 'status');
				},
			],
		],
		wait: 5,
		sees: (cluster) =>
			cluster
				.list<Pod>(PODS)
				.map(({ status }) => status.phase)
				.sort(),
		is: ['Failed', 'Running'],
	},
	{
		cause: 'what it creates and deletes is told',
		source: 'controller_utils.go RealPodControl',
		make: [set(2)],
		after: [[5, resize(1)]],
		wait: 5,
		sees: (cluster) => events(cluster, 'ReplicaSet'),
		is: [
			'SuccessfulCreate: Created pod: web-*',
			'SuccessfulCreate: Created pod: web-*',
			'SuccessfulDelete: Deleted pod: web-*',
		],
	},
];

/** Two do not fit on one node. */
function big(): object {
	return { containers: [{ name: 'nginx', image: 'nginx:1.25', resources: { requests: { cpu: '3' } } }] };
}
