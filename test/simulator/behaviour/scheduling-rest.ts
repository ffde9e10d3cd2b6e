import { NODES, PODS } from '../../../simulator/controllers/resources.ts';
import { POD_DISRUPTION_BUDGETS, STORAGE_CLASSES } from '../../../simulator/scheduler/resources.ts';
import {
	asks,
	claim,
	classes,
	fill,
	HOST,
	NO_HELP,
	NO_VICTIMS,
	place,
	type Row,
	spread,
	TAINTED,
	USES_CLAIM,
	volume,
	WEB,
	ZONE,
	zones,
} from './scheduling-cluster.ts';

export const OTHER_ROWS: readonly Row[] = [
	// PodTopologySpread
	{
		cause: 'spread: the fuller domain is closed',
		source: 'plugins/podtopologyspread filtering.go',
		before: (c) => place(c, 'a', { nodeSelector: { [HOST]: 'node01' } }, WEB),
		labels: WEB,
		pod: spread(),
		on: 'node02',
	},
	{
		cause: 'spread: nothing left',
		source: 'plugins/podtopologyspread filtering.go',
		before: (c) => {
			place(c, 'a', { nodeSelector: { [HOST]: 'node01' } }, WEB);
			c.patch(NODES, 'node02', { spec: { unschedulable: true } });
			c.run(0.1);
		},
		labels: WEB,
		pod: spread({ nodeTaintsPolicy: 'Ignore' }),
		why: `1 node(s) didn't match pod topology spread constraints, ${TAINTED}, 1 node(s) were unschedulable`,
		preemption: '1 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling',
	},
	{
		cause: 'spread: nodes without the label',
		source: 'plugins/podtopologyspread ErrReasonNodeLabelNotMatch',
		labels: WEB,
		pod: spread({ topologyKey: ZONE }),
		why: `${TAINTED}, 2 node(s) didn't match pod topology spread constraints (missing required label)`,
		preemption: NO_HELP,
	},
	{
		cause: 'spread: minDomains makes the least count 0',
		source: 'plugins/podtopologyspread minMatchNum',
		before: (c) => {
			zones(c);
			for (const n of ['node01', 'node02']) place(c, `a-${n}`, { nodeSelector: { [HOST]: n } }, WEB);
		},
		labels: WEB,
		pod: spread({ topologyKey: ZONE, minDomains: 3 }),
		why: `${TAINTED}, 2 node(s) didn't match pod topology spread constraints`,
		preemption: NO_VICTIMS,
	},
	{
		cause: 'spread: the tainted node counts as a domain by default',
		source: 'plugins/podtopologyspread nodeTaintsPolicy',
		before: (c) => {
			for (const n of ['node01', 'node02']) place(c, `a-${n}`, { nodeSelector: { [HOST]: n } }, WEB);
		},
		labels: WEB,
		pod: spread({ nodeTaintsPolicy: 'Ignore' }),
		why: `${TAINTED}, 2 node(s) didn't match pod topology spread constraints`,
		preemption: NO_VICTIMS,
	},
	{
		cause: 'spread: matchLabelKeys look at one revision',
		source: 'pkg/registry/core/pod strategy applyMatchLabelKeys',
		before: (c) => place(c, 'a', { nodeSelector: { [HOST]: 'node01' } }, { ...WEB, rev: '1' }),
		labels: { ...WEB, rev: '2' },
		pod: { ...spread({ matchLabelKeys: ['rev'] }), nodeSelector: { [HOST]: 'node01' } },
		on: 'node01',
	},
	{
		cause: 'spread: ScheduleAnyway only prefers',
		source: 'plugins/podtopologyspread scoring.go',
		before: (c) => place(c, 'a', { nodeSelector: { [HOST]: 'node01' } }, WEB),
		labels: WEB,
		pod: spread({ whenUnsatisfiable: 'ScheduleAnyway' }),
		on: 'node02',
	},
	// Volumes
	{
		cause: 'a claim that is not there',
		source: 'plugins/volumebinding PreFilter',
		pod: USES_CLAIM,
		why: 'persistentvolumeclaim "data" not found',
		preemption: 'not found',
	},
	{
		cause: 'a claim that no volume suits',
		source: 'plugins/volumebinding PreFilter',
		before: (c) => claim(c, { storageClassName: '' }),
		pod: USES_CLAIM,
		why: 'pod has unbound immediate PersistentVolumeClaims',
		preemption: 'not found',
	},
	{
		cause: 'a claim of a class that waits, and nobody to make a volume',
		source: 'plugins/volumebinding FindPodVolumes',
		before: (c) => {
			c.create(STORAGE_CLASSES, {
				metadata: { name: 'local' },
				provisioner: 'kubernetes.io/no-provisioner',
				volumeBindingMode: 'WaitForFirstConsumer',
			});
			claim(c, { storageClassName: 'local' });
		},
		pod: USES_CLAIM,
		why: `${TAINTED}, 2 node(s) didn't find available persistent volumes to bind`,
		preemption: NO_HELP,
	},
	{
		cause: 'a volume of one node',
		source: 'plugins/volumebinding',
		before: (c) =>
			volume(
				c,
				['ReadWriteOnce'],
				{},
				{
					required: { nodeSelectorTerms: [{ matchExpressions: [{ key: HOST, operator: 'In', values: ['node02'] }] }] },
				},
			),
		pod: USES_CLAIM,
		on: 'node02',
	},
	{
		cause: 'a volume of a node that is not there',
		source: 'plugins/volumebinding ErrReasonNodeConflict',
		before: (c) =>
			volume(
				c,
				['ReadWriteOnce'],
				{},
				{
					required: { nodeSelectorTerms: [{ matchExpressions: [{ key: HOST, operator: 'In', values: ['node09'] }] }] },
				},
			),
		pod: USES_CLAIM,
		why: `${TAINTED}, 2 node(s) didn't match PersistentVolume's node affinity`,
		preemption: NO_HELP,
	},
	{
		cause: 'ReadWriteOncePod: one Pod only',
		source: 'plugins/volumerestrictions ErrReasonReadWriteOncePodConflict',
		before: (c) => {
			volume(c, ['ReadWriteOncePod']);
			place(c, 'first', USES_CLAIM);
		},
		pod: USES_CLAIM,
		why: `${TAINTED}, 2 node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode`,
		preemption: NO_VICTIMS,
		next: [(c) => c.delete(PODS, 'first'), 8, 'any'],
	},
	{
		cause: 'ReadWriteOnce: two Pods, wherever',
		source: 'plugins/volumerestrictions',
		before: (c) => {
			volume(c, ['ReadWriteOnce']);
			place(c, 'first', USES_CLAIM);
		},
		pod: USES_CLAIM,
		on: ['node01', 'node02'],
	},
	{
		cause: 'a volume of a zone',
		source: 'plugins/volumezone',
		before: (c) => {
			zones(c);
			volume(c, ['ReadWriteOnce'], { [ZONE]: 'b' });
		},
		pod: USES_CLAIM,
		on: 'node02',
	},
	{
		cause: 'a volume of a zone without nodes',
		source: 'plugins/volumezone ErrReasonConflict',
		before: (c) => {
			zones(c);
			volume(c, ['ReadWriteOnce'], { [ZONE]: 'c' });
		},
		pod: USES_CLAIM,
		why: `${TAINTED}, 2 node(s) had no available volume zone`,
		preemption: NO_HELP,
	},
	// Preemption
	{
		cause: 'a more important Pod',
		source: 'framework/preemption',
		before: (c) => {
			classes(c);
			fill(c);
			c.run(3);
		},
		pod: { ...asks({ cpu: '1500m' }), priorityClassName: 'high' },
		why: `${TAINTED}, 2 Insufficient cpu`,
		preemption: '',
		next: [() => undefined, 4, 'any'],
	},
	{
		cause: 'one that does not preempt',
		source: 'defaultpreemption PodEligibleToPreemptOthers',
		before: (c) => {
			classes(c);
			fill(c);
		},
		pod: { ...asks({ cpu: '1500m' }), priorityClassName: 'polite' },
		why: `${TAINTED}, 2 Insufficient cpu`,
		preemption: 'not eligible due to preemptionPolicy=Never.',
	},
	{
		cause: 'a budget turns the choice to the other node',
		source: 'framework/preemption pickOneNodeForPreemption',
		before: (c) => {
			classes(c);
			fill(c);
			c.create(POD_DISRUPTION_BUDGETS, {
				metadata: { name: 'b', namespace: 'default' },
				spec: { minAvailable: 1, selector: { matchLabels: { guarded: 'yes' } } },
			});
			c.patch(PODS, 'on-node01', { metadata: { labels: { guarded: 'yes' } } });
			c.run(0.1);
		},
		pod: { ...asks({ cpu: '1500m' }), priorityClassName: 'high' },
		why: `${TAINTED}, 2 Insufficient cpu`,
		preemption: '',
		next: [() => undefined, 4, 'node02'],
	},
	// Queue and gates
	{
		cause: 'a gate',
		source: 'plugins/schedulinggates',
		pod: { schedulingGates: [{ name: 'a/b' }] },
		next: [(c) => c.patch(PODS, 'web', { spec: { schedulingGates: [] } }), 1, 'any'],
	},
	{
		cause: 'a scheduler that is not there',
		source: 'eventhandlers.go responsibleForPod',
		pod: { schedulerName: 'mine' },
		next: [(c) => c.run(400), 1, undefined],
	},
	{
		cause: 'the scheduler is down, and comes back',
		source: 'cmd/kube-scheduler',
		before: (c) => c.scheduler?.stop(),
		next: [(c) => c.startScheduler(), 1, 'any'],
	},
];
