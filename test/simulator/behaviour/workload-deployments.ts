import type { Pod } from '../../../simulator/api/core/types/pod.ts';
import { DEPLOYMENTS, REPLICA_SETS } from '../../../simulator/controllers/resources.ts';
import type { TestCluster } from '../../support/cluster/test-cluster.ts';
import { conditions, events, image, meta, podNames, pods, type Row, starred, workload } from './workload-row.ts';

const web = (spec: object, podSpec: object = {}): Row['make'][number] => [DEPLOYMENTS, workload('web', spec, podSpec)];
const update = (tag: string) => (cluster: TestCluster) => void cluster.patch(DEPLOYMENTS, 'web', image(tag));
const ofWeb = (cluster: TestCluster): string[] => conditions(cluster.get(DEPLOYMENTS, 'web').status.conditions);
const told = (cluster: TestCluster): string[] =>
	events(cluster, 'Deployment').map((text) => text.slice(text.indexOf(': ') + 2));
const rolling = (maxSurge: number | string, maxUnavailable: number | string): object => ({
	strategy: { rollingUpdate: { maxSurge, maxUnavailable } },
});
/** Pods of image "bad" never get ready. */
const BAD = { kubelet: { neverReady: (pod: Pod) => pod.spec.containers[0]?.image === 'nginx:bad' } };

/** "1 nginx:1.25 ×3": revision, image and size of each replica set, by revision. */
function sets(cluster: TestCluster): string[] {
	return cluster
		.list(REPLICA_SETS)
		.map(({ metadata, spec }) => {
			const revision = metadata.annotations?.['deployment.kubernetes.io/revision'];
			return `${revision} ${spec.template?.spec.containers[0]?.image} ×${spec.replicas}`;
		})
		.sort();
}

function counts(cluster: TestCluster): string {
	const status = cluster.get(DEPLOYMENTS, 'web').status;
	const { replicas = 0, updatedReplicas = 0, readyReplicas = 0, availableReplicas = 0 } = status;
	const { unavailableReplicas = 0, terminatingReplicas } = status;
	return `${replicas} updated ${updatedReplicas} ready ${readyReplicas} available ${availableReplicas} unavailable ${unavailableReplicas} terminating ${terminatingReplicas}`;
}

const DONE = [
	'Available=True MinimumReplicasAvailable: Deployment has minimum availability.',
	'Progressing=True NewReplicaSetAvailable: ReplicaSet "web-*" has successfully progressed.',
];

