import { NODES } from '../../../simulator/controllers/resources.ts';
import { SERVICES } from '../../../simulator/scheduler/resources.ts';
import {
	asks,
	HOST,
	label,
	place,
	type Row,
	required,
	taint,
	USES_CLAIM,
	WEB,
	ZONE,
	zones,
} from './scheduling-cluster.ts';

/** A row whose scheduler goes by a file. */
export interface ConfiguredRow extends Row {
	/** Of a KubeSchedulerConfiguration; indented by nothing. */
	readonly configuration: string;
}

const on = (node: string): object => ({ nodeSelector: { [HOST]: node } });
/** node01 is the fuller one: half of its CPU is asked for, of node02's nothing. */
const uneven: Row['before'] = (c) => place(c, 'other', { ...asks({ cpu: '1' }), ...on('node01') });
const withArgs = (plugin: string, args: string): string =>
	`profiles:\n- pluginConfig:\n  - name: ${plugin}\n    args:\n      ${args.replaceAll('\n', '\n      ')}`;

export const CONFIGURED_ROWS: readonly ConfiguredRow[] = [
	{
		cause: 'MostAllocated: the fuller node',
		source: 'plugins/noderesources most_allocated.go',
		configuration: withArgs(
			'NodeResourcesFit',
			'scoringStrategy: {type: MostAllocated, resources: [{name: cpu, weight: 5}]}',
		),
		before: uneven,
		pod: asks({ cpu: '500m' }),
		on: 'node01',
	},
	{
		cause: 'RequestedToCapacityRatio: bin packing by a shape',
		source: 'plugins/noderesources requested_to_capacity_ratio.go',
		configuration: withArgs(
			'NodeResourcesFit',
			'scoringStrategy: {type: RequestedToCapacityRatio, resources: [{name: cpu, weight: 3}], requestedToCapacityRatio: {shape: [{utilization: 0, score: 0}, {utilization: 100, score: 10}]}}',
		),
		before: uneven,
		pod: asks({ cpu: '500m' }),
		on: 'node01',
	},
	{
		cause: 'resources that an extender counts are not looked at',
		source: 'plugins/noderesources fit.go ignoredResources',
		configuration: withArgs('NodeResourcesFit', 'ignoredResourceGroups: [example.com]'),
		pod: { containers: [{ name: 'c', image: 'nginx', resources: { limits: { 'example.com/foo': '1' } } }] },
		on: ['node01', 'node02'],
	},
	{
		cause: 'affinity that the profile adds',
		source: 'plugins/nodeaffinity addedNodeSelector',
		configuration: withArgs(
			'NodeAffinity',
			`addedAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: ${HOST}, operator: In, values: [node02]}]}]}}`,
		),
		pod: asks({ cpu: '1' }),
		on: 'node02',
	},
	{
		cause: 'affinity that the profile adds and no node has',
		source: 'plugins/nodeaffinity errReasonEnforced',
		configuration: withArgs(
			'NodeAffinity',
			'addedAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: pool, operator: Exists}]}]}}',
		),
		why: "1 node(s) had untolerated taint(s), 2 node(s) didn't match scheduler-enforced node affinity",
		preemption: '3 Preemption is not helpful for scheduling',
	},
	{
		cause: 'affinity that the profile prefers',
		source: 'plugins/nodeaffinity addedPrefSchedTerms',
		configuration: withArgs(
			'NodeAffinity',
			'addedAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [{key: disk, operator: In, values: [ssd]}]}}]}',
		),
		before: (c) => label(c, 'node01', { disk: 'ssd' }),
		on: 'node01',
	},
	{
		cause: 'spread by hard constraints of the profile',
		source: 'plugins/podtopologyspread buildDefaultConstraints',
		configuration: withArgs(
			'PodTopologySpread',
			`defaultingType: List\ndefaultConstraints: [{maxSkew: 1, topologyKey: ${ZONE}, whenUnsatisfiable: DoNotSchedule}]`,
		),
		before: (c) => {
			zones(c);
			c.create(SERVICES, {
				metadata: { name: 's', namespace: 'default' },
				spec: { selector: WEB, ports: [{ port: 80 }] },
			});
			c.run(0.1);
			place(c, 'a', on('node01'), WEB);
			c.patch(NODES, 'node02', { spec: { unschedulable: true } });
			c.run(0.1);
		},
		labels: WEB,
		why: "1 node(s) didn't match pod topology spread constraints, 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable",
		preemption: '1 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling',
	},
	{
		cause: 'a filter switched off',
		source: 'framework/runtime expandMultiPointPlugins',
		configuration: 'profiles:\n- plugins: {filter: {disabled: [{name: TaintToleration}]}}',
		pod: on('controlplane'),
		on: 'controlplane',
	},
	{
		cause: 'a plugin switched off everywhere',
		source: 'framework/runtime expandMultiPointPlugins',
		configuration: 'profiles:\n- plugins: {multiPoint: {disabled: [{name: NodeUnschedulable}]}}',
		before: (c) => {
			for (const n of ['node01', 'node02']) c.patch(NODES, n, { spec: { unschedulable: true } });
			c.run(0.1);
		},
		// The taint of the same cause is another plugin’s.
		why: '3 node(s) had untolerated taint(s)',
		preemption: '3 Preemption is not helpful for scheduling',
	},
	{
		cause: 'a score that outweighs the others',
		source: 'framework/runtime getScoreWeights',
		configuration:
			'profiles:\n- plugins: {score: {disabled: [{name: TaintToleration}], enabled: [{name: TaintToleration, weight: 100}]}}',
		before: (c) => {
			taint(c, 'node02', [{ key: 'k', effect: 'PreferNoSchedule' }]);
			for (const n of ['a', 'b', 'c']) place(c, n, { ...asks({ cpu: '400m', memory: '1Gi' }), ...on('node01') });
		},
		pod: asks({ cpu: '100m', memory: '10Mi' }),
		on: 'node01',
	},
	{
		cause: 'no preemption',
		source: 'framework/runtime RunPostFilterPlugins',
		configuration: 'profiles:\n- plugins: {postFilter: {disabled: [{name: DefaultPreemption}]}}',
		pod: asks({ cpu: '3' }),
		why: '1 node(s) had untolerated taint(s), 2 Insufficient cpu',
	},
	{
		cause: 'without placed Pods’ preferences',
		source: 'plugins/interpodaffinity IgnorePreferredTermsOfExistingPods',
		configuration: withArgs('InterPodAffinity', 'hardPodAffinityWeight: 0\nignorePreferredTermsOfExistingPods: true'),
		before: (c) => place(c, 'db', { ...required('podAffinity', 'web'), ...on('node01') }, { app: 'web' }),
		labels: WEB,
		on: ['node01', 'node02'],
	},
	{
		cause: 'a name of its own',
		source: 'pkg/scheduler/profile',
		configuration: 'profiles:\n- schedulerName: default-scheduler\n- schedulerName: packing',
		pod: { schedulerName: 'packing' },
		on: ['node01', 'node02'],
	},
	{
		cause: 'claims that bind too late',
		source: 'plugins/volumebinding BindTimeoutSeconds',
		configuration: withArgs('VolumeBinding', 'bindTimeoutSeconds: 30'),
		pod: USES_CLAIM,
		why: 'persistentvolumeclaim "data" not found',
		preemption: 'not found',
	},
];

