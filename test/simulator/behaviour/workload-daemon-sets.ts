import type { Pod } from '../../../simulator/api/core/types/pod.ts';
import { DAEMON_SETS, NODES, PODS } from '../../../simulator/controllers/resources.ts';
import type { TestCluster } from '../../support/cluster/test-cluster.ts';
import { events, image, type Row, workload } from './workload-row.ts';

const agent = (spec: object = {}, podSpec: object = {}): Row['make'][number] => [
	DAEMON_SETS,
	workload('agent', spec, podSpec),
];
const update = (tag: string) => (cluster: TestCluster) => void cluster.patch(DAEMON_SETS, 'agent', image(tag));
const rolling = (rollingUpdate: object): object => ({ updateStrategy: { rollingUpdate } });
const taint = (effect: string) => (cluster: TestCluster) =>
	void cluster.patch(NODES, 'node02', { spec: { taints: [{ key: 'gpu', effect }] } });
const BAD = { kubelet: { neverReady: (pod: Pod) => pod.spec.containers[0]?.image === 'nginx:bad' } };

/** "node01 nginx:1.25 Running", by node. */
function daemons(cluster: TestCluster): string[] {
	return cluster
		.list<Pod>(PODS)
		.map(({ metadata, spec, status }) => {
			const state = metadata.deletionTimestamp === undefined ? status.phase : 'Terminating';
			return `${spec.nodeName} ${spec.containers[0]?.image} ${state}`;
		})
		.sort();
}

function counts(cluster: TestCluster): string {
	const status = cluster.get(DAEMON_SETS, 'agent').status;
	const { currentNumberScheduled, desiredNumberScheduled, numberMisscheduled, numberReady } = status;
	const { numberAvailable = 0, numberUnavailable = 0, updatedNumberScheduled = 0 } = status;
	return `desired ${desiredNumberScheduled} current ${currentNumberScheduled} mis ${numberMisscheduled} ready ${numberReady} updated ${updatedNumberScheduled} available ${numberAvailable} unavailable ${numberUnavailable}`;
}

