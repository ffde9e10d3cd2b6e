import type { Subject } from '../../../api/rbac/types.ts';
import type { KubeObject } from '../../../machinery/meta.ts';
import {
	aggregationLabel,
	aggregationRule,
	collectedRules,
	type DefaultRole,
	defaultClusterRoles,
} from './cluster-roles.ts';
import { controllerRoles } from './controller-roles.ts';
import { policyRules } from './rule-notation.ts';

/** An object as its author writes it. */
export type PolicyObject = Pick<KubeObject, 'apiVersion' | 'kind'> & {
	readonly metadata: { readonly name: string; readonly namespace?: string };
	readonly [field: string]: unknown;
};

const GROUP = 'rbac.authorization.k8s.io';
const API_VERSION = `${GROUP}/v1`;
const DEFAULTS = {
	labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' },
	annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
};

/**
 * The roles and bindings that an API server puts into an empty cluster. Models pkg/registry/rbac/rest PolicyData and
 * plugin/pkg/auth/authorizer/rbac/bootstrappolicy.
 * Differs: aggregated roles have their rules from the start.
 */
export function defaultPolicy(): PolicyObject[] {
	const roles = defaultClusterRoles();
	const controllers = controllerRoles();
	return [
		...roles.map((role) => clusterRole(role, roles)),
		...controllers.map(({ account, rules }) => clusterRole({ name: `system:controller:${account}`, rules }, [])),
		...CLUSTER_BINDINGS.map(([name, subjects]) => clusterBinding(name, subjects)),
		...controllers.map(({ account }) => clusterBinding(`system:controller:${account}`, [`sa:${account}`])),
		...NAMESPACE_ROLES.map(namespaceRole),
		...NAMESPACE_BINDINGS.map(namespaceBinding),
	];
}

function clusterRole(role: DefaultRole, all: readonly DefaultRole[]): PolicyObject {
	const { name, rules, aggregatedTo, aggregates } = role;
	const labels =
		aggregatedTo === undefined ? DEFAULTS.labels : { ...DEFAULTS.labels, [aggregationLabel(aggregatedTo)]: 'true' };
	const metadata = { name, ...DEFAULTS, labels };
	const head = { apiVersion: API_VERSION, kind: 'ClusterRole', metadata };
	if (aggregates === undefined) return { ...head, rules };
	return { ...head, aggregationRule: aggregationRule(aggregates), rules: collectedRules(role, all) };
}

function clusterBinding(name: string, subjects: readonly string[]): PolicyObject {
	return {
		apiVersion: API_VERSION,
		kind: 'ClusterRoleBinding',
		metadata: { name, ...DEFAULTS },
		roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name },
		...(subjects.length === 0 ? {} : { subjects: subjects.map(subjectOf) }),
	};
}

function namespaceRole([namespace, name, lines]: readonly [string, string, string]): PolicyObject {
	return {
		apiVersion: API_VERSION,
		kind: 'Role',
		metadata: { name, namespace, ...DEFAULTS },
		rules: policyRules(lines),
	};
}

function namespaceBinding([namespace, name, subjects, role]: NamespaceBinding): PolicyObject {
	return {
		apiVersion: API_VERSION,
		kind: 'RoleBinding',
		metadata: { name, namespace, ...DEFAULTS },
		roleRef: { apiGroup: GROUP, kind: 'Role', name: role ?? name },
		subjects: subjects.map(subjectOf),
	};
}

/** "user:…", "group:…", "sa:…" (of kube-system). */
function subjectOf(text: string): Subject {
	const colon = text.indexOf(':');
	const name = text.slice(colon + 1);
	if (text.startsWith('sa:')) return { kind: 'ServiceAccount', name, namespace: 'kube-system' };
	return { apiGroup: GROUP, kind: text.startsWith('user:') ? 'User' : 'Group', name };
}

const AUTHENTICATED = 'group:system:authenticated';
const CONTROLLER_MANAGER = 'user:system:kube-controller-manager';
const SCHEDULER = 'user:system:kube-scheduler';

/** Models ClusterRoleBindings: each binds the role of its name. */
const CLUSTER_BINDINGS: readonly (readonly [name: string, subjects: readonly string[]])[] = [
	['cluster-admin', ['group:system:masters']],
	['system:monitoring', ['group:system:monitoring']],
	['system:discovery', [AUTHENTICATED]],
	['system:basic-user', [AUTHENTICATED]],
	['system:public-info-viewer', [AUTHENTICATED, 'group:system:unauthenticated']],
	['system:node-proxier', ['user:system:kube-proxy']],
	['system:kube-controller-manager', [CONTROLLER_MANAGER]],
	['system:kube-dns', ['sa:kube-dns']],
	['system:kube-scheduler', [SCHEDULER]],
	['system:volume-scheduler', [SCHEDULER]],
	['system:node', []],
	['system:service-account-issuer-discovery', ['group:system:serviceaccounts']],
];

const BOOTSTRAP_SIGNER = 'system:controller:bootstrap-signer';
const READER = 'extension-apiserver-authentication-reader';
const EVENTS = 'create,update,patch core,events.k8s.io events';

const NAMESPACE_ROLES: readonly (readonly [namespace: string, name: string, rules: string])[] = [
	['kube-system', READER, 'read core configmaps extension-apiserver-authentication'],
	['kube-system', BOOTSTRAP_SIGNER, 'read core secrets'],
	['kube-system', 'system:controller:cloud-provider', 'create,get,list,watch core configmaps'],
	['kube-system', 'system:controller:token-cleaner', `get,list,watch,delete core secrets\n${EVENTS}`],
	[
		'kube-system',
		'system::leader-locking-kube-controller-manager',
		`watch core configmaps
		get,update core configmaps kube-controller-manager
		get,watch,list,create,update coordination.k8s.io leases`,
	],
	[
		'kube-system',
		'system::leader-locking-kube-scheduler',
		`watch core configmaps
		get,update core configmaps kube-scheduler`,
	],
	[
		'kube-public',
		BOOTSTRAP_SIGNER,
		`read core configmaps
		update core configmaps cluster-info
		${EVENTS}`,
	],
];

type NamespaceBinding = readonly [namespace: string, name: string, subjects: readonly string[], role?: string];

const NAMESPACE_BINDINGS: readonly NamespaceBinding[] = [
	['kube-system', `system::${READER}`, [CONTROLLER_MANAGER, SCHEDULER], READER],
	[
		'kube-system',
		'system::leader-locking-kube-controller-manager',
		[CONTROLLER_MANAGER, 'sa:kube-controller-manager', 'sa:leader-election-controller'],
	],
	['kube-system', 'system::leader-locking-kube-scheduler', [SCHEDULER, 'sa:kube-scheduler']],
	['kube-system', BOOTSTRAP_SIGNER, ['sa:bootstrap-signer']],
	['kube-system', 'system:controller:cloud-provider', ['sa:cloud-provider']],
	['kube-system', 'system:controller:token-cleaner', ['sa:token-cleaner']],
	['kube-public', BOOTSTRAP_SIGNER, ['sa:bootstrap-signer']],
];
