import { PODS } from '../../../simulator/controllers/resources.ts';
import { CSI_NODES, NAMESPACES, POD_DISRUPTION_BUDGETS } from '../../../simulator/scheduler/resources.ts';
import { EVENTS, PRIORITY_CLASSES, type TestCluster } from '../../support/cluster/test-cluster.ts';
import { asks, claim, HOST, place, required, USES_CLAIM, WEB } from './scheduling-cluster.ts';

/** What is so before, what comes, and what somebody then sees. */
export interface SeenRow {
	readonly cause: string;
	/** Of upstream v1.35, below pkg/scheduler unless it says otherwise. */
	readonly source: string;
	readonly before: (cluster: TestCluster) => void;
	readonly pod: object;
	readonly seconds: number;
	readonly seen: (cluster: TestCluster) => unknown;
	readonly told: unknown;
}

const priorities = (c: TestCluster, ...values: number[]): void => {
	for (const value of values) c.create(PRIORITY_CLASSES, { metadata: { name: `p${value}` }, value });
};
const at = (node: string, cpu: string, value: number, extra: object = {}): object => ({
	...asks({ cpu }),
	nodeSelector: { [HOST]: node },
	...(value === 0 ? {} : { priorityClassName: `p${value}` }),
	...extra,
});
const left = (c: TestCluster): string[] =>
	c
		.list(PODS)
		.filter(({ metadata }) => metadata.deletionTimestamp === undefined)
		.map(({ metadata }) => metadata.name)
		.sort();
const LONG = { terminationGracePeriodSeconds: 30 };

