import type { ClusterRole, PolicyRule } from '../../../api/rbac/types.ts';
import { NODE_RULES } from './node-rules.ts';
import { policyRules } from './rule-notation.ts';

/** A role as the server makes it in an empty cluster. */
export interface DefaultRole {
	readonly name: string;
	readonly rules: readonly PolicyRule[];
	/** Labels "rbac.authorization.k8s.io/aggregate-to-…" that it has. */
	readonly aggregatedTo?: string;
	/** Its rules are those of the roles with this label. */
	readonly aggregates?: string;
}

const EVENTS = 'create,update,patch core,events.k8s.io events';

/** Models plugin/pkg/auth/authorizer/rbac/bootstrappolicy ClusterRoles. */
export function defaultClusterRoles(): DefaultRole[] {
	return [
		{ name: 'admin', rules: [], aggregates: 'admin' },
		{ name: 'edit', rules: [], aggregates: 'edit', aggregatedTo: 'admin' },
		{ name: 'view', rules: [], aggregates: 'view', aggregatedTo: 'edit' },
		{ name: 'system:aggregate-to-admin', rules: policyRules(ADMIN), aggregatedTo: 'admin' },
		{ name: 'system:aggregate-to-edit', rules: policyRules(EDIT), aggregatedTo: 'edit' },
		{ name: 'system:aggregate-to-view', rules: policyRules(VIEW), aggregatedTo: 'view' },
		{ name: 'system:node', rules: NODE_RULES },
		...Object.entries(ROLES).map(([name, lines]) => ({ name, rules: policyRules(lines) })),
		...APPROVED_SIGNERS.map((signer) => ({
			name: `system:certificates.k8s.io:${signer}-approver`,
			rules: policyRules(`approve certificates.k8s.io signers kubernetes.io/${signer}`),
		})),
	];
}

/** The rules of an aggregated role at the start, in the order in which the controller would collect them. */
export function collectedRules(role: Pick<DefaultRole, 'aggregates'>, roles: readonly DefaultRole[]): PolicyRule[] {
	const out: PolicyRule[] = [];
	const parts = roles.filter((each) => each.aggregatedTo === role.aggregates && each.aggregatedTo !== undefined);
	for (const part of parts.sort((a, b) => (a.name < b.name ? -1 : 1))) {
		const rules = part.aggregates === undefined ? part.rules : collectedRules(part, roles);
		for (const rule of rules) {
			if (!out.some((each) => JSON.stringify(each) === JSON.stringify(rule))) out.push(rule);
		}
	}
	return out;
}

export function aggregationRule(label: string): NonNullable<ClusterRole['aggregationRule']> {
	return { clusterRoleSelectors: [{ matchLabels: { [aggregationLabel(label)]: 'true' } }] };
}

export function aggregationLabel(to: string): string {
	return `rbac.authorization.k8s.io/aggregate-to-${to}`;
}

const APPROVED_SIGNERS = [
	'kube-apiserver-client',
	'kube-apiserver-client-kubelet',
	'kubelet-serving',
	'legacy-unknown',
];

const ADMIN = `
	create authorization.k8s.io localsubjectaccessreviews
	readwrite rbac.authorization.k8s.io roles,rolebindings
`;

const EDIT = `
	read core pods/attach,pods/proxy,pods/exec,pods/portforward,secrets,services/proxy
	impersonate core serviceaccounts
	write core pods,pods/attach,pods/proxy,pods/exec,pods/portforward
	create core pods/eviction
	write core replicationcontrollers,replicationcontrollers/scale,serviceaccounts,services,services/proxy,persistentvolumeclaims,configmaps,secrets,events
	create core serviceaccounts/token
	write apps statefulsets,statefulsets/scale,daemonsets,deployments,deployments/scale,deployments/rollback,replicasets,replicasets/scale
	write autoscaling horizontalpodautoscalers
	write batch jobs,cronjobs
	write extensions daemonsets,deployments,deployments/scale,deployments/rollback,ingresses,replicasets,replicasets/scale,replicationcontrollers/scale,networkpolicies
	write policy poddisruptionbudgets
	write networking.k8s.io networkpolicies,ingresses
	readwrite coordination.k8s.io leases
	write resource.k8s.io resourceclaims,resourceclaimtemplates
`;

