import { expect, test } from 'vitest';
import type { Status } from '../../../simulator/machinery/status.ts';
import { testServer } from './test-server.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';
const JOE = { name: 'joe', groups: ['system:authenticated'] };

function withoutRightToCreate(): ReturnType<typeof testServer> {
	const server = testServer();
	const rbac = '/apis/rbac.authorization.k8s.io/v1/namespaces/default';
	const rules = [
		{ apiGroups: [''], resources: ['configmaps', 'configmaps/status'], verbs: ['get', 'update', 'patch'] },
		{ apiGroups: [''], resources: ['endpoints'], verbs: ['get', 'update', 'patch'] },
	];
	server.ask('POST', `${rbac}/roles`, { metadata: { name: 'editor' }, rules });
	server.ask('POST', `${rbac}/rolebindings`, {
		metadata: { name: 'editor' },
		roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'editor' },
		subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'joe' }],
	});
	return server;
}

test('who applies or puts what there is not has to be allowed to create it', () => {
	const { ask } = withoutRightToCreate();
	const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'default' }, data: { k: 'v' } };
	const apply = { user: JOE, headers: { 'content-type': 'application/apply-patch+yaml' } };
	const refused = ask<Status>('PATCH', `${MAPS}/a?fieldManager=m`, map, apply);
	expect([refused.code, refused.message]).toEqual([
		403,
		'configmaps "a" is forbidden: User "joe" cannot create resource "configmaps" in API group "" in the namespace "default"',
	]);
	ask('POST', MAPS, map);
	expect(ask<Status>('PATCH', `${MAPS}/a?fieldManager=m&force=true`, map, apply).kind).toBe('ConfigMap');
	const endpoints = { metadata: { name: 'e', namespace: 'default' } };
	const put = ask<Status>('PUT', '/api/v1/namespaces/default/endpoints/e', endpoints, { user: JOE });
	expect([put.code, put.message]).toEqual([
		403,
		'endpoints "e" is forbidden: User "joe" cannot create resource "endpoints" in API group "" in the namespace "default"',
	]);
});

test('what is created has no version, unless nothing is stored', () => {
	const { ask } = testServer();
	const versioned = (name: string, resourceVersion: string) => ({ metadata: { name, resourceVersion } });
	const refused = ask<Status>('POST', MAPS, versioned('a', '12'));
	expect(refused).toEqual({
		kind: 'Status',
		apiVersion: 'v1',
		metadata: {},
		status: 'Failure',
		message: 'resourceVersion should not be set on objects to be created',
		code: 500,
	});
	expect(ask<Status>('POST', `${MAPS}?dryRun=All`, versioned('a', '12')).kind).toBe('ConfigMap');
	expect(ask<Status>('POST', MAPS, versioned('b', '0')).kind).toBe('ConfigMap');
});

test('the place where an object was once found is not kept', () => {
	const { ask } = testServer();
	const metadata = { name: 'a', selfLink: '/api/v1/namespaces/default/configmaps/a', uid: 'once' };
	const made = ask<{ metadata: { selfLink?: string; uid: string } }>('POST', MAPS, { metadata });
	expect([made.metadata.selfLink, made.metadata.uid === 'once']).toEqual([undefined, false]);
	const put = ask<{ metadata: object }>('PUT', `${MAPS}/a`, {
		metadata: { ...made.metadata, selfLink: '/x' },
		data: { k: 'v' },
	});
	expect('selfLink' in put.metadata).toBe(false);
});

test('the status of nothing is not applied', () => {
	const { ask } = testServer();
	const claim = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a', namespace: 'default' } };
	const headers = { 'content-type': 'application/apply-patch+yaml' };
	const path = '/apis/apps/v1/namespaces/default/deployments/a/status?fieldManager=m';
	expect(ask<Status>('PATCH', path, claim, { headers }).message).toBe('deployments.apps "a" not found');
});

const MATCH = 'ListOptions.meta.k8s.io "" is invalid: ';
test.each([
	[
		'watch=1&sendInitialEvents=true',
		'resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
	],
	[
		'watch=1&resourceVersionMatch=NotOlderThan',
		'resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
	],
	[
		'watch=1&sendInitialEvents=true&resourceVersionMatch=Exact',
		'[resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan, resourceVersionMatch: Unsupported value: "Exact": supported values: "NotOlderThan"]',
	],
	['sendInitialEvents=true', 'sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list'],
	[
		'resourceVersionMatch=Newest&sendInitialEvents=true',
		'[resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided, resourceVersionMatch: Unsupported value: "Newest": supported values: "Exact", "NotOlderThan", "", sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list]',
	],
])('options of lists and watches that do not go together: %s', (query, message) => {
	const { ask } = testServer();
	expect(ask<Status>('GET', `${MAPS}?${query}`).message).toBe(`${MATCH}${message}`);
});