const ROLLOUTS: readonly Row[] = [
	{
		cause: 'a Deployment whose Pods all serve',
		source: 'deployment/progress.go syncRolloutStatus',
		make: [web({ replicas: 2 })],
		wait: 5,
		sees: (cluster) => [...ofWeb(cluster), counts(cluster), ...told(cluster)],
		is: [
			...DONE,
			'2 updated 2 ready 2 available 2 unavailable 0 terminating 0',
			'Scaled up replica set web-* from 0 to 2',
		],
	},
	{
		cause: 'a Deployment of none is complete',
		source: 'deployment/util/deployment_util.go DeploymentComplete',
		make: [web({ replicas: 0 })],
		wait: 5,
		sees: (cluster) => [...ofWeb(cluster), counts(cluster), told(cluster)],
		is: [...DONE, '0 updated 0 ready 0 available 0 unavailable 0 terminating 0', []],
	},
	{
		cause: 'while nothing serves it is not available',
		source: 'deployment/sync.go calculateStatus',
		cluster: { kubelet: { neverReady: () => true } },
		make: [web({ replicas: 2 })],
		wait: 30,
		sees: ofWeb,
		is: [
			'Available=False MinimumReplicasUnavailable: Deployment does not have minimum availability.',
			'Progressing=True ReplicaSetUpdated: ReplicaSet "web-*" is progressing.',
		],
	},
	{
		cause: 'ten by the default 25 %: surge rounds up, unavailable down, and a broken update stops there',
		source: 'deployment/util/deployment_util.go ResolveFenceposts',
		cluster: BAD,
		make: [web({ replicas: 10 })],
		after: [[10, update('bad')]],
		wait: 60,
		sees: (cluster) => [counts(cluster), sets(cluster), told(cluster)],
		is: [
			'13 updated 5 ready 8 available 8 unavailable 5 terminating 0',
			['1 nginx:1.25 ×8', '2 nginx:bad ×5'],
			[
				'Scaled up replica set web-* from 0 to 10',
				'Scaled up replica set web-* from 0 to 3',
				'Scaled down replica set web-* from 10 to 8',
				'Scaled up replica set web-* from 3 to 5',
			],
		],
	},
	{
		cause: 'one more and none less',
		source: 'deployment/rolling.go reconcileNewReplicaSet',
		cluster: BAD,
		make: [web({ replicas: 3, ...rolling(1, 0) })],
		after: [[10, update('bad')]],
		wait: 60,
		sees: sets,
		is: ['1 nginx:1.25 ×3', '2 nginx:bad ×1'],
	},
	{
		cause: 'one less and none more',
		source: 'deployment/rolling.go reconcileOldReplicaSets',
		cluster: BAD,
		make: [web({ replicas: 3, ...rolling(0, 1) })],
		after: [[10, update('bad')]],
		wait: 60,
		sees: (cluster) => [sets(cluster), told(cluster).slice(1)],
		is: [
			['1 nginx:1.25 ×2', '2 nginx:bad ×1'],
			['Scaled down replica set web-* from 3 to 2', 'Scaled up replica set web-* from 0 to 1'],
		],
	},
	{
		cause: 'twice as many for a while',
		source: 'deployment/util/deployment_util.go NewRSNewReplicas',
		make: [web({ replicas: 3, ...rolling('100%', 0) })],
		after: [[10, update('2')]],
		wait: 0.5,
		sees: (cluster) => [sets(cluster), counts(cluster).slice(0, 19)],
		is: [['1 nginx:1.25 ×3', '2 nginx:2 ×3'], '6 updated 3 ready 3'],
	},
	{
		cause: 'percentages that come to nothing let one go',
		source: 'deployment/util/deployment_util.go ResolveFenceposts: surge == 0 && unavailable == 0',
		cluster: BAD,
		make: [web({ replicas: 3, ...rolling(0, '10%') })],
		after: [[10, update('bad')]],
		wait: 60,
		sees: sets,
		is: ['1 nginx:1.25 ×2', '2 nginx:bad ×1'],
	},
	{
		cause: 'Recreate: no new Pod before the last old one is gone',
		source: 'deployment/recreate.go oldPodsRunning',
		cluster: { kubelet: { stopMs: 20_000 } },
		make: [web({ replicas: 2, strategy: { type: 'Recreate' } })],
		after: [[10, update('2')]],
		wait: 15,
		sees: pods,
		is: ['web-*-* nginx:1.25 Terminating', 'web-*-* nginx:1.25 Terminating'],
	},
	{
		cause: 'Recreate, when they are',
		source: 'deployment/recreate.go rolloutRecreate',
		cluster: { kubelet: { stopMs: 20_000 } },
		make: [web({ replicas: 2, strategy: { type: 'Recreate' } })],
		after: [[10, update('2')]],
		wait: 25,
		sees: (cluster) => [pods(cluster), told(cluster).slice(1)],
		is: [
			['web-*-* nginx:2 Running', 'web-*-* nginx:2 Running'],
			['Scaled down replica set web-* from 2 to 0', 'Scaled up replica set web-* from 0 to 2'],
		],
	},
	{
		cause: 'not yet out of time',
		source: 'deployment/util/deployment_util.go DeploymentTimedOut',
		cluster: BAD,
		make: [web({ replicas: 1, progressDeadlineSeconds: 30 })],
		after: [[10, update('bad')]],
		wait: 29,
		sees: (cluster) => ofWeb(cluster)[1],
		is: 'Progressing=True ReplicaSetUpdated: ReplicaSet "web-*" is progressing.',
	},
	{
		cause: 'the progress deadline',
		source: 'deployment/progress.go syncRolloutStatus, requeueStuckDeployment',
		cluster: BAD,
		make: [web({ replicas: 1, progressDeadlineSeconds: 30 })],
		after: [[10, update('bad')]],
		wait: 34,
		sees: ofWeb,
		is: [DONE[0], 'Progressing=False ProgressDeadlineExceeded: ReplicaSet "web-*" has timed out progressing.'],
	},
	{
		cause: 'out of time, then repaired',
		source: 'deployment/progress.go syncRolloutStatus: DeploymentComplete',
		cluster: BAD,
		make: [web({ replicas: 1, progressDeadlineSeconds: 30 })],
		after: [
			[10, update('bad')],
			[60, update('2')],
		],
		wait: 10,
		sees: (cluster) => [ofWeb(cluster), sets(cluster)],
		is: [DONE, ['1 nginx:1.25 ×0', '2 nginx:bad ×0', '3 nginx:2 ×1']],
	},
	{
		cause: 'minReadySeconds: ready at once, available later',
		source: 'pkg/api/v1/pod/util.go IsPodAvailable',
		make: [web({ replicas: 2, minReadySeconds: 20 })],
		wait: 10,
		sees: counts,
		is: '2 updated 2 ready 2 available 0 unavailable 2 terminating 0',
	},
	{
		cause: 'minReadySeconds, when they have passed',
		source: 'replicaset/replica_set.go syncReplicaSet: minReadySeconds',
		make: [web({ replicas: 2, minReadySeconds: 20 })],
		wait: 23,
		sees: counts,
		is: '2 updated 2 ready 2 available 2 unavailable 0 terminating 0',
	},
	{
		cause: 'Pods on their way out are counted',
		source: 'deployment/sync.go calculateStatus: DeploymentReplicaSetTerminatingReplicas',
		cluster: { kubelet: { stopMs: 20_000 } },
		make: [web({ replicas: 3 })],
		after: [[10, (cluster) => cluster.patch(DEPLOYMENTS, 'web', { spec: { replicas: 1 } })]],
		wait: 5,
		sees: counts,
		is: '1 updated 1 ready 1 available 1 unavailable 0 terminating 2',
	},
];

