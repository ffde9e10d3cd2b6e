import { compactedRules, compactString, uncoveredRules } from '../../api/rbac/rule-cover.ts';
import type { ClusterRole, PolicyRule, RoleBinding } from '../../api/rbac/types.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { forbidden, notFound } from '../../machinery/status.ts';
import type { StorageHook } from '../registry/storage-hook.ts';
import type { UserInfo } from '../request.ts';
import type { AuthorizationAttributes, Authorizer } from './authorizer.ts';
import { RBAC_GROUP, type RbacBindings } from './rbac-bindings.ts';

interface Policy {
	readonly bindings: RbacBindings;
	authorize(attributes: AuthorizationAttributes): ReturnType<Authorizer['authorize']>;
}

const EVERYTHING: readonly PolicyRule[] = [
	{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
	{ verbs: ['*'], nonResourceURLs: ['*'] },
];

/**
 * Nobody gives others more than they have themselves: a role's rules must be covered by its writer's own, unless they
 * may "escalate". Models pkg/registry/rbac/{role,clusterrole}/policybased.
 */
export function roleHook(policy: Policy, resource: 'roles' | 'clusterroles'): StorageHook {
	return {
		receive(object, old, user) {
			if (isMaster(user) || (old !== undefined && changesOwnersOnly(object, old))) return;
			const name = object.metadata.name ?? '';
			const namespace = object.metadata.namespace ?? '';
			if (isAllowed(policy, user, { verb: 'escalate', resource, name: old === undefined ? '' : name, namespace }))
				return;
			const { rules, aggregationRule } = object as ClusterRole;
			// An aggregated role's may be null.
			confirmNoEscalation(policy, user, rules ?? [], { resource, name, namespace });
			if (!aggregationRule && !(old as ClusterRole | undefined)?.aggregationRule) return;
			const owned = rulesOf(policy, user, namespace);
			if (uncoveredRules(owned, EVERYTHING).length === 0) return;
			const because = 'must have cluster-admin privileges to use an aggregationRule';
			throw forbidden({ group: RBAC_GROUP, resource }, name, because);
		},
	};
}

/**
 * To bind a role one must have its rules, or may "bind" it.
 * Models pkg/registry/rbac/{rolebinding,clusterrolebinding}/policybased.
 */
export function bindingHook(policy: Policy, resource: 'rolebindings' | 'clusterrolebindings'): StorageHook {
	return {
		receive(object, old, user) {
			if (isMaster(user) || (old !== undefined && changesOwnersOnly(object, old))) return;
			const { roleRef, metadata } = object as RoleBinding;
			const namespace = metadata.namespace ?? '';
			const target = roleRef.kind === 'ClusterRole' ? 'clusterroles' : 'roles';
			if (isAllowed(policy, user, { verb: 'bind', resource: target, name: roleRef.name, namespace })) return;
			const rules = policy.bindings.roleRules(roleRef.kind, roleRef.name, namespace);
			if (rules === undefined) throw notFound({ group: RBAC_GROUP, resource: target.slice(0, -1) }, roleRef.name);
			confirmNoEscalation(policy, user, rules, { resource, name: metadata.name ?? '', namespace });
		},
	};
}

interface Written {
	readonly resource: string;
	readonly name: string;
	readonly namespace: string;
}

/** Models pkg/registry/rbac/validation ConfirmNoEscalation. */
function confirmNoEscalation(policy: Policy, user: UserInfo, rules: readonly PolicyRule[], written: Written): void {
	const missing = uncoveredRules(rulesOf(policy, user, written.namespace), rules);
	if (missing.length === 0) return;
	const lines = [...new Set(compactedRules(missing).map(compactString))].sort();
	const groups = user.groups.map((group) => JSON.stringify(group)).join(' ');
	const who = `user ${JSON.stringify(user.name)} (groups=[${groups}])`;
	const because = `${who} is attempting to grant RBAC permissions not currently held:\n${lines.join('\n')}`;
	const problems = problemsOf(policy, user, written.namespace);
	const suffix = problems.length === 0 ? '' : `; resolution errors: [${problems.join(' ')}]`;
	throw forbidden({ group: RBAC_GROUP, resource: written.resource }, written.name, because + suffix);
}

function rulesOf({ bindings }: Policy, user: UserInfo, namespace: string): PolicyRule[] {
	return bindings.grantsOf(user, namespace).flatMap(({ rules }) => rules);
}

function problemsOf({ bindings }: Policy, user: UserInfo, namespace: string): string[] {
	const problems = [...new Set(bindings.grantsOf(user, namespace).flatMap(({ problem }) => problem ?? []))];
	return problems.length > 1 ? [`[${problems.join(', ')}]`] : problems;
}

function isMaster({ groups }: UserInfo): boolean {
	return groups.includes('system:masters');
}

function isAllowed(
	policy: Policy,
	user: UserInfo,
	asked: { readonly verb: string; readonly resource: string; readonly name: string; readonly namespace: string },
): boolean {
	const attributes = { isResourceRequest: true, path: '', apiGroup: RBAC_GROUP, apiVersion: '*', subresource: '' };
	return policy.authorize({ ...attributes, ...asked, user }).decision === 'allow';
}

/** What the garbage collector must always be able to do. Models pkg/registry/rbac IsOnlyMutatingGCFields. */
function changesOwnersOnly(object: KubeObject, old: KubeObject): boolean {
	const { ownerReferences, finalizers } = old.metadata;
	const { managedFields, ...metadata } = object.metadata;
	const { managedFields: _, ...before } = old.metadata;
	const same = { ...metadata, ownerReferences, finalizers };
	return jsonEqual({ ...object, metadata: same }, { ...old, metadata: { ...before, ownerReferences, finalizers } });
}
