import { expect, test } from 'vitest';
import { controllerAccounts } from '../../../simulator/apiserver/authorization/default-policy/controller-roles.ts';
import { defaultPolicy } from '../../../simulator/apiserver/authorization/default-policy/default-policy.ts';

const find = (kind: string, name: string) =>
	defaultPolicy().find((each) => each.kind === kind && each.metadata.name === name);

const rulesOf = (role: string): readonly object[] => (find('ClusterRole', role)?.rules ?? []) as object[];

test('the default policy has the roles and bindings of v1.35', () => {
	const count = (kind: string): number => defaultPolicy().filter((each) => each.kind === kind).length;
	expect(['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'].map(count)).toEqual([68, 49, 7, 7]);
	const keys = defaultPolicy().map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`);
	expect(new Set(keys).size).toBe(keys.length);
	expect(controllerAccounts().length).toBe(37);
});

test('rules are written as the server writes them', () => {
	expect(find('ClusterRole', 'system:basic-user')).toEqual({
		apiVersion: 'rbac.authorization.k8s.io/v1',
		kind: 'ClusterRole',
		metadata: {
			name: 'system:basic-user',
			labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' },
			annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
		},
		rules: [
			{
				verbs: ['create'],
				apiGroups: ['authorization.k8s.io'],
				resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
			},
			{ verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'] },
		],
	});
	expect(find('ClusterRole', 'cluster-admin')?.rules).toEqual([
		{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
		{ verbs: ['*'], nonResourceURLs: ['*'] },
	]);
	expect(rulesOf('system:kube-scheduler')[2]).toEqual({
		verbs: ['get', 'list', 'update', 'watch'],
		apiGroups: ['coordination.k8s.io'],
		resources: ['leases'],
		resourceNames: ['kube-scheduler'],
	});
});

test('edit is what is labelled for it, admin is more', () => {
	const edit = find('ClusterRole', 'edit');
	expect(edit?.aggregationRule).toEqual({
		clusterRoleSelectors: [{ matchLabels: { 'rbac.authorization.k8s.io/aggregate-to-edit': 'true' } }],
	});
	expect(edit?.metadata).toMatchObject({ labels: { 'rbac.authorization.k8s.io/aggregate-to-admin': 'true' } });
	expect(['view', 'edit', 'admin'].map((name) => rulesOf(name).length)).toEqual([11, 25, 27]);
});
