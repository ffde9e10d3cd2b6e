import { NODES, PODS } from '../../../simulator/controllers/resources.ts';
import {
	asks,
	fill,
	HOST,
	label,
	NO_HELP,
	NO_VICTIMS,
	nodeAffinity,
	place,
	preferNode,
	type Row,
	required,
	TAINTED,
	taint,
	WEB,
	ZONE,
	zones,
} from './scheduling-cluster.ts';

export const NODE_ROWS: readonly Row[] = [
	// NodeResourcesFit: framework/plugins/noderesources/fit.go Fits
	{
		cause: 'more cpu than any node has',
		source: 'plugins/noderesources fit.go',
		pod: asks({ cpu: '3' }),
		why: `${TAINTED}, 2 Insufficient cpu`,
		preemption: NO_HELP,
	},
	{
		cause: 'more memory than any node has',
		source: 'plugins/noderesources fit.go',
		pod: asks({ memory: '5Gi' }),
		why: `${TAINTED}, 2 Insufficient memory`,
		preemption: NO_HELP,
	},
	{
		cause: 'cpu and memory',
		source: 'plugins/noderesources fit.go',
		pod: asks({ cpu: '3', memory: '5Gi' }),
		why: `${TAINTED}, 2 Insufficient cpu, 2 Insufficient memory`,
		preemption: NO_HELP,
	},
	{
		cause: 'ephemeral storage',
		source: 'plugins/noderesources fit.go',
		pod: asks({ 'ephemeral-storage': '20Gi' }),
		why: `${TAINTED}, 2 Insufficient ephemeral-storage`,
		preemption: NO_HELP,
	},
	{
		cause: 'a device that no node has',
		source: 'plugins/noderesources fit.go',
		pod: { containers: [{ name: 'c', image: 'nginx', resources: { limits: { 'nvidia.com/gpu': '1' } } }] },
		why: `${TAINTED}, 2 Insufficient nvidia.com/gpu`,
		preemption: NO_HELP,
	},
	{
		cause: 'cpu that others use',
		source: 'framework/preemption; defaultpreemption SelectVictimsOnNode',
		before: fill,
		pod: asks({ cpu: '1' }),
		why: `${TAINTED}, 2 Insufficient cpu`,
		preemption: NO_VICTIMS,
		next: [(c) => c.delete(PODS, 'on-node02'), 8, 'node02'],
	},
	{
		cause: 'a full node',
		source: 'plugins/noderesources fit.go',
		before: (c) => {
			for (let i = 0; i < 10; i++) place(c, `p${i}`);
		},
		why: `${TAINTED}, 2 Too many pods`,
		preemption: NO_VICTIMS,
	},
	{
		cause: 'the largest init container counts',
		source: 'component-helpers/resource PodRequests',
		pod: {
			...asks({ cpu: '100m' }),
			initContainers: [{ name: 'i', image: 'nginx', resources: { requests: { cpu: '3' } } }],
		},
		why: `${TAINTED}, 2 Insufficient cpu`,
		preemption: NO_HELP,
	},
	{
		cause: 'a sidecar adds to the containers',
		source: 'component-helpers/resource PodRequests',
		pod: {
			...asks({ cpu: '1500m' }),
			initContainers: [
				{ name: 'i', image: 'nginx', restartPolicy: 'Always', resources: { requests: { cpu: '600m' } } },
			],
		},
		why: `${TAINTED}, 2 Insufficient cpu`,
		preemption: NO_HELP,
	},
	{
		cause: 'the emptier node is preferred',
		source: 'plugins/noderesources least_allocated.go',
		before: (c) => place(c, 'other', { ...asks({ cpu: '1' }), nodeSelector: { [HOST]: 'node01' } }),
		pod: asks({ cpu: '500m' }),
		on: 'node02',
	},
	// TaintToleration, NodeUnschedulable
	{
		cause: 'taints of all nodes',
		source: 'plugins/tainttoleration',
		before: (c) => {
			for (const n of ['node01', 'node02']) taint(c, n, [{ key: 'k', value: 'v', effect: 'NoSchedule' }]);
		},
		why: '3 node(s) had untolerated taint(s)',
		preemption: NO_HELP,
		next: [(c) => taint(c, 'node02', []), 3, 'node02'],
	},
	{
		cause: 'NoExecute repels too',
		source: 'plugins/tainttoleration',
		before: (c) => taint(c, 'node01', [{ key: 'k', effect: 'NoExecute' }]),
		on: 'node02',
	},
	{
		cause: 'PreferNoSchedule only counts against',
		source: 'plugins/tainttoleration Score',
		before: (c) => {
			for (const n of ['node01', 'node02'])
				taint(c, n, [{ key: 'k', effect: n === 'node01' ? 'PreferNoSchedule' : 'NoSchedule' }]);
		},
		on: 'node01',
	},
	{
		cause: 'tolerated: operator Equal',
		source: 'component-helpers/scheduling/corev1 TolerationsTolerateTaint',
		before: (c) => {
			for (const n of ['node01', 'node02']) taint(c, n, [{ key: 'k', value: n, effect: 'NoSchedule' }]);
		},
		pod: { tolerations: [{ key: 'k', operator: 'Equal', value: 'node02', effect: 'NoSchedule' }] },
		on: 'node02',
	},
	{
		cause: 'tolerated: any taint',
		source: 'component-helpers/scheduling/corev1 TolerationsTolerateTaint',
		before: (c) => {
			for (const n of ['node01', 'node02']) c.patch(NODES, n, { spec: { unschedulable: true } });
			c.run(0.1);
		},
		pod: { tolerations: [{ operator: 'Exists' }] },
		on: ['controlplane', 'node01', 'node02'],
	},
	{
		cause: 'all cordoned',
		source: 'plugins/nodeunschedulable',
		before: (c) => {
			for (const n of ['node01', 'node02']) c.patch(NODES, n, { spec: { unschedulable: true } });
			c.run(0.1);
		},
		why: `${TAINTED}, 2 node(s) were unschedulable`,
		preemption: NO_HELP,
		next: [(c) => c.patch(NODES, 'node01', { spec: { unschedulable: null } }), 3, 'node01'],
	},
	// NodeAffinity, NodeName
	{
		cause: 'nodeSelector that no node has',
		source: 'plugins/nodeaffinity',
		pod: { nodeSelector: { disk: 'ssd' } },
		why: `${TAINTED}, 2 node(s) didn't match Pod's node affinity/selector`,
		preemption: NO_HELP,
		next: [(c) => label(c, 'node01', { disk: 'ssd' }), 3, 'node01'],
	},
	{
		cause: 'affinity: NotIn also takes nodes without the label',
		source: 'plugins/nodeaffinity',
		before: (c) => label(c, 'node01', { disk: 'hdd' }),
		pod: nodeAffinity('NotIn', ['hdd']),
		on: 'node02',
	},
	{
		cause: 'affinity: Gt compares numbers',
		source: 'component-helpers/scheduling/corev1/nodeaffinity',
		before: (c) => {
			label(c, 'node01', { disk: '9' });
			label(c, 'node02', { disk: '10' });
		},
		pod: nodeAffinity('Gt', ['9']),
		on: 'node02',
	},
	{
		cause: 'affinity: Exists',
		source: 'component-helpers/scheduling/corev1/nodeaffinity',
		before: (c) => label(c, 'node02', { disk: '' }),
		pod: nodeAffinity('Exists'),
		on: 'node02',
	},
	{
		cause: 'preferred node',
		source: 'plugins/nodeaffinity Score',
		before: (c) => place(c, 'busy', { ...asks({ cpu: '500m' }), nodeSelector: { [HOST]: 'node01' } }),
		pod: {
			affinity: {
				nodeAffinity: {
					preferredDuringSchedulingIgnoredDuringExecution: [preferNode(100, 'node01'), preferNode(1, 'node02')],
				},
			},
		},
		on: 'node01',
	},
	{
		cause: 'fields that name a node which is not there',
		source: 'plugins/nodeaffinity PreFilter',
		pod: {
			affinity: {
				nodeAffinity: {
					requiredDuringSchedulingIgnoredDuringExecution: {
						nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node09'] }] }],
					},
				},
			},
		},
		why: "3 node(s) didn't satisfy plugin(s) [NodeAffinity]",
		preemption: NO_HELP,
	},
	{
		cause: 'nodeName: no scheduler looks at it',
		source: 'eventhandlers.go assignedPod',
		before: fill,
		pod: { ...asks({ cpu: '2' }), nodeName: 'controlplane' },
		on: 'controlplane',
	},
	// NodePorts
	{
		cause: 'a host port taken everywhere',
		source: 'plugins/nodeports',
		before: (c) => {
			for (const n of ['a', 'b'])
				place(c, n, { containers: [{ name: 'c', image: 'nginx', ports: [{ containerPort: 80, hostPort: 80 }] }] });
		},
		pod: { containers: [{ name: 'c', image: 'nginx', ports: [{ containerPort: 80, hostPort: 80 }] }] },
		why: `${TAINTED}, 2 node(s) didn't have free ports for the requested pod ports`,
		preemption: NO_VICTIMS,
	},
	{
		cause: 'the same port of another protocol',
		source: 'framework HostPortInfo',
		before: (c) =>
			place(c, 'a', {
				nodeSelector: { [HOST]: 'node01' },
				containers: [{ name: 'c', image: 'nginx', ports: [{ containerPort: 53, hostPort: 53 }] }],
			}),
		pod: {
			nodeSelector: { [HOST]: 'node01' },
			containers: [{ name: 'c', image: 'nginx', ports: [{ containerPort: 53, hostPort: 53, protocol: 'UDP' }] }],
		},
		on: 'node01',
	},
	// InterPodAffinity
	{
		cause: 'affinity to Pods that are not there',
		source: 'plugins/interpodaffinity filtering.go',
		pod: required('podAffinity', 'db'),
		why: `${TAINTED}, 2 node(s) didn't match pod affinity rules`,
		preemption: NO_HELP,
		next: [(c) => place(c, 'db', { nodeSelector: { [HOST]: 'node02' } }, { app: 'db' }), 4, 'node02'],
	},
	{
		cause: 'the first of its kind needs no companion',
		source: 'plugins/interpodaffinity satisfyPodAffinity',
		labels: WEB,
		pod: required('podAffinity', 'web'),
		on: ['node01', 'node02'],
	},
	{
		cause: 'affinity within a zone',
		source: 'plugins/interpodaffinity',
		before: (c) => {
			zones(c);
			place(c, 'db', { nodeSelector: { [HOST]: 'node01' } }, { app: 'db' });
		},
		pod: required('podAffinity', 'db', ZONE),
		on: 'node01',
	},
	{
		cause: 'affinity by a label that no node has',
		source: 'plugins/interpodaffinity',
		before: (c) => place(c, 'db', {}, { app: 'db' }),
		pod: required('podAffinity', 'db', 'rack'),
		why: `${TAINTED}, 2 node(s) didn't match pod affinity rules`,
		preemption: NO_HELP,
	},
	{
		cause: 'anti-affinity on every node',
		source: 'plugins/interpodaffinity',
		before: fill,
		pod: required('podAntiAffinity', 'filler'),
		why: `${TAINTED}, 2 node(s) didn't match pod anti-affinity rules`,
		preemption: NO_VICTIMS,
	},
	{
		cause: 'anti-affinity of those that are there',
		source: 'plugins/interpodaffinity satisfyExistingPodsAntiAffinity',
		before: (c) => {
			for (const n of ['node01', 'node02'])
				place(c, `a-${n}`, { ...required('podAntiAffinity', 'web'), nodeSelector: { [HOST]: n } });
		},
		labels: WEB,
		why: `${TAINTED}, 2 node(s) didn't satisfy existing pods anti-affinity rules`,
		preemption: NO_VICTIMS,
	},
	{
		cause: 'anti-affinity of another namespace’s Pods does not hold',
		source: 'plugins/interpodaffinity GetAffinityTerms',
		before: fill,
		pod: {
			affinity: {
				podAntiAffinity: {
					requiredDuringSchedulingIgnoredDuringExecution: [
						{ labelSelector: { matchLabels: { app: 'filler' } }, topologyKey: HOST, namespaces: ['kube-system'] },
					],
				},
			},
		},
		on: ['node01', 'node02'],
	},
	{
		cause: 'preferred anti-affinity',
		source: 'plugins/interpodaffinity scoring.go',
		before: (c) => place(c, 'db', { nodeSelector: { [HOST]: 'node02' } }, { app: 'db' }),
		pod: {
			affinity: {
				podAntiAffinity: {
					preferredDuringSchedulingIgnoredDuringExecution: [
						{ weight: 1, podAffinityTerm: { labelSelector: { matchLabels: { app: 'db' } }, topologyKey: HOST } },
					],
				},
			},
		},
		on: 'node01',
	},
];
