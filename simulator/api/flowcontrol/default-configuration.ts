import type { FlowSchemaSpec, PriorityLevelConfigurationSpec, ResourcePolicyRule, Subject } from './types.ts';

const QUEUE_LENGTH = 50;

/**
 * The schemas and levels that an API server puts into an empty cluster, by name, in the order of their making.
 * Models apiserver/pkg/apis/flowcontrol/bootstrap default.go.
 */
export const DEFAULT_PRIORITY_LEVELS: ReadonlyMap<string, PriorityLevelConfigurationSpec> = new Map([
	['exempt', { type: 'Exempt', exempt: { nominalConcurrencyShares: 0, lendablePercent: 0 } }],
	['catch-all', limited({ shares: 5, lendable: 0 })],
	['system', limited({ shares: 30, lendable: 33, queues: 64, handSize: 6 })],
	['node-high', limited({ shares: 40, lendable: 25, queues: 64, handSize: 6 })],
	['leader-election', limited({ shares: 10, lendable: 0, queues: 16, handSize: 4 })],
	['workload-high', limited({ shares: 40, lendable: 50, queues: 128, handSize: 6 })],
	['workload-low', limited({ shares: 100, lendable: 90, queues: 128, handSize: 6 })],
	['global-default', limited({ shares: 20, lendable: 50, queues: 128, handSize: 6 })],
]);

function limited(options: {
	shares: number;
	lendable: number;
	queues?: number;
	handSize?: number;
}): PriorityLevelConfigurationSpec {
	const { shares, lendable, queues, handSize } = options;
	const limitResponse =
		queues === undefined || handSize === undefined
			? { type: 'Reject' }
			: { type: 'Queue', queuing: { queues, handSize, queueLengthLimit: QUEUE_LENGTH } };
	return {
		type: 'Limited',
		limited: { nominalConcurrencyShares: shares, limitResponse, lendablePercent: lendable },
	};
}

const EVERYONE = [group('system:unauthenticated'), group('system:authenticated')];
const NODES = [group('system:nodes')];
const SYSTEM_ACCOUNTS = [{ kind: 'ServiceAccount', serviceAccount: { namespace: 'kube-system', name: '*' } }];
const LEASES: ResourcePolicyRule = {
	verbs: ['get', 'create', 'update'],
	apiGroups: ['coordination.k8s.io'],
	resources: ['leases'],
	namespaces: ['*'],
};

export const DEFAULT_FLOW_SCHEMAS: ReadonlyMap<string, FlowSchemaSpec> = new Map([
	['exempt', everything('exempt', 1, undefined, [group('system:masters')])],
	['catch-all', everything('catch-all', 10_000, 'ByUser', EVERYONE)],
	['system-nodes', everything('system', 500, 'ByUser', NODES)],
	[
		'system-node-high',
		schema('node-high', 400, 'ByUser', NODES, [
			{ verbs: ['*'], apiGroups: [''], resources: ['nodes', 'nodes/status'], clusterScope: true, namespaces: ['*'] },
			{ ...LEASES, verbs: ['*'] },
		]),
	],
	[
		'probes',
		{
			priorityLevelConfiguration: { name: 'exempt' },
			matchingPrecedence: 2,
			rules: [
				{
					subjects: EVERYONE,
					nonResourceRules: [{ verbs: ['get'], nonResourceURLs: ['/healthz', '/readyz', '/livez'] }],
				},
			],
		},
	],
	[
		'system-leader-election',
		schema(
			'leader-election',
			100,
			'ByUser',
			[user('system:kube-controller-manager'), user('system:kube-scheduler'), ...SYSTEM_ACCOUNTS],
			[LEASES],
		),
	],
	[
		'kube-controller-manager',
		everything('workload-high', 800, 'ByNamespace', [user('system:kube-controller-manager')]),
	],
	['kube-scheduler', everything('workload-high', 800, 'ByNamespace', [user('system:kube-scheduler')])],
	['kube-system-service-accounts', everything('workload-high', 900, 'ByNamespace', SYSTEM_ACCOUNTS)],
	['service-accounts', everything('workload-low', 9_000, 'ByUser', [group('system:serviceaccounts')])],
	['global-default', everything('global-default', 9_900, 'ByUser', EVERYONE)],
]);

type Method = 'ByUser' | 'ByNamespace' | undefined;

function everything(level: string, precedence: number, method: Method, subjects: Subject[]): FlowSchemaSpec {
	const spec = schema(level, precedence, method, subjects, [
		{ verbs: ['*'], apiGroups: ['*'], resources: ['*'], clusterScope: true, namespaces: ['*'] },
	]);
	const nonResourceRules = [{ verbs: ['*'], nonResourceURLs: ['*'] }];
	return { ...spec, rules: spec.rules?.map((rule) => ({ ...rule, nonResourceRules })) ?? [] };
}

function schema(
	level: string,
	precedence: number,
	method: Method,
	subjects: Subject[],
	resourceRules: ResourcePolicyRule[],
): FlowSchemaSpec {
	return {
		priorityLevelConfiguration: { name: level },
		matchingPrecedence: precedence,
		...(method === undefined ? {} : { distinguisherMethod: { type: method } }),
		rules: [{ subjects, resourceRules }],
	};
}

function group(name: string): Subject {
	return { kind: 'Group', group: { name } };
}

function user(name: string): Subject {
	return { kind: 'User', user: { name } };
}
