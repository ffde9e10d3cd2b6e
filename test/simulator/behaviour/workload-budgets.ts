import type { Pod } from '../../../simulator/api/core/types/pod.ts';
import {
	POD_DISRUPTION_BUDGETS as BUDGETS,
	DAEMON_SETS,
	DEPLOYMENTS,
	PODS,
	REPLICATION_CONTROLLERS,
	STATEFUL_SETS,
} from '../../../simulator/controllers/resources.ts';
import { type TestCluster, template } from '../../support/cluster/test-cluster.ts';
import { conditions, events, evict, meta, type Row, workload } from './workload-row.ts';

const budget = (spec: object, name = 'web'): Row['make'][number] => [
	BUDGETS,
	{ ...meta(name), spec: { selector: { matchLabels: { app: 'web' } }, ...spec } },
];
const web = (replicas = 3): Row['make'][number] => [DEPLOYMENTS, workload('web', { replicas })];
const first = (cluster: TestCluster): string => cluster.list(PODS)[0]?.metadata.name ?? '';
const evictFirst = (cluster: TestCluster): string => evict(cluster, first(cluster));
const UNREADY = { kubelet: { neverReady: () => true } };
const REFUSED = "Cannot evict pod as it would violate the pod's disruption budget.";

function counts(cluster: TestCluster): string {
	const { status } = cluster.get(BUDGETS, 'web');
	const { currentHealthy, desiredHealthy, disruptionsAllowed, expectedPods } = status;
	return `healthy ${currentHealthy} desired ${desiredHealthy} expected ${expectedPods} allowed ${disruptionsAllowed}`;
}

export const BUDGET_ROWS: readonly Row[] = [
	{
		cause: 'one may be missing, and none is',
		source: 'disruption/disruption.go updatePdbStatus',
		make: [web(), budget({ maxUnavailable: 1 })],
		wait: 5,
		sees: (cluster) => [counts(cluster), conditions(cluster.get(BUDGETS, 'web').status.conditions)],
		is: ['healthy 3 desired 2 expected 3 allowed 1', ['DisruptionAllowed=True SufficientPods: ']],
	},
	{
		cause: 'an eviction that a budget allows',
		source: 'pkg/registry/core/pod/storage/eviction.go',
		cluster: { kubelet: { stopMs: 20_000 } },
		make: [web(), budget({ maxUnavailable: 1 })],
		after: [[5, (cluster) => void evictFirst(cluster)]],
		wait: 0.5,
		sees: (cluster) => [
			counts(cluster),
			conditions(
				cluster
					.list<Pod>(PODS)
					.flatMap(({ status }) => status.conditions ?? [])
					.filter(({ type }) => type === 'DisruptionTarget'),
			),
		],
		is: [
			'healthy 2 desired 2 expected 3 allowed 0',
			['DisruptionTarget=True EvictionByEvictionAPI: Eviction API: evicting'],
		],
	},
	{
		cause: 'a second at once is refused',
		source: 'pkg/registry/core/pod/storage/eviction.go checkAndDecrement',
		make: [web(), budget({ minAvailable: 3 })],
		wait: 5,
		sees: evictFirst,
		is: `${REFUSED} The disruption budget web needs 3 healthy pods and has 3 currently`,
	},
	{
		cause: 'a budget that is newer than its status',
		source: 'pkg/registry/core/pod/storage/eviction.go createTooManyRequestsError',
		make: [web()],
		wait: 5,
		sees: (cluster) => {
			cluster.create(...budget({ maxUnavailable: 1 }));
			return evictFirst(cluster);
		},
		is: `${REFUSED} The disruption budget web is still being processed by the server.`,
	},
	{
		cause: 'two budgets for one Pod',
		source: 'pkg/registry/core/pod/storage/eviction.go getPodDisruptionBudgets',
		make: [web(), budget({ maxUnavailable: 1 }), budget({ maxUnavailable: 1 }, 'other')],
		wait: 5,
		sees: (cluster) => evictFirst(cluster).split(' This')[0],
		is: 'Internal error occurred: This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.'.split(
			' This',
		)[0],
	},
	{
		cause: 'a Pod that does not serve, of too few that do (IfHealthyBudget)',
		source: 'pkg/registry/core/pod/storage/eviction.go: unhealthyPodEvictionPolicy',
		cluster: UNREADY,
		make: [web(), budget({ minAvailable: 2 })],
		wait: 5,
		sees: evictFirst,
		is: `${REFUSED} The disruption budget web needs 2 healthy pods and has 0 currently`,
	},
	{
		cause: 'a Pod that does not serve, AlwaysAllow',
		source: 'pkg/registry/core/pod/storage/eviction.go: AlwaysAllow',
		cluster: UNREADY,
		make: [web(), budget({ minAvailable: 2, unhealthyPodEvictionPolicy: 'AlwaysAllow' })],
		wait: 5,
		sees: evictFirst,
		is: 'evicted',
	},
	{
		cause: 'percentages are of what the controllers want, and round up',
		source: 'disruption/disruption.go getExpectedPodCount',
		make: [web(7), budget({ minAvailable: '50%' })],
		wait: 5,
		sees: counts,
		is: 'healthy 7 desired 4 expected 7 allowed 3',
	},
	{
		cause: 'of a stateful set',
		source: 'disruption/disruption.go getPodStatefulSet',
		make: [
			[STATEFUL_SETS, workload('web', { serviceName: 'web', replicas: 2, podManagementPolicy: 'Parallel' })],
			budget({ maxUnavailable: '50%' }),
		],
		wait: 5,
		sees: counts,
		is: 'healthy 2 desired 1 expected 2 allowed 1',
	},
	{
		cause: 'of a replication controller',
		source: 'disruption/disruption.go getPodReplicationController',
		make: [
			[
				REPLICATION_CONTROLLERS,
				{ ...meta('web'), spec: { replicas: 2, selector: { app: 'web' }, template: template('web') } },
			],
			budget({ maxUnavailable: 1 }),
		],
		wait: 5,
		sees: counts,
		is: 'healthy 2 desired 1 expected 2 allowed 1',
	},
	{
		cause: 'of a daemon set, which has no scale',
		source: 'disruption/disruption.go getScaleController: errors in failSafe',
		make: [[DAEMON_SETS, workload('web')], budget({ maxUnavailable: 1 })],
		wait: 5,
		sees: (cluster) => [
			conditions(cluster.get(BUDGETS, 'web').status.conditions),
			evictFirst(cluster),
			events(cluster, 'PodDisruptionBudget')
				.at(-1)
				?.replace(/ x\d+$/, ''),
		],
		is: [
			['DisruptionAllowed=False SyncFailed: daemonsets.apps does not implement the scale subresource'],
			`${REFUSED} The disruption budget web does not allow evicting pods currently because it failed sync: daemonsets.apps does not implement the scale subresource`,
			'CalculateExpectedPodCountFailed: Failed to calculate the number of expected pods: daemonsets.apps does not implement the scale subresource',
		],
	},
	{
		cause: 'nothing matches',
		source: 'disruption/disruption.go trySync: NoPods',
		make: [budget({ minAvailable: 1 })],
		wait: 5,
		sees: (cluster) => [counts(cluster), evict(cluster, 'nobody')],
		is: ['healthy 0 desired 1 expected 0 allowed 0', 'pods "nobody" not found '],
	},
];
