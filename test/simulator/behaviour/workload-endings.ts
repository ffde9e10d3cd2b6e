import { CONFIG_MAPS, DEPLOYMENTS, NAMESPACES, PODS, REPLICA_SETS } from '../../../simulator/controllers/resources.ts';
import type { OwnerReference } from '../../../simulator/machinery/meta.ts';
import type { TestCluster } from '../../support/cluster/test-cluster.ts';
import { conditions, events, lonePod, meta, pods, type Row, starred, workload } from './workload-row.ts';

const web = (): Row['make'][number] => [DEPLOYMENTS, workload('web', { replicas: 2 })];
const SLOW_END = { kubelet: { stopMs: 20_000 } };
const drop = (propagationPolicy: string) => (cluster: TestCluster) =>
	cluster.delete(DEPLOYMENTS, 'web', { propagationPolicy });

/** What is left of the Deployment, its replica set and its Pods. */
function left(cluster: TestCluster): string[] {
	const told = (kind: string, of: readonly { metadata: { finalizers?: readonly string[] } }[]): string[] =>
		of.map(({ metadata }) => [kind, ...(metadata.finalizers ?? [])].join(' '));
	return [
		...told('Deployment', cluster.list(DEPLOYMENTS)),
		...told('ReplicaSet', cluster.list(REPLICA_SETS)),
		...pods(cluster).map((text) => text.split(' ').at(-1) ?? ''),
	];
}

const COLLECTED: readonly Row[] = [
	{
		cause: 'background: the owner goes at once, then what it owns',
		source: 'garbagecollector/garbagecollector.go attemptToDeleteItem',
		cluster: SLOW_END,
		make: [web()],
		after: [[5, drop('Background')]],
		wait: 2,
		sees: left,
		is: ['Terminating', 'Terminating'],
	},
	{
		cause: 'foreground: the owners wait for the last Pod',
		source: 'garbagecollector/garbagecollector.go processDeletingDependentsItem',
		cluster: SLOW_END,
		make: [web()],
		after: [[5, drop('Foreground')]],
		wait: 5,
		sees: left,
		is: ['Deployment foregroundDeletion', 'ReplicaSet foregroundDeletion', 'Terminating', 'Terminating'],
	},
	{
		cause: 'foreground: all gone with it',
		source: 'garbagecollector/garbagecollector.go processDeletingDependentsItem',
		cluster: SLOW_END,
		make: [web()],
		after: [[5, drop('Foreground')]],
		wait: 25,
		sees: left,
		is: [],
	},
	{
		cause: 'orphan: what it owned goes on alone',
		source: 'garbagecollector/garbagecollector.go orphanDependents',
		make: [web()],
		after: [[5, drop('Orphan')]],
		wait: 10,
		sees: (cluster) => [left(cluster), cluster.list(REPLICA_SETS)[0]?.metadata.ownerReferences],
		is: [['ReplicaSet', 'Running', 'Running'], undefined],
	},
	{
		cause: 'an owner that never was',
		source: 'garbagecollector/garbagecollector.go isDangling',
		make: [[PODS, lonePod('stray', {}, { ownerReferences: [owner('ghost', 'no-such-uid')] })]],
		wait: 5,
		sees: pods,
		is: [],
	},
	{
		cause: 'one of two owners goes: the other keeps it',
		source: 'garbagecollector/garbagecollector.go attemptToDeleteItem: solid and dangling',
		make: [
			[CONFIG_MAPS, meta('a')],
			[CONFIG_MAPS, meta('b')],
		],
		after: [
			[1, owned('a', 'b')],
			[1, (cluster) => cluster.delete(CONFIG_MAPS, 'a')],
		],
		wait: 5,
		sees: (cluster) => cluster.get(PODS, 'shared').metadata.ownerReferences?.map(({ name }) => name),
		is: ['b'],
	},
	{
		cause: 'both owners go',
		source: 'garbagecollector/garbagecollector.go attemptToDeleteItem',
		make: [
			[CONFIG_MAPS, meta('a')],
			[CONFIG_MAPS, meta('b')],
		],
		after: [
			[1, owned('a', 'b')],
			[1, (cluster) => cluster.delete(CONFIG_MAPS, 'a')],
			[1, (cluster) => cluster.delete(CONFIG_MAPS, 'b')],
		],
		wait: 5,
		sees: pods,
		is: [],
	},
	{
		cause: 'foreground does not wait for one that does not block',
		source: 'garbagecollector/graph.go blockingDependents',
		cluster: SLOW_END,
		make: [[CONFIG_MAPS, meta('a')]],
		after: [
			[1, owned('a')],
			[2, (cluster) => cluster.delete(CONFIG_MAPS, 'a', { propagationPolicy: 'Foreground' })],
		],
		wait: 5,
		sees: (cluster) => [
			cluster.list(CONFIG_MAPS, 'default').some(({ metadata }) => metadata.name === 'a'),
			pods(cluster),
		],
		is: [false, ['shared nginx:1.25 Terminating']],
	},
	{
		cause: 'an owner in another namespace is none, which is told',
		source: 'garbagecollector/graph_builder.go reportInvalidNamespaceOwnerRef: OwnerRefInvalidNamespace',
		make: [
			[NAMESPACES, { metadata: { name: 'other' } }],
			[CONFIG_MAPS, { metadata: { name: 'far', namespace: 'other' } }],
		],
		after: [
			[
				1,
				(cluster) => {
					const { uid } = cluster.get(CONFIG_MAPS, 'far', 'other').metadata;
					cluster.create(PODS, lonePod('stray', {}, { ownerReferences: [owner('far', uid)] }));
				},
			],
		],
		wait: 5,
		sees: (cluster) => [pods(cluster), events(cluster, 'Pod').map((text) => text.replace(/uid: \S+\]/, 'uid: UID]'))],
		is: [
			[],
			[
				'OwnerRefInvalidNamespace: ownerRef [v1/ConfigMap, namespace: default, name: far, uid: UID] does not exist in namespace "default"',
			],
		],
	},
];

