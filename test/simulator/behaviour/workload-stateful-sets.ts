import type { Pod } from '../../../simulator/api/core/types/pod.ts';
import { PERSISTENT_VOLUME_CLAIMS, PODS, STATEFUL_SETS } from '../../../simulator/controllers/resources.ts';
import { type TestCluster, template } from '../../support/cluster/test-cluster.ts';
import { events, image, podNames, pods, type Row, workload } from './workload-row.ts';

const db = (spec: object = {}): Row['make'][number] => [
	STATEFUL_SETS,
	workload('db', { serviceName: 'db', replicas: 3, ...spec }),
];
const update = (tag: string) => (cluster: TestCluster) => void cluster.patch(STATEFUL_SETS, 'db', image(tag));
const resize = (replicas: number) => (cluster: TestCluster) =>
	void cluster.patch(STATEFUL_SETS, 'db', { spec: { replicas } });
const BAD = { kubelet: { neverReady: (pod: Pod) => pod.spec.containers[0]?.image === 'nginx:bad' } };
const BROKEN = { containers: [{ name: 'nginx', image: 'nginx:bad' }] };
const SLOW_END = { kubelet: { stopMs: 10_000 } };
const CLAIMS = {
	volumeClaimTemplates: [
		{
			metadata: { name: 'data' },
			spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
		},
	],
};
const PARALLEL = { podManagementPolicy: 'Parallel' };
const rolling = (rollingUpdate: object): object => ({ updateStrategy: { type: 'RollingUpdate', rollingUpdate } });
const claims = (cluster: TestCluster): string[] =>
	cluster
		.list(PERSISTENT_VOLUME_CLAIMS)
		.map(({ metadata: { name, ownerReferences = [] } }) =>
			[name, ...ownerReferences.map((owner) => `${owner.kind}/${owner.name}`)].join(' '),
		);

function counts(cluster: TestCluster): string {
	const status = cluster.get(STATEFUL_SETS, 'db').status;
	const { replicas, readyReplicas = 0, currentReplicas = 0, updatedReplicas = 0, availableReplicas } = status;
	const same = status.currentRevision === status.updateRevision ? 'one revision' : 'two revisions';
	return `${replicas} ready ${readyReplicas} current ${currentReplicas} updated ${updatedReplicas} available ${availableReplicas} ${same}`;
}

/** Pods are only as volumes are when nobody mounts them: claims are made, and their Pods wait to be placed. */
const UNPLACED = { scheduler: false };

