import { type FieldError, invalidValue, required } from '../../machinery/field-error.ts';
import { invalid } from '../../machinery/status.ts';
import type { ApiServer } from '../api-server.ts';
import type { AuthorizationAttributes } from '../authorization/authorizer.ts';
import type { UserInfo } from '../request.ts';
import type { Review, ReviewHandler } from './review.ts';

interface AccessSpec {
	readonly resourceAttributes?: {
		readonly namespace?: string;
		readonly verb?: string;
		readonly group?: string;
		readonly version?: string;
		readonly resource?: string;
		readonly subresource?: string;
		readonly name?: string;
	};
	readonly nonResourceAttributes?: { readonly path?: string; readonly verb?: string };
	readonly user?: string;
	readonly groups?: readonly string[] | null;
	readonly uid?: string;
}

/** `kubectl auth can-i`. Models pkg/registry/authorization/selfsubjectaccessreview. */
export const selfSubjectAccessReview: ReviewHandler = (review, scope, server) => {
	const spec = (review.spec ?? {}) as AccessSpec;
	check(review, attributeErrors(spec));
	return decide(server, scope.user, spec);
};

/** Models pkg/registry/authorization/subjectaccessreview. */
export const subjectAccessReview: ReviewHandler = (review, _scope, server) => {
	const spec = (review.spec ?? {}) as AccessSpec;
	check(review, [...attributeErrors(spec), ...subjectErrors(spec)]);
	return decide(server, subjectOf(spec), spec);
};

/** Models pkg/registry/authorization/localsubjectaccessreview. */
export const localSubjectAccessReview: ReviewHandler = (review, scope, server) => {
	const spec = (review.spec ?? {}) as AccessSpec;
	const namespace = spec.resourceAttributes?.namespace ?? '';
	const errors = [...attributeErrors(spec), ...subjectErrors(spec)];
	if (namespace !== scope.info.namespace) {
		errors.push(invalidValue('spec.resourceAttributes.namespace', namespace, 'must match metadata.namespace'));
	}
	check(review, errors);
	return decide(server, subjectOf(spec), spec);
};

/** `kubectl auth can-i --list`. Models pkg/registry/authorization/selfsubjectrulesreview. */
export const selfSubjectRulesReview: ReviewHandler = (review, scope, server) => {
	const namespace = (review.spec as { namespace?: string } | undefined)?.namespace ?? '';
	const { rules, incomplete, problem } = server.rulesFor(scope.user, namespace);
	const resourceRules = rules
		.filter((rule) => (rule.resources ?? []).length > 0)
		.map(({ verbs, apiGroups, resources, resourceNames }) => ({ verbs, apiGroups, resources, resourceNames }));
	const nonResourceRules = rules
		.filter((rule) => (rule.nonResourceURLs ?? []).length > 0)
		.map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs }));
	return {
		resourceRules,
		nonResourceRules,
		incomplete,
		...(problem === undefined ? {} : { evaluationError: problem }),
	};
};

function decide(server: ApiServer, user: UserInfo, spec: AccessSpec): object {
	const { decision, reason } = server.decide(attributesOf(user, spec));
	return {
		allowed: decision === 'allow',
		...(decision === 'deny' ? { denied: true } : {}),
		...(reason === '' ? {} : { reason }),
	};
}

function attributesOf(user: UserInfo, spec: AccessSpec): AuthorizationAttributes {
	const { resourceAttributes: resource, nonResourceAttributes: other } = spec;
	return {
		user,
		isResourceRequest: resource !== undefined,
		path: other?.path ?? '',
		verb: resource?.verb ?? other?.verb ?? '',
		apiGroup: resource?.group ?? '',
		apiVersion: resource?.version ?? '',
		namespace: resource?.namespace ?? '',
		resource: resource?.resource ?? '',
		subresource: resource?.subresource ?? '',
		name: resource?.name ?? '',
	};
}

function subjectOf({ user = '', groups, uid }: AccessSpec): UserInfo {
	return { name: user, groups: groups ?? [], ...(uid === undefined ? {} : { uid }) };
}

/** Models pkg/apis/authorization/validation. */
function attributeErrors(spec: AccessSpec): FieldError[] {
	const { resourceAttributes, nonResourceAttributes } = spec;
	if (resourceAttributes !== undefined && nonResourceAttributes !== undefined) {
		return [
			invalidValue(
				'spec.nonResourceAttributes',
				nonResourceAttributes,
				'cannot be specified in combination with resourceAttributes',
			),
		];
	}
	if (resourceAttributes !== undefined || nonResourceAttributes !== undefined) return [];
	const detail = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
	return [invalidValue('spec.resourceAttributes', undefined, detail)];
}

function subjectErrors({ user = '', groups }: AccessSpec): FieldError[] {
	if (user !== '' || (groups ?? []).length > 0) return [];
	return [required('spec.user', 'at least one of user or group must be specified')];
}

function check(review: Review, errors: readonly FieldError[]): void {
	if (errors.length > 0) throw invalid({ group: 'authorization.k8s.io', kind: review.kind }, '', errors);
}
