import { expect, test } from 'vitest';
import { person, policyServer } from './policy-server.ts';

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const role = (name: string, ...rules: object[]): object => ({ metadata: { name }, rules });
const binding = (name: string, kind: string, of: string, ...users: string[]): object => ({
	metadata: { name },
	roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: of },
	subjects: users.map((user) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user })),
});
const READ_PODS = { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'] };

test('nobody grants more than they have', () => {
	const server = policyServer();
	const bob = person('bob', 'dev');
	const roles = `${RBAC}/namespaces/default/roles`;
	const bindings = `${RBAC}/namespaces/default/rolebindings`;
	server.ask('POST', bindings, binding('bob', 'ClusterRole', 'admin', 'bob'));
	const check = (target: string, body: object, expected: string): void =>
		expect(server.outcome(bob, 'POST', target, body)).toBe(expected);
	check(roles, role('a', READ_PODS), '201');
	check(
		roles,
		role('b', READ_PODS, { verbs: ['list', 'get'], apiGroups: [''], resources: ['nodes', 'nodes/status'] }),
		'403 roles.rbac.authorization.k8s.io "b" is forbidden: user "bob" (groups=["dev" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n' +
			'{APIGroups:[""], Resources:["nodes"], Verbs:["list" "get"]}\n' +
			'{APIGroups:[""], Resources:["nodes/status"], Verbs:["list" "get"]}',
	);
	check(
		roles,
		role('c', { verbs: ['get'], apiGroups: [''], resources: ['nodes'], resourceNames: ['n1', 'n2'] }),
		'403 roles.rbac.authorization.k8s.io "c" is forbidden: user "bob" (groups=["dev" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n' +
			'{APIGroups:[""], Resources:["nodes"], ResourceNames:["n1"], Verbs:["get"]}\n' +
			'{APIGroups:[""], Resources:["nodes"], ResourceNames:["n2"], Verbs:["get"]}',
	);
	check(bindings, binding('d', 'Role', 'a', 'eve'), '201');
	check(bindings, binding('e', 'ClusterRole', 'edit', 'eve'), '201');
	check(
		bindings,
		binding('f', 'ClusterRole', 'cluster-admin', 'bob'),
		'403 rolebindings.rbac.authorization.k8s.io "f" is forbidden: user "bob" (groups=["dev" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n' +
			'{APIGroups:["*"], Resources:["*"], Verbs:["*"]}\n' +
			'{NonResourceURLs:["*"], Verbs:["*"]}',
	);
	check(bindings, binding('g', 'Role', 'none', 'bob'), '404 role.rbac.authorization.k8s.io "none" not found');
	check(
		bindings,
		binding('g', 'ClusterRole', 'none', 'bob'),
		'404 clusterrole.rbac.authorization.k8s.io "none" not found',
	);
	expect(server.outcome(bob, 'PATCH', `${roles}/a`, { rules: [{ ...READ_PODS, verbs: ['*'] }] })).toBe(
		'403 roles.rbac.authorization.k8s.io "a" is forbidden: user "bob" (groups=["dev" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n' +
			'{APIGroups:[""], Resources:["pods"], Verbs:["*"]}',
	);
});

test('escalate and bind are permissions of their own', () => {
	const server = policyServer();
	const bob = person('bob');
	const rules = [
		{ verbs: ['create', 'escalate'], apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'] },
		{ verbs: ['create'], apiGroups: ['rbac.authorization.k8s.io'], resources: ['rolebindings'] },
		{ verbs: ['bind'], apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'], resourceNames: ['view'] },
	];
	server.ask('POST', `${RBAC}/clusterroles`, role('giver', ...rules));
	server.ask('POST', `${RBAC}/clusterrolebindings`, binding('giver', 'ClusterRole', 'giver', 'bob'));
	expect(server.outcome(bob, 'POST', `${RBAC}/clusterroles`, role('all', READ_PODS))).toBe('201');
	const bindings = `${RBAC}/namespaces/default/rolebindings`;
	expect(server.outcome(bob, 'POST', bindings, binding('v', 'ClusterRole', 'view', 'eve'))).toBe('201');
	expect(server.outcome(bob, 'POST', bindings, binding('w', 'ClusterRole', 'all', 'eve'))).toBe(
		'403 rolebindings.rbac.authorization.k8s.io "w" is forbidden: user "bob" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n' +
			'{APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}',
	);
});

test('an aggregationRule takes everything to give', () => {
	const server = policyServer();
	const rules = [{ verbs: ['create'], apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'] }];
	server.ask('POST', `${RBAC}/clusterroles`, role('maker', ...rules));
	server.ask('POST', `${RBAC}/clusterrolebindings`, binding('maker', 'ClusterRole', 'maker', 'bob'));
	const aggregationRule = { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] };
	const body = { metadata: { name: 'sum' }, aggregationRule };
	expect(server.outcome(person('bob'), 'POST', `${RBAC}/clusterroles`, body)).toBe(
		'403 clusterroles.rbac.authorization.k8s.io "sum" is forbidden: must have cluster-admin privileges to use an aggregationRule',
	);
});

test('kubelets see what is theirs', () => {
	const server = policyServer();
	const node = person('system:node:node01', 'system:nodes');
	server.ask('POST', '/api/v1/namespaces/default/serviceaccounts', { metadata: { name: 'app' } });
	const spec = {
		nodeName: 'node01',
		serviceAccountName: 'app',
		containers: [{ name: 'c', image: 'i', envFrom: [{ configMapRef: { name: 'c1' } }] }],
		volumes: [{ name: 'v', secret: { secretName: 's1' } }],
	};
	server.ask('POST', '/api/v1/namespaces/default/pods', { metadata: { name: 'p' }, spec });
	server.ask('POST', '/api/v1/namespaces/default/pods', {
		metadata: { name: 'q' },
		spec: { ...spec, nodeName: 'node02', volumes: [{ name: 'v', secret: { secretName: 's2' } }] },
	});
	const cannot = (verb: string, resource: string, where: string, why: string): string =>
		`is forbidden: User "system:node:node01" cannot ${verb} resource "${resource}" in API group "" ${where}: ${why}`;
	const inDefault = 'in the namespace "default"';
	const unrelated = "no relationship found between node 'node01' and this object";
	const table: [method: 'GET' | 'POST' | 'DELETE', target: string, expected: string][] = [
		['GET', '/api/v1/namespaces/default/secrets/s1', '404 secrets "s1" not found'],
		['GET', '/api/v1/namespaces/default/configmaps/c1', '404 configmaps "c1" not found'],
		[
			'GET',
			'/api/v1/namespaces/default/secrets/s2',
			`403 secrets "s2" ${cannot('get', 'secrets', inDefault, unrelated)}`,
		],
		[
			'GET',
			'/api/v1/namespaces/default/secrets',
			`403 secrets ${cannot('list', 'secrets', inDefault, 'No Object name found')}`,
		],
		[
			'GET',
			'/api/v1/secrets',
			`403 secrets ${cannot('list', 'secrets', 'at the cluster scope', 'can only read namespaced object of this type')}`,
		],
		['GET', '/api/v1/namespaces/default/pods/p', '200'],
		['GET', '/api/v1/namespaces/default/pods/q', `403 pods "q" ${cannot('get', 'pods', inDefault, unrelated)}`],
		['GET', '/api/v1/pods?fieldSelector=spec.nodeName%3Dnode01', '200'],
		[
			'GET',
			'/api/v1/pods',
			`403 pods ${cannot('list', 'pods', 'at the cluster scope', 'can only list/watch pods with spec.nodeName field selector')}`,
		],
		[
			'GET',
			'/api/v1/nodes',
			`403 nodes ${cannot('list', 'nodes', 'at the cluster scope', "node 'node01' cannot read all nodes, only its own Node object")}`,
		],
		[
			'GET',
			'/api/v1/nodes/node02',
			`403 nodes "node02" ${cannot('get', 'nodes', 'at the cluster scope', "node 'node01' cannot read 'node02', only its own Node object")}`,
		],
		['GET', '/api/v1/nodes/node01', '404 nodes "node01" not found'],
		['GET', '/api/v1/services', '200'],
		[
			'DELETE',
			'/api/v1/namespaces/default',
			'403 namespaces "default" is forbidden: User "system:node:node01" cannot delete resource "namespaces" in API group "" in the namespace "default"',
		],
	];
	for (const [method, target, expected] of table) expect(server.outcome(node, method, target)).toBe(expected);
});

test('access reviews say which binding allows', () => {
	const server = policyServer();
	server.ask('POST', `${RBAC}/namespaces/default/rolebindings`, binding('bob', 'ClusterRole', 'view', 'bob'));
	const review = (user: string, verb: string, resource: string): unknown =>
		server.ask<{ status: object }>('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', {
			spec: { user, resourceAttributes: { namespace: 'default', verb, resource } },
		}).status;
	expect(review('bob', 'get', 'pods')).toEqual({
		allowed: true,
		reason: 'RBAC: allowed by RoleBinding "bob/default" of ClusterRole "view" to User "bob"',
	});
	expect(review('bob', 'get', 'secrets')).toEqual({ allowed: false });
	server.ask('POST', `${RBAC}/namespaces/default/rolebindings`, binding('lost', 'Role', 'gone', 'bob'));
	expect(review('bob', 'get', 'secrets')).toEqual({
		allowed: false,
		reason: 'RBAC: role.rbac.authorization.k8s.io "gone" not found',
	});
	server.ask('DELETE', `${RBAC}/namespaces/default/rolebindings/bob`);
	expect(review('bob', 'get', 'pods')).toEqual({
		allowed: false,
		reason: 'RBAC: role.rbac.authorization.k8s.io "gone" not found',
	});
});