export const DAEMON_SET_ROWS: readonly Row[] = [
	{
		cause: 'one on each node',
		source: 'daemon/daemon_controller.go podsShouldBeOnNode',
		make: [agent()],
		wait: 5,
		sees: (cluster) => [daemons(cluster), counts(cluster), events(cluster, 'DaemonSet')],
		is: [
			['node01 nginx:1.25 Running', 'node02 nginx:1.25 Running'],
			'desired 2 current 2 mis 0 ready 2 updated 2 available 2 unavailable 0',
			['SuccessfulCreate: Created pod: agent-*', 'SuccessfulCreate: Created pod: agent-*'],
		],
	},
	{
		cause: 'a node with a taint that it does not tolerate has none',
		source: 'daemon/daemon_controller.go NodeShouldRunDaemonPod',
		cluster: {
			node: (name) => (name === 'node02' ? { spec: { taints: [{ key: 'gpu', effect: 'NoSchedule' }] } } : {}),
		},
		make: [agent()],
		wait: 5,
		sees: (cluster) => [daemons(cluster), counts(cluster)],
		is: [['node01 nginx:1.25 Running'], 'desired 1 current 1 mis 0 ready 1 updated 1 available 1 unavailable 0'],
	},
	{
		cause: 'a node with a taint that it tolerates has one',
		source: 'daemon/daemon_controller.go predicates',
		cluster: {
			node: (name) => (name === 'node02' ? { spec: { taints: [{ key: 'gpu', effect: 'NoSchedule' }] } } : {}),
		},
		make: [agent({}, { tolerations: [{ key: 'gpu', operator: 'Exists' }] })],
		wait: 5,
		sees: daemons,
		is: ['node01 nginx:1.25 Running', 'node02 nginx:1.25 Running'],
	},
	{
		cause: 'a cordoned node has one all the same',
		source: 'daemon/util/daemonset_util.go AddOrUpdateDaemonPodTolerations: unschedulable',
		make: [agent()],
		after: [
			[
				0,
				(cluster) =>
					void cluster.patch(NODES, 'node02', {
						spec: { unschedulable: true, taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] },
					}),
			],
		],
		wait: 5,
		sees: daemons,
		is: ['node01 nginx:1.25 Running', 'node02 nginx:1.25 Running'],
	},
	{
		cause: 'what every daemon tolerates',
		source: 'daemon/util/daemonset_util.go AddOrUpdateDaemonPodTolerations',
		cluster: { nodes: ['node01'] },
		make: [agent()],
		wait: 5,
		sees: (cluster) =>
			cluster.list<Pod>(PODS)[0]?.spec.tolerations?.map(({ key, operator, effect }) => `${key}:${operator}:${effect}`),
		is: [
			'node.kubernetes.io/not-ready:Exists:NoExecute',
			'node.kubernetes.io/unreachable:Exists:NoExecute',
			'node.kubernetes.io/disk-pressure:Exists:NoSchedule',
			'node.kubernetes.io/memory-pressure:Exists:NoSchedule',
			'node.kubernetes.io/pid-pressure:Exists:NoSchedule',
			'node.kubernetes.io/unschedulable:Exists:NoSchedule',
		],
	},
	{
		cause: 'NoSchedule comes later: the daemon stays, and is where it should not be',
		source: 'daemon/daemon_controller.go updateDaemonSetStatus: numberMisscheduled',
		make: [agent()],
		after: [[5, taint('NoSchedule')]],
		wait: 5,
		sees: (cluster) => [daemons(cluster), counts(cluster)],
		is: [
			['node01 nginx:1.25 Running', 'node02 nginx:1.25 Running'],
			'desired 1 current 1 mis 1 ready 1 updated 1 available 1 unavailable 0',
		],
	},
	{
		cause: 'NoExecute comes later: the daemon goes',
		source: 'daemon/daemon_controller.go NodeShouldRunDaemonPod: shouldContinueRunning',
		make: [agent()],
		after: [[5, taint('NoExecute')]],
		wait: 5,
		sees: daemons,
		is: ['node01 nginx:1.25 Running'],
	},
	{
		cause: 'a label brings it, its loss takes it away',
		source: 'daemon/daemon_controller.go updateNode',
		make: [agent({}, { nodeSelector: { disk: 'ssd' } })],
		after: [
			[5, (cluster) => void cluster.patch(NODES, 'node01', { metadata: { labels: { disk: 'ssd' } } })],
			[5, (cluster) => void cluster.patch(NODES, 'node02', { metadata: { labels: { disk: 'ssd' } } })],
			[5, (cluster) => void cluster.patch(NODES, 'node01', { metadata: { labels: { disk: 'hdd' } } })],
		],
		wait: 5,
		sees: daemons,
		is: ['node02 nginx:1.25 Running'],
	},
	{
		cause: 'a daemon that does not fit waits, and the node counts',
		source: 'daemon/daemon_controller.go: the scheduler places daemons (no FailedPlacement any more)',
		cluster: { nodes: ['node01'] },
		make: [agent({}, { containers: [{ name: 'nginx', image: 'nginx:1.25', resources: { requests: { cpu: '5' } } }] })],
		wait: 10,
		sees: (cluster) => [counts(cluster), events(cluster, 'Pod')],
		is: [
			'desired 1 current 1 mis 0 ready 0 updated 1 available 0 unavailable 1',
			[
				'FailedScheduling: 0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
			],
		],
	},
	{
		cause: 'a broken update takes one node and stops',
		source: 'daemon/update.go rollingUpdate: maxUnavailable',
		cluster: { ...BAD, nodes: ['node01', 'node02', 'node03'] },
		make: [agent()],
		after: [[5, update('bad')]],
		wait: 60,
		sees: (cluster) => [
			daemons(cluster)
				.map((text) => text.split(' ')[1])
				.sort(),
			counts(cluster),
		],
		is: [
			['nginx:1.25', 'nginx:1.25', 'nginx:bad'],
			'desired 3 current 3 mis 0 ready 2 updated 1 available 2 unavailable 1',
		],
	},
	{
		cause: 'maxUnavailable of two',
		source: 'daemon/update.go rollingUpdate: maxUnavailable',
		cluster: { ...BAD, nodes: ['node01', 'node02', 'node03'] },
		make: [agent(rolling({ maxUnavailable: 2 }))],
		after: [[5, update('bad')]],
		wait: 60,
		sees: (cluster) =>
			daemons(cluster)
				.map((text) => text.split(' ')[1])
				.sort(),
		is: ['nginx:1.25', 'nginx:bad', 'nginx:bad'],
	},
	{
		cause: 'repaired, the broken one is replaced without a word',
		source: 'daemon/update.go rollingUpdate: old unavailable Pods go first',
		cluster: { ...BAD, nodes: ['node01', 'node02', 'node03'] },
		make: [agent()],
		after: [
			[5, update('bad')],
			[30, update('2')],
		],
		wait: 30,
		sees: (cluster) => [daemons(cluster), counts(cluster)],
		is: [
			['node01 nginx:2 Running', 'node02 nginx:2 Running', 'node03 nginx:2 Running'],
			'desired 3 current 3 mis 0 ready 3 updated 3 available 3 unavailable 0',
		],
	},
	{
		cause: 'maxSurge: the new one starts beside the old, which stays when it does not serve',
		source: 'daemon/update.go rollingUpdate: maxSurge',
		cluster: { ...BAD, nodes: ['node01'] },
		make: [agent(rolling({ maxSurge: 1, maxUnavailable: 0 }))],
		after: [[5, update('bad')]],
		wait: 60,
		sees: daemons,
		is: ['node01 nginx:1.25 Running', 'node01 nginx:bad Running'],
	},
	{
		cause: 'OnDelete: nothing moves before somebody deletes it',
		source: 'daemon/daemon_controller.go syncDaemonSet: OnDeleteDaemonSetStrategyType',
		make: [agent({ updateStrategy: { type: 'OnDelete' } })],
		after: [
			[5, update('2')],
			[
				5,
				(cluster) => {
					const on = cluster.list<Pod>(PODS).find(({ spec }) => spec.nodeName === 'node01');
					cluster.delete(PODS, on?.metadata.name ?? '');
				},
			],
		],
		wait: 10,
		sees: (cluster) => [daemons(cluster), counts(cluster)],
		is: [
			['node01 nginx:2 Running', 'node02 nginx:1.25 Running'],
			'desired 2 current 2 mis 0 ready 2 updated 1 available 2 unavailable 0',
		],
	},
	{
		cause: 'a daemon that has failed is killed and replaced, which is told',
		source: 'daemon/daemon_controller.go podsShouldBeOnNode: FailedDaemonPodReason',
		cluster: { nodes: ['node01'] },
		make: [agent()],
		after: [
			[
				5,
				(cluster) =>
					void cluster.patch(
						PODS,
						cluster.list(PODS)[0]?.metadata.name ?? '',
						{ status: { phase: 'Failed' } },
						'status',
					),
			],
		],
		wait: 5,
		sees: (cluster) => [daemons(cluster), events(cluster, 'DaemonSet')],
		is: [
			['node01 nginx:1.25 Running'],
			[
				'SuccessfulCreate: Created pod: agent-*',
				'FailedDaemonPod: Found failed daemon pod default/agent-* on node node01, will try to kill it',
				'SuccessfulDelete: Deleted pod: agent-*',
				'SuccessfulCreate: Created pod: agent-*',
			],
		],
	},
];
