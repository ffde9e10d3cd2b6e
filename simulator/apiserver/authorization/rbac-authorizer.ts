import type { Kind } from '../../api/kind.ts';
import type { ClusterRole, ClusterRoleBinding, PolicyRule, RoleBinding, Subject } from '../../api/rbac/types.ts';
import type { UserInfo } from '../request.ts';
import type { ServerCore } from '../server-core.ts';
import type { AuthorizationAttributes, Authorizer } from './authorizer.ts';

const GROUP = 'rbac.authorization.k8s.io';

/** Roles and bindings as they stand in the store. Models plugin/pkg/auth/authorizer/rbac RBACAuthorizer. */
export function rbacAuthorizer(core: () => ServerCore): Authorizer {
	return {
		authorize(attributes) {
			const errors: string[] = [];
			const visitor = new RuleVisitor(core(), errors);
			if (visitor.allows(attributes)) return { decision: 'allow', reason: '' };
			const reason = errors.length === 0 ? '' : `RBAC: ${errors.length === 1 ? errors[0] : `[${errors.join(', ')}]`}`;
			return { decision: 'no opinion', reason };
		},
	};
}

/** Every rule that binds the user, with the binding that brings it. Models pkg/registry/rbac/validation VisitRulesFor. */
export function rulesFor(core: ServerCore, user: UserInfo, namespace: string): PolicyRule[] {
	const rules: PolicyRule[] = [];
	new RuleVisitor(core, []).visit(user, namespace, (rule) => {
		rules.push(rule);
		return false;
	});
	return rules;
}

class RuleVisitor {
	readonly #core: ServerCore;
	readonly #errors: string[];

	constructor(core: ServerCore, errors: string[]) {
		this.#core = core;
		this.#errors = errors;
	}

	allows(attributes: AuthorizationAttributes): boolean {
		return this.visit(attributes.user, attributes.namespace, (rule) => ruleAllows(rule, attributes));
	}

	/** @returns whether `found` said true to a rule. */
	visit(user: UserInfo, namespace: string, found: (rule: PolicyRule) => boolean): boolean {
		for (const binding of this.#all<ClusterRoleBinding>('clusterrolebindings', '')) {
			if (!binds(binding.subjects, user, '')) continue;
			if (this.#rulesOf('ClusterRole', binding.roleRef.name, '').some(found)) return true;
		}
		if (namespace === '') return false;
		for (const binding of this.#all<RoleBinding>('rolebindings', namespace)) {
			if (!binds(binding.subjects, user, namespace)) continue;
			if (this.#rulesOf(binding.roleRef.kind, binding.roleRef.name, namespace).some(found)) return true;
		}
		return false;
	}

	#kind(resource: string): Kind | undefined {
		return this.#core.kinds.byResource(GROUP, 'v1', resource);
	}

	#all<T>(resource: string, namespace: string): readonly T[] {
		const kind = this.#kind(resource);
		return kind === undefined ? [] : (this.#core.storageOf(kind).all(namespace) as T[]);
	}

	#rulesOf(roleKind: string, name: string, namespace: string): readonly PolicyRule[] {
		const isCluster = roleKind === 'ClusterRole';
		const kind = this.#kind(isCluster ? 'clusterroles' : 'roles');
		const role = kind && this.#core.storageOf(kind).find(isCluster ? '' : namespace, name);
		if (role !== undefined) return (role as ClusterRole).rules ?? [];
		const resource = isCluster ? 'clusterrole' : 'role';
		this.#errors.push(`${resource}.${GROUP} ${JSON.stringify(name)} not found`);
		return [];
	}
}

function binds(subjects: readonly Subject[] | undefined, user: UserInfo, namespace: string): boolean {
	return (subjects ?? []).some((subject) => {
		switch (subject.kind) {
			case 'User':
				return subject.name === user.name;
			case 'Group':
				return user.groups.includes(subject.name);
			case 'ServiceAccount':
				return user.name === `system:serviceaccount:${subject.namespace || namespace}:${subject.name}`;
			default:
				return false;
		}
	});
}

/** Models pkg/registry/rbac RuleAllows. */
export function ruleAllows(rule: PolicyRule, attributes: AuthorizationAttributes): boolean {
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