const HISTORY: readonly Row[] = [
	{
		cause: 'back to the first template: its replica set is found again under a new number',
		source: 'deployment/sync.go getNewReplicaSet; deployment/util SetNewReplicaSetAnnotations',
		make: [web({ replicas: 1 })],
		after: [
			[10, update('2')],
			[10, update('1.25')],
		],
		wait: 10,
		sees: (cluster) => [
			sets(cluster),
			cluster
				.list(REPLICA_SETS)
				.flatMap((each) => each.metadata.annotations?.['deployment.kubernetes.io/revision-history'] ?? []),
			cluster.get(DEPLOYMENTS, 'web').metadata.annotations?.['deployment.kubernetes.io/revision'],
		],
		is: [['2 nginx:2 ×0', '3 nginx:1.25 ×1'], ['1'], '3'],
	},
	{
		cause: 'a history of one',
		source: 'deployment/sync.go cleanupDeployment',
		make: [web({ replicas: 1, revisionHistoryLimit: 1 })],
		after: [
			[10, update('2')],
			[10, update('3')],
			[10, update('4')],
		],
		wait: 10,
		sees: sets,
		is: ['3 nginx:3 ×0', '4 nginx:4 ×1'],
	},
	{
		cause: 'paused: a new template waits',
		source: 'deployment/sync.go checkPausedConditions, sync',
		make: [web({ replicas: 1 })],
		after: [
			[10, (cluster) => cluster.patch(DEPLOYMENTS, 'web', { spec: { paused: true } })],
			[5, update('2')],
		],
		wait: 30,
		sees: (cluster) => [sets(cluster), ofWeb(cluster)],
		is: [['1 nginx:1.25 ×1'], [DONE[0], 'Progressing=Unknown DeploymentPaused: Deployment is paused']],
	},
	{
		cause: 'paused: it scales nevertheless',
		source: 'deployment/deployment_controller.go syncDeployment: Spec.Paused',
		make: [web({ replicas: 1, paused: true })],
		after: [[5, (cluster) => cluster.patch(DEPLOYMENTS, 'web', { spec: { replicas: 3 } })]],
		wait: 10,
		// Without a replica set there is nothing to scale.
		sees: (cluster) => [sets(cluster), podNames(cluster)],
		is: [[], []],
	},
	{
		cause: 'resumed, it rolls out all that has changed meanwhile, once',
		source: 'deployment/sync.go checkPausedConditions: DeploymentResumed',
		make: [web({ replicas: 1 })],
		after: [
			[10, (cluster) => cluster.patch(DEPLOYMENTS, 'web', { spec: { paused: true } })],
			[5, update('2')],
			[5, update('3')],
			[5, (cluster) => cluster.patch(DEPLOYMENTS, 'web', { spec: { paused: false } })],
		],
		wait: 20,
		sees: (cluster) => [sets(cluster), ofWeb(cluster)],
		is: [['1 nginx:1.25 ×0', '2 nginx:3 ×1'], DONE],
	},
	{
		cause: 'scaled in the middle of a rollout that is stuck: both get their share',
		source: 'deployment/util/deployment_util.go GetReplicaSetProportion',
		cluster: BAD,
		make: [web({ replicas: 10, ...rolling(3, 2) })],
		after: [
			[10, update('bad')],
			[30, (cluster) => cluster.patch(DEPLOYMENTS, 'web', { spec: { replicas: 15 } })],
		],
		wait: 30,
		sees: sets,
		is: ['1 nginx:1.25 ×11', '2 nginx:bad ×7'],
	},
	{
		cause: 'rollout restart: the annotation makes a new template',
		source: 'deployment/util/deployment_util.go EqualIgnoreHash',
		make: [web({ replicas: 1 })],
		after: [
			[
				10,
				(cluster) =>
					cluster.patch(DEPLOYMENTS, 'web', {
						spec: { template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': 'now' } } } },
					}),
			],
		],
		wait: 10,
		sees: sets,
		is: ['1 nginx:1.25 ×0', '2 nginx:1.25 ×1'],
	},
	{
		cause: 'a replica set of somebody else has the name: the hash is made anew',
		source: 'deployment/sync.go getNewReplicaSet: collisionCount',
		make: [web({ replicas: 1 })],
		after: [
			[
				5,
				(cluster) => {
					const [first] = cluster.list(REPLICA_SETS);
					const name = first?.metadata.name ?? '';
					cluster.delete(DEPLOYMENTS, 'web', { propagationPolicy: 'Background' });
					cluster.run(5);
					cluster.create(REPLICA_SETS, { ...workload('other'), ...meta(name) });
					cluster.create(DEPLOYMENTS, workload('web', { replicas: 1 }));
				},
			],
		],
		wait: 10,
		sees: (cluster) => [cluster.get(DEPLOYMENTS, 'web').status.collisionCount, cluster.list(REPLICA_SETS).length],
		is: [1, 2],
	},
	{
		cause: 'Pods are refused: the Deployment says why',
		source: 'deployment/sync.go: ReplicaFailure; replicaset/replica_set_utils.go calculateStatus',
		make: [web({ replicas: 1 }, { serviceAccountName: 'nobody' })],
		wait: 5,
		sees: (cluster) => [ofWeb(cluster).at(-1), starred(events(cluster, 'ReplicaSet')[0]?.replace(/ x\d+$/, '') ?? '')],
		is: [
			'ReplicaFailure=True FailedCreate: pods "web-*-" is forbidden: error looking up service account default/nobody: serviceaccount "nobody" not found',
			'FailedCreate: Error creating: pods "web-*-" is forbidden: error looking up service account default/nobody: serviceaccount "nobody" not found',
		],
	},
	{
		cause: 'deleted with its dependents left, and made again: it takes them back',
		source: 'controller_ref_manager.go ClaimReplicaSets',
		make: [web({ replicas: 2 })],
		after: [
			[5, (cluster) => cluster.delete(DEPLOYMENTS, 'web', { propagationPolicy: 'Orphan' })],
			[5, (cluster) => void cluster.create(DEPLOYMENTS, workload('web', { replicas: 2 }))],
		],
		wait: 5,
		sees: (cluster) => [
			sets(cluster),
			podNames(cluster).length,
			cluster.list(REPLICA_SETS)[0]?.metadata.ownerReferences?.[0]?.uid ===
				cluster.get(DEPLOYMENTS, 'web').metadata.uid,
		],
		is: [['1 nginx:1.25 ×2'], 2, true],
	},
];

export const DEPLOYMENT_ROWS: readonly Row[] = [...ROLLOUTS, ...HISTORY];