/** What a file that is wrong is refused with. Models apis/config/validation and framework/runtime NewFramework. */
export const REFUSALS: readonly (readonly [file: string, texts: readonly string[]])[] = [
	['profile: []', ['strict decoding error: unknown field "profile"']],
	[
		'profiles:\n- schedulerNames: x\n  plugins: {scores: {}}',
		['strict decoding error: unknown field "profiles[0].schedulerNames", unknown field "profiles[0].plugins.scores"'],
	],
	['profiles:\n- schedulerName: a\n- schedulerName: a', ['profiles[1].schedulerName: Duplicate value: "a"']],
	[
		'profiles:\n- schedulerName: a\n  plugins: {score: {enabled: [{name: Mine}]}}',
		['initializing profiles: creating profile for scheduler name a: ScorePlugin "Mine" does not exist'],
	],
	[
		"profiles:\n- plugins: {multiPoint: {disabled: [{name: '*'}]}}",
		[
			'initializing profiles: creating profile for scheduler name default-scheduler: only one queue sort plugin required for profile with scheduler name "default-scheduler", but got 0',
		],
	],
	[
		"profiles:\n- plugins: {bind: {disabled: [{name: '*'}]}}",
		[
			'initializing profiles: creating profile for scheduler name default-scheduler: at least one bind plugin is needed for profile with scheduler name "default-scheduler"',
		],
	],
	[
		withArgs('NodeResourcesFit', 'scoringStrategy: {type: Emptiest}'),
		[
			'profiles[0].pluginConfig[0].args.scoringStrategy.type: Unsupported value: "Emptiest": supported values: "LeastAllocated", "MostAllocated", "RequestedToCapacityRatio"',
		],
	],
	[
		withArgs('NodeResourcesFit', 'scoringStrategy: {type: LeastAllocated, resources: [{name: cpu, weight: 101}]}'),
		[
			'profiles[0].pluginConfig[0].args.scoringStrategy.resources[0].weight: Invalid value: 101: resource weight of cpu not in valid range (0, 100]',
		],
	],
	[
		withArgs('NodeResourcesFit', 'scoring: {}'),
		[
			'decoding .profiles[0].pluginConfig[0]: decoding args for plugin NodeResourcesFit: strict decoding error: unknown field "scoring"',
		],
	],
	[
		withArgs(
			'PodTopologySpread',
			`defaultConstraints: [{maxSkew: 1, topologyKey: ${ZONE}, whenUnsatisfiable: ScheduleAnyway}]`,
		),
		[
			'profiles[0].pluginConfig[0].args.defaultingType: Invalid value: "System": when .defaultConstraints are not empty',
		],
	],
	[
		withArgs('InterPodAffinity', 'hardPodAffinityWeight: 200'),
		['profiles[0].pluginConfig[0].args.hardPodAffinityWeight: Invalid value: 200: not in valid range [0, 100]'],
	],
	['percentageOfNodesToScore: 101', ['percentageOfNodesToScore: Invalid value: 101: not in valid range [0-100]']],
	['parallelism: 0', ['parallelism: Invalid value: 0: should be an integer value greater than zero']],
	[
		'podInitialBackoffSeconds: 20',
		['podMaxBackoffSeconds: Invalid value: 10: must be greater than or equal to PodInitialBackoffSeconds'],
	],
	[
		'leaderElection: {leaseDuration: 5s}',
		['leaderElection.leaseDuration: Invalid value: "10s": LeaseDuration must be greater than RenewDeadline'],
	],
	[
		'leaderElection: {resourceLock: endpoints}',
		['leaderElection.resourceLock: Invalid value: "endpoints": resourceLock value must be "leases"'],
	],
];