const STATEFUL: readonly Row[] = [
	{
		cause: 'one after the other, each when those before it serve',
		source: 'statefulset/stateful_set_control.go processReplica: monotonic',
		make: [db()],
		wait: 1.5,
		sees: pods,
		is: ['db-0 nginx:1.25 Running', 'db-1 nginx:1.25 Pending'],
	},
	{
		cause: 'one that does not serve holds up those after it',
		source: 'statefulset/stateful_set_control.go processReplica: isRunningAndReady',
		cluster: { kubelet: { neverReady: ({ metadata }) => metadata.name === 'db-1' } },
		make: [db()],
		wait: 600,
		sees: (cluster) => [podNames(cluster), counts(cluster)],
		is: [['db-0', 'db-1'], '2 ready 1 current 2 updated 2 available 1 one revision'],
	},
	{
		cause: 'Parallel: all at once',
		source: 'statefulset/stateful_set_control.go allowsBurst',
		make: [db(PARALLEL)],
		wait: 0.5,
		sees: podNames,
		is: ['db-0', 'db-1', 'db-2'],
	},
	{
		cause: 'minReadySeconds hold up the next one',
		source: 'statefulset/stateful_set_control.go processReplica: isRunningAndAvailable',
		make: [db({ minReadySeconds: 30 })],
		wait: 20,
		sees: (cluster) => [podNames(cluster), counts(cluster)],
		is: [['db-0'], '1 ready 1 current 1 updated 1 available 0 one revision'],
	},
	{
		cause: 'ordinals that start at five',
		source: 'statefulset/stateful_set_utils.go getStartOrdinal',
		make: [db({ replicas: 2, ordinals: { start: 5 } })],
		wait: 10,
		sees: podNames,
		is: ['db-5', 'db-6'],
	},
	{
		cause: 'ordinals that start later: Pods before go from the last, when the new ones serve',
		source: 'statefulset/stateful_set_utils.go podInOrdinalRange',
		make: [db({ replicas: 2 })],
		after: [[10, (cluster) => void cluster.patch(STATEFUL_SETS, 'db', { spec: { ordinals: { start: 1 } } })]],
		wait: 10,
		sees: podNames,
		is: ['db-1', 'db-2'],
	},
	{
		cause: 'fewer: from the last, each when the one after it is gone',
		source: 'statefulset/stateful_set_control.go processCondemned',
		cluster: SLOW_END,
		make: [db()],
		after: [[10, resize(1)]],
		wait: 15,
		sees: (cluster) => [pods(cluster), events(cluster, 'StatefulSet').slice(3)],
		is: [
			['db-0 nginx:1.25 Running', 'db-1 nginx:1.25 Terminating'],
			[
				'SuccessfulDelete: delete Pod db-2 in StatefulSet db successful',
				'SuccessfulDelete: delete Pod db-1 in StatefulSet db successful',
			],
		],
	},
	{
		cause: 'Parallel, fewer: all at once',
		source: 'statefulset/stateful_set_control.go processCondemned: !monotonic',
		cluster: SLOW_END,
		make: [db(PARALLEL)],
		after: [[10, resize(1)]],
		wait: 1,
		sees: pods,
		is: ['db-0 nginx:1.25 Running', 'db-1 nginx:1.25 Terminating', 'db-2 nginx:1.25 Terminating'],
	},
	{
		cause: 'a Pod that is deleted comes back under its name',
		source: 'statefulset/stateful_set_control.go processReplica: isCreated',
		make: [db()],
		after: [[10, (cluster) => cluster.delete(PODS, 'db-1')]],
		wait: 5,
		sees: pods,
		is: ['db-0 nginx:1.25 Running', 'db-1 nginx:1.25 Running', 'db-2 nginx:1.25 Running'],
	},
	{
		cause: 'a Pod that has failed is deleted and made again',
		source: 'statefulset/stateful_set_control.go processReplica: isFailed',
		make: [db({ replicas: 1 })],
		after: [[10, (cluster) => void cluster.patch(PODS, 'db-0', { status: { phase: 'Failed' } }, 'status')]],
		wait: 5,
		sees: (cluster) => [pods(cluster), events(cluster, 'StatefulSet')],
		is: [
			['db-0 nginx:1.25 Running'],
			[
				'SuccessfulCreate: create Pod db-0 in StatefulSet db successful x2',
				'SuccessfulDelete: delete Pod db-0 in StatefulSet db successful',
			],
		],
	},
	{
		cause: 'what each Pod is told of itself',
		source: 'statefulset/stateful_set_utils.go updateIdentity, initIdentity',
		make: [db({ replicas: 1 })],
		wait: 5,
		sees: (cluster) => {
			const { metadata, spec } = cluster.get(PODS, 'db-0');
			const { 'controller-revision-hash': _revision, ...labels } = metadata.labels ?? {};
			return [labels, spec.hostname, spec.subdomain];
		},
		is: [
			{ app: 'db', 'statefulset.kubernetes.io/pod-name': 'db-0', 'apps.kubernetes.io/pod-index': '0' },
			'db-0',
			'db',
		],
	},
];