const VIEW = `
	read core pods,replicationcontrollers,replicationcontrollers/scale,serviceaccounts,services,services/status,endpoints,persistentvolumeclaims,persistentvolumeclaims/status,configmaps
	read core limitranges,resourcequotas,bindings,events,pods/status,resourcequotas/status,namespaces/status,replicationcontrollers/status,pods/log
	read core namespaces
	read discovery.k8s.io endpointslices
	read apps controllerrevisions,statefulsets,statefulsets/status,statefulsets/scale,daemonsets,daemonsets/status,deployments,deployments/status,deployments/scale,replicasets,replicasets/status,replicasets/scale
	read autoscaling horizontalpodautoscalers,horizontalpodautoscalers/status
	read batch jobs,cronjobs,cronjobs/status,jobs/status
	read extensions daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status,ingresses,ingresses/status,replicasets,replicasets/scale,replicasets/status,replicationcontrollers/scale,networkpolicies
	read policy poddisruptionbudgets,poddisruptionbudgets/status
	read networking.k8s.io networkpolicies,ingresses,ingresses/status
	read resource.k8s.io resourceclaims,resourceclaims/status,resourceclaimtemplates
`;

const ROLES: { readonly [name: string]: string } = {
	'cluster-admin': `
		* * *
		* *
	`,
	'system:discovery': 'get /livez,/readyz,/healthz,/version,/version/,/openapi,/openapi/*,/api,/api/*,/apis,/apis/*',
	'system:monitoring': 'get /metrics,/metrics/slis,/livez,/readyz,/healthz,/livez/*,/readyz/*,/healthz/*',
	'system:basic-user': `
		create authorization.k8s.io selfsubjectaccessreviews,selfsubjectrulesreviews
		create authentication.k8s.io selfsubjectreviews
	`,
	'system:public-info-viewer': 'get /livez,/readyz,/healthz,/version,/version/',
	'system:heapster': `
		read core events,pods,nodes,namespaces
		read extensions deployments
	`,
	'system:node-problem-detector': `
		get core nodes
		patch core nodes/status
		${EVENTS}
	`,
	'system:kubelet-api-admin': `
		read core nodes
		proxy core nodes
		* core nodes/proxy,nodes/metrics,nodes/stats,nodes/log
		* core nodes/configz,nodes/healthz,nodes/pods
	`,
	'system:node-bootstrapper': 'create,get,list,watch certificates.k8s.io certificatesigningrequests',
	'system:auth-delegator': `
		create authentication.k8s.io tokenreviews
		create authorization.k8s.io subjectaccessreviews
	`,
	'system:kube-aggregator': 'read core services,endpoints',
	'system:kube-controller-manager': `
		${EVENTS}
		create coordination.k8s.io leases
		get,update coordination.k8s.io leases kube-controller-manager
		create core secrets,serviceaccounts
		delete core secrets
		get core namespaces,secrets,serviceaccounts,configmaps
		update core secrets,serviceaccounts
		create authentication.k8s.io tokenreviews
		create authorization.k8s.io subjectaccessreviews
		list,watch * *
		create core serviceaccounts/token
	`,
	'system:kube-dns': 'list,watch core endpoints,services',
	'system:persistent-volume-provisioner': `
		get,list,watch,create,delete core persistentvolumes
		get,list,watch,update core persistentvolumeclaims
		read storage.k8s.io storageclasses
		watch core events
		${EVENTS}
	`,
	'system:certificates.k8s.io:certificatesigningrequests:nodeclient':
		'create certificates.k8s.io certificatesigningrequests/nodeclient',
	'system:certificates.k8s.io:certificatesigningrequests:selfnodeclient':
		'create certificates.k8s.io certificatesigningrequests/selfnodeclient',
	'system:volume-scheduler': `
		read+update core persistentvolumes
		read storage.k8s.io storageclasses
		read+update core persistentvolumeclaims
	`,
	'system:service-account-issuer-discovery':
		'get /.well-known/openid-configuration,/.well-known/openid-configuration/,/openid/v1/jwks,/openid/v1/jwks/',
	'system:node-proxier': `
		list,watch core services,endpoints
		read core nodes
		${EVENTS}
		list,watch networking.k8s.io servicecidrs
		list,watch discovery.k8s.io endpointslices
	`,
	'system:kube-scheduler': `
		${EVENTS}
		create coordination.k8s.io leases
		get,list,update,watch coordination.k8s.io leases kube-scheduler
		readwrite coordination.k8s.io leasecandidates
		read core nodes
		get,list,watch,delete core pods
		create core pods/binding,bindings
		patch,update core pods/status
		read core services,replicationcontrollers
		read apps,extensions replicasets
		read apps statefulsets
		read policy poddisruptionbudgets
		read core persistentvolumeclaims,persistentvolumes
		create authentication.k8s.io tokenreviews
		create authorization.k8s.io subjectaccessreviews
		read storage.k8s.io csinodes
		read storage.k8s.io volumeattachments
		read core namespaces
		read storage.k8s.io csidrivers
		read storage.k8s.io csistoragecapacities
		read resource.k8s.io deviceclasses
		read+update resource.k8s.io resourceclaims
		read+update resource.k8s.io resourceclaims/status
		read+update core pods/finalizers
		read resource.k8s.io resourceslices
	`,
};
