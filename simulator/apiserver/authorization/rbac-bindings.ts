import type { ClusterRole, ClusterRoleBinding, PolicyRule, RoleBinding, Subject } from '../../api/rbac/types.ts';
import type { UserInfo } from '../request.ts';
import type { ServerCore } from '../server-core.ts';

export const RBAC_GROUP = 'rbac.authorization.k8s.io';
const RESOURCES = ['clusterroles', 'clusterrolebindings', 'roles', 'rolebindings'] as const;

/** What one subject of a binding brings. */
export interface Grant {
	readonly binding: ClusterRoleBinding | RoleBinding;
	readonly subject: Subject;
	readonly rules: readonly PolicyRule[];
	/** Why there are none: the role does not exist. */
	readonly problem: string | undefined;
	/** What access reviews say of it, once one has asked. */
	description?: string;
}

interface Placed {
	/** Its place among all bindings of its scope. */
	readonly place: number;
	readonly grant: Grant;
}

/**
 * The bindings by whom they bind: looked up for every request, made again after a change of any role or binding.
 * Models pkg/registry/rbac/validation DefaultRuleResolver.
 */
export class RbacBindings {
	readonly #core: ServerCore;
	/** What was found for those who ask again and again: the world's own components. */
	#found = new WeakMap<UserInfo, Map<string, readonly Grant[]>>();
	/** By namespace ('' for the whole cluster), then by subject. Absent: something has changed. */
	#bySubject: Map<string, ReadonlyMap<string, readonly Placed[]>> | undefined;

	constructor(core: ServerCore) {
		this.#core = core;
	}

	/** All that binds the user in a namespace ('': in the whole cluster), the cluster's bindings first, each in order. */
	grantsOf(user: UserInfo, namespace: string): readonly Grant[] {
		let found = this.#bySubject === undefined ? undefined : this.#found.get(user);
		const known = found?.get(namespace);
		if (known !== undefined) return known;
		const wide = this.#grantsIn('', user);
		const grants = namespace === '' ? wide : wide.concat(this.#grantsIn(namespace, user));
		if (found === undefined) {
			found = new Map();
			this.#found.set(user, found);
		}
		found.set(namespace, grants);
		return grants;
	}

	/** The rules of the role that a binding in `namespace` refers to; undefined when it does not exist. */
	roleRules(roleKind: string, name: string, namespace: string): readonly PolicyRule[] | undefined {
		const core = this.#core;
		const isCluster = roleKind === 'ClusterRole';
		const kind = core.kinds.byResource(RBAC_GROUP, 'v1', isCluster ? 'clusterroles' : 'roles');
		const role = kind && core.storageOf(kind).find(isCluster ? '' : namespace, name);
		return role === undefined ? undefined : ((role as ClusterRole).rules ?? []);
	}

	#grantsIn(namespace: string, user: UserInfo): readonly Grant[] {
		const index = this.#index(namespace);
		if (index.size === 0) return [];
		const found: Placed[] = [...(index.get(userKey(user.name)) ?? [])];
		for (const group of user.groups) found.push(...(index.get(groupKey(group)) ?? []));
		return found.sort((a, b) => a.place - b.place).map(({ grant }) => grant);
	}

	#index(namespace: string): ReadonlyMap<string, readonly Placed[]> {
		if (this.#bySubject === undefined) {
			this.#bySubject = new Map();
			this.#listen();
		}
		let index = this.#bySubject.get(namespace);
		if (index === undefined) {
			index = this.#build(namespace);
			this.#bySubject.set(namespace, index);
		}
		return index;
	}

	#listen(): void {
		const { kinds, store } = this.#core;
		for (const resource of RESOURCES) {
			const kind = kinds.byResource(RBAC_GROUP, 'v1', resource);
			if (kind !== undefined) store.onceChanged(`/registry/${kind.storagePrefix}/`, () => this.#forget());
		}
	}

	#forget(): void {
		this.#bySubject = undefined;
		this.#found = new WeakMap();
	}

	#build(namespace: string): ReadonlyMap<string, readonly Placed[]> {
		const core = this.#core;
		const kind = core.kinds.byResource(RBAC_GROUP, 'v1', namespace === '' ? 'clusterrolebindings' : 'rolebindings');
		const index = new Map<string, Placed[]>();
		const bindings = kind === undefined ? [] : (core.storageOf(kind).all(namespace) as RoleBinding[]);
		for (const [place, binding] of bindings.entries()) {
			const { roleRef } = binding;
			const rules = this.roleRules(roleRef.kind, roleRef.name, namespace);
			const problem = rules === undefined ? roleNotFound(roleRef.kind, roleRef.name) : undefined;
			const seen = new Set<string>();
			for (const subject of binding.subjects ?? []) {
				const key = keyOf(subject, namespace);
				if (key === undefined || seen.has(key)) continue;
				seen.add(key);
				const placed = { place, grant: { binding, subject, rules: rules ?? [], problem } };
				const others = index.get(key);
				if (others === undefined) index.set(key, [placed]);
				else others.push(placed);
			}
		}
		return index;
	}
}

/** As the real server's lister words it. */
export function roleNotFound(roleKind: string, name: string): string {
	return `${roleKind === 'ClusterRole' ? 'clusterrole' : 'role'}.${RBAC_GROUP} ${JSON.stringify(name)} not found`;
}

function keyOf(subject: Subject, namespace: string): string | undefined {
	switch (subject.kind) {
		case 'User':
			return userKey(subject.name);
		case 'Group':
			return groupKey(subject.name);
		case 'ServiceAccount':
			return userKey(`system:serviceaccount:${subject.namespace || namespace}:${subject.name}`);
		default:
			return undefined;
	}
}

function userKey(name: string): string {
	return `u${name}`;
}

function groupKey(name: string): string {
	return `g${name}`;
}
