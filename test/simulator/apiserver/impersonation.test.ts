import { expect, test } from 'vitest';
import type { UserInfo } from '../../../simulator/apiserver/request.ts';
import type { Status } from '../../../simulator/machinery/status.ts';
import { person, policyServer } from './policy-server.ts';
import { ADMIN } from './test-server.ts';

const WHO = '/apis/authentication.k8s.io/v1/selfsubjectreviews';

test('who is impersonated, and who may not', () => {
	const server = policyServer();
	server.ask('POST', '/apis/rbac.authorization.k8s.io/v1/clusterroles', {
		metadata: { name: 'actor' },
		rules: [
			{ verbs: ['impersonate'], apiGroups: [''], resources: ['users'], resourceNames: ['jane'] },
			{ verbs: ['impersonate'], apiGroups: ['authentication.k8s.io'], resources: ['userextras/scopes'] },
		],
	});
	server.ask('POST', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
		metadata: { name: 'actor' },
		roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'actor' },
		subjects: [{ kind: 'User', name: 'bob', apiGroup: 'rbac.authorization.k8s.io' }],
	});
	const check = (user: UserInfo, headers: { [name: string]: string }, expected: object | string): void => {
		const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
		const { status, body: answer } = server.call('POST', WHO, body, { user, headers });
		if (status >= 400) expect(`${status} ${(answer as Status).message}`).toBe(expected);
		else expect((answer as { status: { userInfo: object } }).status.userInfo).toEqual(expected);
	};
	const bob = person('bob');
	check(
		ADMIN,
		{
			'impersonate-user': 'eve',
			'impersonate-group': 'a,b',
			'impersonate-uid': 'u1',
			'impersonate-extra-example.com%2ffloor': '3',
		},
		{ username: 'eve', uid: 'u1', groups: ['a', 'b', 'system:authenticated'], extra: { 'example.com/floor': ['3'] } },
	);
	check(
		ADMIN,
		{ 'impersonate-user': 'system:serviceaccount:default:app' },
		{
			username: 'system:serviceaccount:default:app',
			groups: ['system:serviceaccounts', 'system:serviceaccounts:default', 'system:authenticated'],
		},
	);
	check(bob, { 'impersonate-user': 'jane' }, { username: 'jane', groups: ['system:authenticated'] });
	check(
		bob,
		{ 'impersonate-user': 'jane', 'impersonate-extra-scopes': 'x' },
		{ username: 'jane', groups: ['system:authenticated'], extra: { scopes: ['x'] } },
	);
	const cannot = (what: string, where = 'at the cluster scope'): string =>
		`is forbidden: User "bob" cannot impersonate resource ${what} ${where}`;
	check(bob, { 'impersonate-user': 'eve' }, `403 users "eve" ${cannot('"users" in API group ""')}`);
	check(
		bob,
		{ 'impersonate-user': 'jane', 'impersonate-group': 'ops' },
		`403 groups "ops" ${cannot('"groups" in API group ""')}`,
	);
	check(
		bob,
		{ 'impersonate-user': 'jane', 'impersonate-uid': 'u1' },
		`403 uids.authentication.k8s.io "u1" ${cannot('"uids" in API group "authentication.k8s.io"')}`,
	);
	check(
		bob,
		{ 'impersonate-user': 'jane', 'impersonate-extra-floor': '3' },
		`403 userextras.authentication.k8s.io "3" ${cannot('"userextras/floor" in API group "authentication.k8s.io"')}`,
	);
	check(
		bob,
		{ 'impersonate-user': 'system:serviceaccount:default:app' },
		`403 serviceaccounts "app" ${cannot('"serviceaccounts" in API group ""', 'in the namespace "default"')}`,
	);
	check(
		ADMIN,
		{ 'impersonate-group': 'ops', 'impersonate-uid': 'u1' },
		'400 requested [{Group  ops    } {UID  u1  authentication.k8s.io/v1  }] without impersonating a user',
	);
	check(
		ADMIN,
		{ 'impersonate-user': 'system:anonymous' },
		'403 selfsubjectreviews.authentication.k8s.io is forbidden: User "system:anonymous" cannot create resource "selfsubjectreviews" in API group "authentication.k8s.io" at the cluster scope',
	);
});
