import type { Authorizer } from './authorizer.ts';

/**
 * Lets the cluster's masters do everything, as the real server does before it asks anyone.
 * Models apiserver/pkg/authorization/authorizerfactory PrivilegedGroups.
 */
export const MASTERS_AUTHORIZER: Authorizer = {
	authorize({ user }) {
		return user.groups.includes('system:masters')
			? { decision: 'allow', reason: '' }
			: { decision: 'no opinion', reason: '' };
	},
};

/**
 * Lets the control plane's components and nodes do everything.
 * Differs: the real server grants each of them a role of its own (bootstrap policy, the node authorizer).
 */
export const COMPONENTS_AUTHORIZER: Authorizer = {
	authorize({ user }) {
		const trusted =
			user.groups.includes('system:nodes') ||
			user.groups.includes('system:serviceaccounts:kube-system') ||
			COMPONENTS.has(user.name);
		return trusted ? { decision: 'allow', reason: '' } : { decision: 'no opinion', reason: '' };
	},
};

const COMPONENTS = new Set([
	'system:apiserver',
	'system:kube-controller-manager',
	'system:kube-scheduler',
	'system:kube-proxy',
]);

/**
 * What everybody may ask: health and version without being known, discovery once authenticated.
 * Models plugin/pkg/auth/authorizer/rbac/bootstrappolicy system:public-info-viewer, system:discovery.
 */
export const PUBLIC_AUTHORIZER: Authorizer = {
	authorize({ user, isResourceRequest, verb, path, resource, apiGroup }) {
		const allowed = isResourceRequest
			? verb === 'create' && SELF_REVIEWS.has(`${apiGroup}/${resource}`) && user.groups.includes('system:authenticated')
			: (verb === 'get' || verb === 'head') &&
				(PUBLIC_PATHS.test(path) || (DISCOVERY_PATHS.test(path) && user.groups.includes('system:authenticated')));
		return allowed ? { decision: 'allow', reason: '' } : { decision: 'no opinion', reason: '' };
	},
};

const PUBLIC_PATHS = /^\/(healthz|livez|readyz|version|version\/)$/;
const DISCOVERY_PATHS = /^\/(api|apis|openapi)(\/.*)?$/;

const SELF_REVIEWS = new Set([
	'authorization.k8s.io/selfsubjectaccessreviews',
	'authorization.k8s.io/selfsubjectrulesreviews',
	'authentication.k8s.io/selfsubjectreviews',
]);
