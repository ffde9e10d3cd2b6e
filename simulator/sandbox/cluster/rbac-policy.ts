import type { ManifestObject } from '../presets/preset.ts';

interface Rule {
	readonly apiGroups?: readonly string[];
	readonly resources?: readonly string[];
	readonly nonResourceURLs?: readonly string[];
	readonly verbs: readonly string[];
}

const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'delete', 'deletecollection', 'patch', 'update'];

/**
 * The roles and bindings that an API server starts with, and kubeadm's own for its administrators.
 * Models plugin/pkg/auth/authorizer/rbac/bootstrappolicy policy.go.
 * Differs: the roles of single controllers and of optional components are not there (they are let through by name).
 */
export function defaultPolicy(): ManifestObject[] {
	return [...roles(), ...bindings()];
}

function roles(): ManifestObject[] {
	const everything: Rule[] = [
		{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
		{ nonResourceURLs: ['*'], verbs: ['*'] },
	];
	const rules: { readonly [name: string]: readonly Rule[] } = {
		'cluster-admin': everything,
		admin: [...EDIT_RULES, ...ADMIN_RULES],
		edit: EDIT_RULES,
		view: VIEW_RULES,
		'system:discovery': [
			{
				nonResourceURLs: [
					'/api',
					'/api/*',
					'/apis',
					'/apis/*',
					'/healthz',
					'/livez',
					'/openapi',
					'/openapi/*',
					'/readyz',
					'/version',
					'/version/',
				],
				verbs: ['get'],
			},
		],
		'system:public-info-viewer': [
			{ nonResourceURLs: ['/healthz', '/livez', '/readyz', '/version', '/version/'], verbs: ['get'] },
		],
		'system:basic-user': [
			{
				apiGroups: ['authorization.k8s.io'],
				resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
				verbs: ['create'],
			},
			{ apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'], verbs: ['create'] },
		],
		'system:node-proxier': [
			{ apiGroups: [''], resources: ['services', 'endpoints'], verbs: ['list', 'watch'] },
			{ apiGroups: [''], resources: ['nodes'], verbs: READ },
			{ apiGroups: ['', 'events.k8s.io'], resources: ['events'], verbs: ['create', 'patch', 'update'] },
			{ apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
		],
		'system:monitoring': [
			{
				nonResourceURLs: [
					'/healthz',
					'/healthz/*',
					'/livez',
					'/livez/*',
					'/metrics',
					'/metrics/slis',
					'/readyz',
					'/readyz/*',
				],
				verbs: ['get'],
			},
		],
	};
	return Object.entries(rules).map(([name, list]) => ({
		apiVersion: 'rbac.authorization.k8s.io/v1',
		kind: 'ClusterRole',
		metadata: {
			name,
			labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' },
			annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
		},
		rules: list,
	}));
}

const VIEWED: readonly Rule[] = [
	{
		apiGroups: [''],
		resources: [
			'configmaps',
			'endpoints',
			'persistentvolumeclaims',
			'persistentvolumeclaims/status',
			'pods',
			'replicationcontrollers',
			'replicationcontrollers/scale',
			'serviceaccounts',
			'services',
			'services/status',
		],
		verbs: READ,
	},
	{
		apiGroups: [''],
		resources: [
			'bindings',
			'events',
			'limitranges',
			'namespaces/status',
			'pods/log',
			'pods/status',
			'replicationcontrollers/status',
			'resourcequotas',
			'resourcequotas/status',
		],
		verbs: READ,
	},
	{ apiGroups: [''], resources: ['namespaces'], verbs: READ },
	{ apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: READ },
];

const APPS = [
	'controllerrevisions',
	'daemonsets',
	'daemonsets/status',
	'deployments',
	'deployments/scale',
	'deployments/status',
	'replicasets',
	'replicasets/scale',
	'replicasets/status',
	'statefulsets',
	'statefulsets/scale',
	'statefulsets/status',
];
const EDITED_GROUPS: readonly (readonly [string, readonly string[]])[] = [
	[
		'apps',
		[
			'daemonsets',
			'deployments',
			'deployments/rollback',
			'deployments/scale',
			'replicasets',
			'replicasets/scale',
			'statefulsets',
			'statefulsets/scale',
		],
	],
	['autoscaling', ['horizontalpodautoscalers']],
	['batch', ['cronjobs', 'jobs']],
	['networking.k8s.io', ['ingresses', 'networkpolicies']],
	['policy', ['poddisruptionbudgets']],
];

const VIEW_RULES: readonly Rule[] = [
	...VIEWED,
	{ apiGroups: ['apps'], resources: APPS, verbs: READ },
	{
		apiGroups: ['autoscaling'],
		resources: ['horizontalpodautoscalers', 'horizontalpodautoscalers/status'],
		verbs: READ,
	},
	{ apiGroups: ['batch'], resources: ['cronjobs', 'cronjobs/status', 'jobs', 'jobs/status'], verbs: READ },
	{ apiGroups: ['policy'], resources: ['poddisruptionbudgets', 'poddisruptionbudgets/status'], verbs: READ },
	{ apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'ingresses/status', 'networkpolicies'], verbs: READ },
];

const EDIT_RULES: readonly Rule[] = [
	{
		apiGroups: [''],
		resources: ['pods/attach', 'pods/exec', 'pods/portforward', 'pods/proxy', 'secrets', 'services/proxy'],
		verbs: READ,
	},
	{ apiGroups: [''], resources: ['serviceaccounts'], verbs: ['impersonate'] },
	{ apiGroups: [''], resources: ['pods', 'pods/attach', 'pods/exec', 'pods/portforward', 'pods/proxy'], verbs: WRITE },
	{ apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] },
	{
		apiGroups: [''],
		resources: [
			'configmaps',
			'events',
			'persistentvolumeclaims',
			'replicationcontrollers',
			'replicationcontrollers/scale',
			'secrets',
			'serviceaccounts',
			'services',
			'services/proxy',
		],
		verbs: WRITE,
	},
	{ apiGroups: [''], resources: ['serviceaccounts/token'], verbs: ['create'] },
	...EDITED_GROUPS.map(([group, resources]) => ({ apiGroups: [group], resources, verbs: WRITE })),
	{
		apiGroups: ['coordination.k8s.io'],
		resources: ['leases'],
		verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
	},
	...VIEW_RULES,
];

const ADMIN_RULES: readonly Rule[] = [
	{ apiGroups: ['authorization.k8s.io'], resources: ['localsubjectaccessreviews'], verbs: ['create'] },
	{
		apiGroups: ['rbac.authorization.k8s.io'],
		resources: ['rolebindings', 'roles'],
		verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
	},
];

function bindings(): ManifestObject[] {
	const group = (name: string): object => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name });
	const user = (name: string): object => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name });
	const list: readonly (readonly [string, string, readonly object[], boolean])[] = [
		['cluster-admin', 'cluster-admin', [group('system:masters')], true],
		['system:discovery', 'system:discovery', [group('system:authenticated')], true],
		['system:basic-user', 'system:basic-user', [group('system:authenticated')], true],
		[
			'system:public-info-viewer',
			'system:public-info-viewer',
			[group('system:authenticated'), group('system:unauthenticated')],
			true,
		],
		['system:monitoring', 'system:monitoring', [group('system:monitoring')], true],
		['system:node-proxier', 'system:node-proxier', [user('system:kube-proxy')], true],
		// Models cmd/kubeadm/app/phases/kubeconfig EnsureAdminClusterRoleBinding.
		['kubeadm:cluster-admins', 'cluster-admin', [group('kubeadm:cluster-admins')], false],
	];
	return list.map(([name, role, subjects, isDefault]) => ({
		apiVersion: 'rbac.authorization.k8s.io/v1',
		kind: 'ClusterRoleBinding',
		metadata: {
			name,
			...(isDefault
				? {
						labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' },
						annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
					}
				: {}),
		},
		roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
		subjects,
	}));
}
