import { type CelAuthorization, CelAuthorizer, RESOURCE_CHECK } from '../../../machinery/cel/authorizer-library.ts';
import type { UserInfo } from '../../request.ts';
import type { ServerCore } from '../../server-core.ts';
import type { AdmissionAttributes } from '../admission.ts';
import type { ExpressionNames } from './evaluate-expression.ts';

/** Whom expressions may ask what the user of the request, or a service account, is allowed. */
export function authorizerNames(attributes: AdmissionAttributes, core: ServerCore): ExpressionNames {
	const { kind, namespace, name, subresource } = attributes;
	const authorizer = new CelAuthorizer((question) => answer(question, attributes.user, core));
	const resource = { group: kind.group, resource: kind.plural, subresource, namespace, name };
	return { authorizer, 'authorizer.requestResource': authorizer.with(resource, RESOURCE_CHECK) };
}

function answer(
	{ path, verb, serviceAccount, group, ...resource }: CelAuthorization,
	user: UserInfo,
	core: ServerCore,
): { readonly allowed: boolean; readonly reason: string } {
	const { decision, reason } = core.decide({
		...resource,
		...{ apiGroup: group, apiVersion: '*', verb, isResourceRequest: path === undefined, path: path ?? '' },
		user: serviceAccount === undefined ? user : accountUser(serviceAccount),
	});
	return { allowed: decision === 'allow', reason };
}

/** Models apiserver/pkg/authentication/serviceaccount UserInfo. */
function accountUser({ namespace, name }: { readonly namespace: string; readonly name: string }): UserInfo {
	return {
		name: `system:serviceaccount:${namespace}:${name}`,
		groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
	};
}