const ROLLING: readonly Row[] = [
	{
		cause: 'a new template: from the last, one at a time',
		source: 'statefulset/stateful_set_control.go updateStatefulSetAfterInvariantEstablished',
		make: [db()],
		after: [[10, update('2')]],
		wait: 1.8,
		sees: (cluster) => [pods(cluster), counts(cluster)],
		is: [
			['db-0 nginx:1.25 Running', 'db-1 nginx:1.25 Terminating', 'db-2 nginx:2 Running'],
			'3 ready 3 current 1 updated 1 available 3 two revisions',
		],
	},
	{
		cause: 'rolled out, the revisions are one again',
		source: 'statefulset/stateful_set_utils.go completeRollingUpdate',
		make: [db()],
		after: [[10, update('2')]],
		wait: 20,
		sees: counts,
		is: '3 ready 3 current 3 updated 3 available 3 one revision',
	},
	{
		cause: 'maxUnavailable: two at a time',
		source:
			'statefulset/stateful_set_control.go updateStatefulSetAfterInvariantEstablished; MaxUnavailableStatefulSet (beta, on)',
		make: [db({ replicas: 4, ...rolling({ maxUnavailable: 2 }) })],
		after: [[15, update('2')]],
		wait: 0.2,
		sees: pods,
		is: [
			'db-0 nginx:1.25 Running',
			'db-1 nginx:1.25 Running',
			'db-2 nginx:1.25 Terminating',
			'db-3 nginx:1.25 Terminating',
		],
	},
	{
		cause: 'maxUnavailable of half rounds down, but not to none',
		source: 'statefulset/stateful_set_utils.go getStatefulSetMaxUnavailable',
		make: [db({ ...rolling({ maxUnavailable: '20%' }) })],
		after: [[15, update('2')]],
		wait: 0.2,
		sees: (cluster) => pods(cluster).filter((text) => text.endsWith('Terminating')),
		is: ['db-2 nginx:1.25 Terminating'],
	},
	{
		cause: 'a partition of two: the first two stay',
		source: 'statefulset/stateful_set_control.go: updateMin',
		make: [db(rolling({ partition: 2 }))],
		after: [[10, update('2')]],
		wait: 30,
		sees: (cluster) => [pods(cluster), counts(cluster)],
		is: [
			['db-0 nginx:1.25 Running', 'db-1 nginx:1.25 Running', 'db-2 nginx:2 Running'],
			'3 ready 3 current 2 updated 1 available 3 two revisions',
		],
	},
	{
		cause: 'below the partition a Pod comes back with the old template',
		source: 'statefulset/stateful_set_utils.go newVersionedStatefulSetPod',
		make: [db(rolling({ partition: 2 }))],
		after: [
			[10, update('2')],
			[20, (cluster) => cluster.delete(PODS, 'db-0')],
		],
		wait: 10,
		sees: (cluster) => pods(cluster)[0],
		is: 'db-0 nginx:1.25 Running',
	},
	{
		cause: 'a broken update stops at the first Pod',
		source: 'statefulset/stateful_set_control.go processReplica: isRunningAndReady',
		cluster: BAD,
		make: [db()],
		after: [[10, update('bad')]],
		wait: 600,
		sees: pods,
		is: ['db-0 nginx:1.25 Running', 'db-1 nginx:1.25 Running', 'db-2 nginx:bad Running'],
	},
	{
		cause: 'and repairing the template does not help: the broken Pod stays (forced rollback)',
		source: 'statefulset/stateful_set_control.go; kubernetes.io StatefulSets: Forced rollback',
		cluster: BAD,
		make: [db()],
		after: [
			[10, update('bad')],
			[60, update('1.25')],
		],
		wait: 600,
		sees: (cluster) => pods(cluster)[2],
		is: 'db-2 nginx:bad Running',
	},
	{
		cause: 'until somebody deletes it',
		source: 'kubernetes.io StatefulSets: Forced rollback',
		cluster: BAD,
		make: [db()],
		after: [
			[10, update('bad')],
			[60, update('1.25')],
			[60, (cluster) => cluster.delete(PODS, 'db-2')],
		],
		wait: 10,
		sees: (cluster) => [pods(cluster)[2], counts(cluster)],
		is: ['db-2 nginx:1.25 Running', '3 ready 3 current 3 updated 3 available 3 one revision'],
	},
	{
		cause: 'v1.35.0: Parallel hangs too while as many are broken as may be missing',
		source:
			'kubernetes/kubernetes issue "StatefulSet pod revisions not updated when MaxUnavailableStatefulSet enabled"',
		cluster: BAD,
		make: [
			[
				STATEFUL_SETS,
				workload('db', { serviceName: 'db', ...PARALLEL, replicas: 1, template: template('db', BROKEN) }),
			],
		],
		after: [[10, update('2')]],
		wait: 600,
		sees: pods,
		is: ['db-0 nginx:bad Running'],
	},
	{
		cause: 'OnDelete: a Pod is new when it has been deleted',
		source: 'statefulset/stateful_set_control.go: OnDeleteStatefulSetStrategyType',
		make: [db({ updateStrategy: { type: 'OnDelete' } })],
		after: [
			[10, update('2')],
			[10, (cluster) => cluster.delete(PODS, 'db-0')],
		],
		wait: 10,
		sees: pods,
		is: ['db-0 nginx:2 Running', 'db-1 nginx:1.25 Running', 'db-2 nginx:1.25 Running'],
	},
];