export const PREEMPTION_ROWS: readonly SeenRow[] = [
	{
		cause: 'the node whose most important victim matters least',
		source: 'framework/preemption pickOneNodeForPreemption minHighestPriorityScoreFunc',
		before: (c) => {
			priorities(c, 10, 100, 1000);
			place(c, 'a', at('node01', '1800m', 100));
			place(c, 'b', at('node02', '1800m', 10));
		},
		pod: { ...asks({ cpu: '1' }), priorityClassName: 'p1000' },
		seconds: 5,
		seen: left,
		told: ['a', 'web'],
	},
	{
		cause: 'the fewest victims',
		source: 'framework/preemption pickOneNodeForPreemption minSumPrioritiesScoreFunc',
		before: (c) => {
			priorities(c, 10, 1000);
			place(c, 'a1', at('node01', '900m', 10));
			place(c, 'a2', at('node01', '900m', 10));
			place(c, 'b', at('node02', '1800m', 10));
		},
		pod: { ...asks({ cpu: '1500m' }), priorityClassName: 'p1000' },
		seconds: 5,
		seen: left,
		told: ['a1', 'a2', 'web'],
	},
	{
		cause: 'those that need not go stay, the more important first',
		source: 'plugins/defaultpreemption SelectVictimsOnNode',
		before: (c) => {
			priorities(c, 10, 100, 1000);
			place(c, 'low', at('node01', '900m', 10));
			place(c, 'mid', at('node01', '900m', 100));
			place(c, 'full', at('node02', '1900m', 1000));
		},
		pod: { ...asks({ cpu: '900m' }), priorityClassName: 'p1000' },
		seconds: 5,
		seen: left,
		told: ['full', 'mid', 'web'],
	},
	{
		cause: 'budgets are broken when nothing else helps',
		source: 'plugins/defaultpreemption filterPodsWithPDBViolation',
		before: (c) => {
			priorities(c, 1000);
			place(c, 'a', at('node01', '1800m', 0), WEB);
			place(c, 'b', at('node02', '1800m', 0), WEB);
			c.create(POD_DISRUPTION_BUDGETS, {
				metadata: { name: 'b', namespace: 'default' },
				spec: { minAvailable: 2, selector: { matchLabels: WEB } },
			});
			c.run(1);
		},
		pod: { ...asks({ cpu: '1' }), priorityClassName: 'p1000' },
		seconds: 5,
		seen: (c) => left(c).length,
		told: 2,
	},
	{
		cause: 'equals are left alone',
		source: 'plugins/defaultpreemption SelectVictimsOnNode',
		before: (c) => {
			priorities(c, 10);
			place(c, 'a', at('node01', '1800m', 10));
			place(c, 'b', at('node02', '1800m', 10));
		},
		pod: { ...asks({ cpu: '1' }), priorityClassName: 'p10' },
		seconds: 20,
		seen: left,
		told: ['a', 'b', 'web'],
	},
	{
		cause: 'while its victim ends the Pod waits for the node it is nominated for; the victim says why it goes',
		source: 'framework/preemption prepareCandidate; schedule_one.go handleSchedulingFailure',
		before: (c) => {
			priorities(c, 1000);
			place(c, 'a', at('node01', '1800m', 0, LONG));
			place(c, 'b', at('node02', '1800m', 1000));
			c.run(2);
		},
		pod: { ...asks({ cpu: '1' }), priorityClassName: 'p1000' },
		seconds: 0.5,
		seen: (c) => {
			const web = c.get(PODS, 'web');
			const { conditions = [] } = c.get(PODS, 'a').status;
			const target = conditions.find(({ type }) => type === 'DisruptionTarget');
			const event = c.list(EVENTS).find(({ reason }) => reason === 'Preempted');
			return {
				node: web.spec.nodeName,
				nominated: web.status.nominatedNodeName,
				target: [target?.status, target?.reason, target?.message],
				event: [event?.type, event?.action, event?.involvedObject.name, event?.related?.name],
				said: event?.message === `Preempted by pod ${web.metadata.uid} on node node01`,
			};
		},
		told: {
			node: undefined,
			nominated: 'node01',
			target: ['True', 'PreemptionByScheduler', 'default-scheduler: preempting to accommodate a higher priority pod'],
			event: ['Normal', 'Preempting', 'a', 'web'],
			said: true,
		},
	},
	{
		cause: 'room that is made for a Pod is not counted on by the next one, which makes its own',
		source: 'plugins/defaultpreemption SelectVictimsOnNode',
		before: (c) => {
			priorities(c, 1000);
			for (const name of ['a1', 'a2', 'a3']) place(c, name, at('node01', '600m', 0, LONG));
			place(c, 'b', at('node02', '1900m', 1000));
			c.create(PODS, {
				metadata: { name: 'first', namespace: 'default' },
				spec: { ...asks({ cpu: '900m' }), priorityClassName: 'p1000' } as never,
			});
		},
		pod: { ...asks({ cpu: '900m' }), priorityClassName: 'p1000' },
		seconds: 40,
		seen: (c) => ['first', 'web'].map((name) => c.get(PODS, name).spec.nodeName),
		told: ['node01', 'node01'],
	},
	{
		cause: 'room that is made for a Pod is not given to lesser ones',
		source: 'framework/runtime RunFilterPluginsWithNominatedPods',
		before: (c) => {
			priorities(c, 1000);
			place(c, 'a', at('node01', '1000m', 0, LONG));
			place(c, 'a2', at('node01', '600m', 1000));
			place(c, 'b', at('node02', '1900m', 1000));
			c.run(1);
			c.create(PODS, {
				metadata: { name: 'first', namespace: 'default' },
				spec: { ...asks({ cpu: '1200m' }), priorityClassName: 'p1000' } as never,
			});
			c.run(1);
		},
		pod: asks({ cpu: '300m' }),
		seconds: 5,
		seen: (c) => [c.get(PODS, 'first').status.nominatedNodeName, c.get(PODS, 'web').spec.nodeName],
		told: ['node01', undefined],
	},
	{
		cause: 'a Pod whose anti-affinity is in the way can be preempted',
		source: 'plugins/interpodaffinity filtering.go: unschedulable, not unresolvable',
		before: (c) => {
			priorities(c, 1000);
			for (const n of ['node01', 'node02']) {
				place(c, `a-${n}`, { ...required('podAntiAffinity', 'web'), nodeSelector: { [HOST]: n } });
			}
		},
		pod: { priorityClassName: 'p1000' },
		seconds: 5,
		seen: (c) => [left(c).length, c.get(PODS, 'web').spec.nodeName !== undefined],
		told: [2, true],
	},
	{
		cause: 'anti-affinity to Pods of namespaces that a selector finds',
		source: 'plugins/interpodaffinity GetNamespaceLabelsSnapshot',
		before: (c) => {
			c.create(NAMESPACES, { metadata: { name: 'team', labels: { of: 'team' } } });
			c.run(0.2);
			c.create(PODS, {
				metadata: { name: 'theirs', namespace: 'team', labels: { app: 'db' } },
				spec: { containers: [{ name: 'c', image: 'nginx' }], nodeName: 'node01' } as never,
			});
			c.run(0.2);
		},
		pod: {
			affinity: {
				podAntiAffinity: {
					requiredDuringSchedulingIgnoredDuringExecution: [
						{
							labelSelector: { matchLabels: { app: 'db' } },
							topologyKey: HOST,
							namespaceSelector: { matchLabels: { of: 'team' } },
						},
					],
				},
			},
		},
		seconds: 1,
		seen: (c) => c.get(PODS, 'web').spec.nodeName,
		told: 'node02',
	},
	{
		cause: 'a node takes no more volumes of a driver than it says',
		source: 'plugins/nodevolumelimits csi.go ErrReasonMaxVolumeCountExceeded',
		before: (c) => {
			for (const name of ['node01', 'node02']) {
				c.create(CSI_NODES, {
					metadata: { name },
					spec: {
						drivers: [{ name: 'csi.example.com', nodeID: name, allocatable: { count: name === 'node01' ? 0 : 1 } }],
					},
				} as never);
			}
			csiVolume(c);
		},
		pod: USES_CLAIM,
		seconds: 1,
		seen: (c) => c.get(PODS, 'web').spec.nodeName,
		told: 'node02',
	},
	{
		cause: 'no node takes one more volume of a driver',
		source: 'plugins/nodevolumelimits csi.go ErrReasonMaxVolumeCountExceeded',
		before: (c) => {
			for (const name of ['node01', 'node02']) {
				c.create(CSI_NODES, {
					metadata: { name },
					spec: { drivers: [{ name: 'csi.example.com', nodeID: name, allocatable: { count: 0 } }] },
				} as never);
			}
			csiVolume(c);
		},
		pod: USES_CLAIM,
		seconds: 1,
		seen: (c) =>
			c
				.list(EVENTS)
				.find(({ reason }) => reason === 'FailedScheduling')
				?.message?.split('. ')[0],
		told: '0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) exceed max volume count',
	},
];

function csiVolume(c: TestCluster): void {
	c.create({ group: '', version: 'v1', resource: 'persistentvolumes', kind: 'PersistentVolume', namespaced: false }, {
		metadata: { name: 'pv' },
		spec: {
			capacity: { storage: '1Gi' },
			accessModes: ['ReadWriteOnce'],
			csi: { driver: 'csi.example.com', volumeHandle: 'v1' },
			claimRef: { namespace: 'default', name: 'data' },
		},
	} as never);
	claim(c, { volumeName: 'pv' }, { 'pv.kubernetes.io/bind-completed': 'yes' });
}