function owner(name: string, uid: string): OwnerReference {
	return { apiVersion: 'v1', kind: 'ConfigMap', name, uid };
}

/** A Pod that these ConfigMaps own. */
function owned(...names: string[]): (cluster: TestCluster) => void {
	return (cluster) => {
		const ownerReferences = names.map((name) => owner(name, cluster.get(CONFIG_MAPS, name).metadata.uid));
		cluster.create(PODS, lonePod('shared', {}, { ownerReferences }));
	};
}

const DOOMED: Row['make'][number] = [NAMESPACES, { metadata: { name: 'doomed' } }];
const inDoomed = (name: string, more: object = {}): { metadata: object } => ({
	metadata: { name, namespace: 'doomed', ...more },
});
const held = (...finalizers: string[]): Row['make'][number] => [CONFIG_MAPS, inDoomed('held', { finalizers })];
const end = (cluster: TestCluster): void => cluster.delete(NAMESPACES, 'doomed');
const isThere = (cluster: TestCluster): boolean =>
	cluster.list(NAMESPACES).some(({ metadata }) => metadata.name === 'doomed');
const said = (cluster: TestCluster): string[] =>
	conditions(cluster.get(NAMESPACES, 'doomed').status.conditions).map((text) => text.replace('NamespaceDeletion', '…'));

const NAMESPACE: readonly Row[] = [
	{
		cause: 'a namespace goes with all that is in it',
		source: 'namespace/deletion/namespaced_resources_deleter.go Delete',
		make: [
			DOOMED,
			[DEPLOYMENTS, { ...workload('web', { replicas: 2 }), ...inDoomed('web') }],
			[CONFIG_MAPS, inDoomed('settings')],
		],
		after: [[5, end]],
		wait: 60,
		sees: (cluster) => [isThere(cluster), cluster.list(PODS).length, cluster.list(CONFIG_MAPS, 'doomed').length],
		is: [false, 0, 0],
	},
	{
		cause: 'a finalizer holds it up: five conditions say so',
		source: 'namespace/deletion/status_condition_utils.go',
		make: [DOOMED, held('example.com/hold')],
		after: [[5, end]],
		wait: 60,
		sees: said,
		is: [
			'…DiscoveryFailure=False ResourcesDiscovered: All resources successfully discovered',
			'…GroupVersionParsingFailure=False ParsedGroupVersions: All legacy kube types successfully parsed',
			'…ContentFailure=False ContentDeleted: All content successfully deleted, may be waiting on finalization',
			'NamespaceContentRemaining=True SomeResourcesRemain: Some resources are remaining: configmaps. has 1 resource instances',
			'NamespaceFinalizersRemaining=True SomeFinalizersRemain: Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances',
		],
	},
	{
		cause: 'the finalizer is taken off: it goes',
		source: 'namespace/namespace_controller.go syncNamespaceFromKey: ResourcesRemainingError',
		make: [DOOMED, held('example.com/hold')],
		after: [
			[5, end],
			[
				60,
				(cluster) =>
					void cluster.do(
						cluster.admin.patch(CONFIG_MAPS, { namespace: 'doomed', name: 'held' }, 'merge', {
							metadata: { finalizers: null },
						}),
					),
			],
		],
		wait: 30,
		sees: isThere,
		is: false,
	},
	{
		cause: 'nothing new may come in',
		source: 'apiserver/pkg/admission/plugin/namespace/lifecycle Admit',
		make: [DOOMED, held('example.com/hold')],
		after: [[5, end]],
		wait: 5,
		sees: (cluster) => {
			try {
				return cluster.create(CONFIG_MAPS, inDoomed('late'));
			} catch (error) {
				return starred((error as Error).message);
			}
		},
		is: 'configmaps "late" is forbidden: unable to create new content in namespace doomed because it is being terminated',
	},
	{
		cause: 'Pods that take their time go first, the rest waits for them',
		source: 'namespace/deletion/namespaced_resources_deleter.go deleteAllContent: OrderedNamespaceDeletion',
		cluster: { kubelet: { stopMs: 20_000 } },
		make: [DOOMED, [CONFIG_MAPS, inDoomed('settings')]],
		after: [
			[5, (cluster) => void cluster.create(PODS, { ...lonePod('slow'), ...inDoomed('slow') })],
			[5, end],
		],
		wait: 15,
		sees: (cluster) => [
			said(cluster)[3],
			cluster.list(CONFIG_MAPS, 'doomed').some(({ metadata }) => metadata.name === 'settings'),
		],
		is: [
			'NamespaceContentRemaining=True SomeResourcesRemain: Some resources are remaining: pods. has 1 resource instances',
			true,
		],
	},
];

export const ENDING_ROWS: readonly Row[] = [...COLLECTED, ...NAMESPACE];
