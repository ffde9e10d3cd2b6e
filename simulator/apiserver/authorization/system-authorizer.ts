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

/** --authorization-mode=AlwaysAllow. Models authorizerfactory NewAlwaysAllowAuthorizer. */
export const ALWAYS_ALLOW: Authorizer = {
	authorize: () => ({ decision: 'allow', reason: '' }),
	rulesFor: () => ({
		rules: [
			{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
			{ verbs: ['*'], nonResourceURLs: ['*'] },
		],
		incomplete: false,
	}),
};

/** --authorization-mode=AlwaysDeny. Models authorizerfactory NewAlwaysDenyAuthorizer. */
export const ALWAYS_DENY: Authorizer = {
	authorize: () => ({ decision: 'no opinion', reason: 'Everything is forbidden.' }),
	rulesFor: () => ({ rules: [], incomplete: false }),
};
