import { ApiError, forbidden } from '../../machinery/status.ts';
import type { AuthorizationAttributes } from './authorizer.ts';

/** The refusal that a user reads. Models apiserver/pkg/endpoints/handlers/responsewriters Forbidden. */
export function forbiddenBy(attributes: AuthorizationAttributes, reason: string): ApiError {
	const text = reason === '' ? whatUserCannot(attributes) : `${whatUserCannot(attributes)}: ${reason}`;
	if (attributes.isResourceRequest) {
		return forbidden({ group: attributes.apiGroup, resource: attributes.resource }, attributes.name, text);
	}
	return new ApiError({
		kind: 'Status',
		apiVersion: 'v1',
		metadata: {},
		status: 'Failure',
		message: `forbidden: ${text}`,
		reason: 'Forbidden',
		details: {},
		code: 403,
	});
}

function whatUserCannot(attributes: AuthorizationAttributes): string {
	const who = `User ${JSON.stringify(attributes.user.name)} cannot ${attributes.verb}`;
	if (!attributes.isResourceRequest) return `${who} path ${JSON.stringify(attributes.path)}`;
	const resource =
		attributes.subresource === '' ? attributes.resource : `${attributes.resource}/${attributes.subresource}`;
	const what = `${who} resource ${JSON.stringify(resource)} in API group ${JSON.stringify(attributes.apiGroup)}`;
	return attributes.namespace === ''
		? `${what} at the cluster scope`
		: `${what} in the namespace ${JSON.stringify(attributes.namespace)}`;
}
