import type { Authorizer } from './authorizer.ts';
import { authorizerChain } from './authorizer.ts';
import { rbacAuthorizer } from './rbac-authorizer.ts';
import type { RbacBindings } from './rbac-bindings.ts';
import { ALWAYS_ALLOW, ALWAYS_DENY, MASTERS_AUTHORIZER } from './system-authorizer.ts';

/** What kubeadm writes into the server's manifest. */
export const DEFAULT_MODES = ['Node', 'RBAC'];

/** The modes that a server knows. Models pkg/kubeapiserver/authorizer/modes. */
export const AUTHORIZATION_MODES = ['ABAC', 'AlwaysAllow', 'AlwaysDeny', 'Node', 'RBAC', 'Webhook'];

/**
 * The authorizers of --authorization-mode, in its order, after the one for masters. Models pkg/kubeapiserver/authorizer Config.New.
 * Differs: ABAC and Webhook have no opinion.
 */
export function authorizersOf(modes: readonly string[], parts: { rbac: RbacBindings; node: Authorizer }): Authorizer {
	const chain = modes.flatMap((mode): Authorizer[] => {
		switch (mode) {
			case 'AlwaysAllow':
				return [ALWAYS_ALLOW];
			case 'AlwaysDeny':
				return [ALWAYS_DENY];
			case 'Node':
				return [parts.node];
			case 'RBAC':
				return [rbacAuthorizer(parts.rbac)];
			default:
				return [];
		}
	});
	return authorizerChain([MASTERS_AUTHORIZER, ...chain]);
}