const RETAINED: readonly Row[] = [
	{
		cause: 'each Pod has a claim of its own, which is told',
		source: 'statefulset/stateful_pod_control.go createPersistentVolumeClaims, recordClaimEvent',
		cluster: UNPLACED,
		make: [db({ replicas: 1, ...CLAIMS })],
		wait: 5,
		sees: (cluster) => [claims(cluster), cluster.get(PODS, 'db-0').spec.volumes?.[0], events(cluster, 'StatefulSet')],
		is: [
			['data-db-0'],
			{ name: 'data', persistentVolumeClaim: { claimName: 'data-db-0' } },
			[
				'SuccessfulCreate: create Claim data-db-0 Pod db-0 in StatefulSet db success',
				'SuccessfulCreate: create Pod db-0 in StatefulSet db successful',
			],
		],
	},
	{
		cause: 'claims outlive the Pods that are scaled away',
		source: 'statefulset/stateful_set_utils.go: RetainPersistentVolumeClaimRetentionPolicyType',
		cluster: UNPLACED,
		make: [db({ ...CLAIMS, ...PARALLEL })],
		after: [[5, resize(1)]],
		wait: 10,
		sees: (cluster) => [podNames(cluster), claims(cluster)],
		is: [['db-0'], ['data-db-0', 'data-db-1', 'data-db-2']],
	},
	{
		cause: 'whenScaled Delete: they go with their Pods',
		source: 'statefulset/stateful_set_utils.go updateClaimOwnerRefForSetAndPod',
		cluster: UNPLACED,
		make: [db({ ...CLAIMS, ...PARALLEL, persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete' } })],
		after: [[5, resize(1)]],
		wait: 10,
		sees: (cluster) => [podNames(cluster), claims(cluster)],
		is: [['db-0'], ['data-db-0']],
	},
	{
		cause: 'whenDeleted Delete: they are the set’s',
		source: 'statefulset/stateful_set_utils.go updateClaimOwnerRefForSetAndPod',
		cluster: UNPLACED,
		make: [
			db({ ...PARALLEL, replicas: 1, ...CLAIMS, persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete' } }),
		],
		wait: 5,
		sees: claims,
		is: ['data-db-0 StatefulSet/db'],
	},
	{
		cause: 'and go with it',
		source: 'garbagecollector/garbagecollector.go attemptToDeleteItem',
		cluster: UNPLACED,
		make: [
			db({ ...PARALLEL, replicas: 1, ...CLAIMS, persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete' } }),
		],
		after: [[5, (cluster) => cluster.delete(STATEFUL_SETS, 'db')]],
		wait: 10,
		sees: (cluster) => [podNames(cluster), claims(cluster)],
		is: [[], []],
	},
	{
		cause: 'Retain: a deleted set leaves its claims',
		source: 'statefulset/stateful_set_utils.go updateClaimOwnerRefForSetAndPod',
		cluster: UNPLACED,
		make: [db({ replicas: 1, ...CLAIMS })],
		after: [[5, (cluster) => cluster.delete(STATEFUL_SETS, 'db')]],
		wait: 10,
		sees: (cluster) => [podNames(cluster), claims(cluster)],
		is: [[], ['data-db-0']],
	},
];

export const STATEFUL_SET_ROWS: readonly Row[] = [...STATEFUL, ...ROLLING, ...RETAINED];
