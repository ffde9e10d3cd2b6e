import type { ClusterRole, PolicyRule } from '../api/rbac/types.ts';
import { jsonEqual } from '../machinery/json-equal.ts';
import { labelSelectorFrom } from '../machinery/selectors.ts';
import { type Controller, type Scope, watch } from './controller.ts';
import { CLUSTER_ROLES } from './resources.ts';

/** On the roles that a cluster begins with. */
const DEFAULT_ROLE = 'kubernetes.io/bootstrapping';

/**
 * Gives roles with an aggregationRule the rules of those that it selects. Of the roles that a cluster begins with
 * nobody needs to be told: they have their rules. Models pkg/controller/clusterroleaggregation.
 */
export const roleAggregationController: Controller<undefined> = {
	name: 'clusterrole-aggregation-controller',
	user: 'clusterrole-aggregation-controller',
	workers: 1,
	watches: [
		watch<ClusterRole, undefined>(CLUSTER_ROLES, ({ type, object, old }, scope) => {
			if (type === 'added' && object.metadata.labels?.[DEFAULT_ROLE] !== undefined) return;
			if (old !== undefined && sameForOthers(object, old)) return;
			for (const role of aggregated(scope)) scope.queue.add(role.metadata.name);
		}),
	],
	reconcile: function* (name, scope) {
		const role = scope.lister(CLUSTER_ROLES).get('', name);
		if (!role?.aggregationRule) return;
		const rules = collected(role, scope);
		if (jsonEqual(rules, role.rules ?? [])) return;
		const { apiVersion, kind } = role;
		const applied = { apiVersion, kind, metadata: { name }, rules };
		yield* scope.client.patch(CLUSTER_ROLES, { name }, 'merge', applied);
	},
};

function aggregated(scope: Scope<undefined>): readonly ClusterRole[] {
	return scope
		.lister(CLUSTER_ROLES)
		.list()
		.filter(({ aggregationRule }) => Boolean(aggregationRule));
}

function sameForOthers(role: ClusterRole, old: ClusterRole): boolean {
	return (
		jsonEqual(role.rules ?? [], old.rules ?? []) &&
		jsonEqual(role.metadata.labels ?? {}, old.metadata.labels ?? {}) &&
		jsonEqual(role.aggregationRule ?? {}, old.aggregationRule ?? {})
	);
}

/** By the selectors in their order, then by name; each rule once. */
function collected(role: ClusterRole, scope: Scope<undefined>): PolicyRule[] {
	const rules: PolicyRule[] = [];
	const roles = [...scope.lister(CLUSTER_ROLES).list()].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
	for (const labelSelector of role.aggregationRule?.clusterRoleSelectors ?? []) {
		const selector = labelSelectorFrom(labelSelector);
		for (const each of roles) {
			if (each.metadata.name === role.metadata.name || !selector.matches(each.metadata.labels ?? {})) continue;
			for (const rule of each.rules ?? []) if (!rules.some((known) => jsonEqual(known, rule))) rules.push(rule);
		}
	}
	return rules;
}
