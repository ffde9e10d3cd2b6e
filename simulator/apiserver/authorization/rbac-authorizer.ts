import type { PolicyRule, Subject } from '../../api/rbac/types.ts';
import type { UserInfo } from '../request.ts';
import type { AuthorizationAttributes, Authorizer, UserRules } from './authorizer.ts';
import type { Grant, RbacBindings } from './rbac-bindings.ts';

/** Roles and bindings as they stand in the store. Models plugin/pkg/auth/authorizer/rbac RBACAuthorizer. */
export function rbacAuthorizer(bindings: RbacBindings): Authorizer {
	return {
		authorize(attributes) {
			const grants = bindings.grantsOf(attributes.user, attributes.namespace);
			for (const grant of grants) {
				if (!grant.rules.some((rule) => ruleAllows(rule, attributes))) continue;
				grant.description ??= `RBAC: allowed by ${describeGrant(grant)}`;
				return { decision: 'allow', reason: grant.description };
			}
			const problems = problemsOf(grants);
			return { decision: 'no opinion', reason: problems === '' ? '' : `RBAC: ${problems}` };
		},
		rulesFor: (user, namespace) => userRules(bindings, user, namespace),
	};
}

/** Models RBACAuthorizer RulesFor. */
function userRules(bindings: RbacBindings, user: UserInfo, namespace: string): UserRules {
	const grants = bindings.grantsOf(user, namespace);
	const problems = problemsOf(grants);
	const rules = grants.flatMap((grant) => grant.rules);
	return { rules, incomplete: false, ...(problems === '' ? {} : { problem: problems }) };
}

/** Models apimachinery/pkg/util/errors Aggregate: each error once. */
function problemsOf(grants: readonly Grant[]): string {
	const problems = [...new Set(grants.flatMap(({ problem }) => problem ?? []))];
	return problems.length > 1 ? `[${problems.join(', ')}]` : (problems[0] ?? '');
}

/** Models pkg/registry/rbac/validation clusterRoleBindingDescriber and roleBindingDescriber. */
function describeGrant({ binding, subject }: Grant): string {
	const { name, namespace } = binding.metadata;
	const shown =
		namespace === undefined ? `ClusterRoleBinding ${quoted(name)}` : `RoleBinding ${quoted(`${name}/${namespace}`)}`;
	const { roleRef } = binding;
	return `${shown} of ${roleRef.kind} ${quoted(roleRef.name)} to ${describeSubject(subject, namespace ?? '')}`;
}

function describeSubject({ kind, name, namespace }: Subject, bindingNamespace: string): string {
	if (kind !== 'ServiceAccount') return `${kind} ${quoted(name)}`;
	return `${kind} ${quoted(`${name}/${namespace || bindingNamespace}`)}`;
}

function quoted(text: string): string {
	return JSON.stringify(text);
}

/** Models pkg/registry/rbac RuleAllows. */
export function ruleAllows(rule: PolicyRule, attributes: Omit<AuthorizationAttributes, 'user'>): boolean {
	if (!includes(rule.verbs, attributes.verb)) return false;
	if (!attributes.isResourceRequest) {
		return (rule.nonResourceURLs ?? []).some(
			(url) =>
				url === '*' || url === attributes.path || (url.endsWith('*') && attributes.path.startsWith(url.slice(0, -1))),
		);
	}
	const { resource, subresource, name } = attributes;
	const combined = subresource === '' ? resource : `${resource}/${subresource}`;
	return (
		includes(rule.apiGroups, attributes.apiGroup) &&
		(rule.resources ?? []).some(
			(each) => each === '*' || each === combined || (subresource !== '' && each === `*/${subresource}`),
		) &&
		((rule.resourceNames ?? []).length === 0 || (rule.resourceNames ?? []).includes(name))
	);
}

function includes(list: readonly string[] | undefined, value: string): boolean {
	return (list ?? []).some((each) => each === '*' || each === value);
}
