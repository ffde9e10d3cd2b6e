import { expect, test } from 'vitest';
import type { KubeObject } from '../../../simulator/machinery/meta.ts';
import { type PolicyServer, person, policyServer } from './policy-server.ts';

const PODS = '/api/v1/namespaces/default/pods';
const ACCOUNTS = '/api/v1/namespaces/default/serviceaccounts';
const node = person('system:node:node01', 'system:nodes');

/** Node01 and a Pod on each of two nodes. */
function withNodes(): { readonly server: PolicyServer; readonly uid: string; readonly podUid: string } {
	const server = policyServer();
	const { uid = '' } = server.ask<KubeObject>('POST', '/api/v1/nodes', { metadata: { name: 'node01' } }).metadata;
	server.ask('POST', ACCOUNTS, { metadata: { name: 'app' } });
	const pod = (name: string, nodeName: string): KubeObject =>
		server.ask<KubeObject>('POST', PODS, {
			metadata: { name },
			spec: { nodeName, serviceAccountName: 'app', containers: [{ name: 'c', image: 'i' }] },
		});
	const { uid: podUid = '' } = pod('mine', 'node01').metadata;
	pod('theirs', 'node02');
	return { server, uid, podUid };
}

const own = (uid: string, more: object = {}): object => ({
	apiVersion: 'v1',
	kind: 'Node',
	name: 'node01',
	uid,
	controller: true,
	...more,
});

test('mirror Pods belong to their Node', () => {
	const { server, uid } = withNodes();
	const mirror = (...ownerReferences: object[]): string =>
		server.outcome(node, 'POST', PODS, {
			metadata: { name: 'm', annotations: { 'kubernetes.io/config.mirror': 'x' }, ownerReferences },
			spec: { nodeName: 'node01', containers: [{ name: 'c', image: 'i' }] },
		});
	const refused = (because: string): string => `403 pods "m" is forbidden: ${because}`;
	expect(mirror(own(uid), own(uid, { name: 'x' }))).toBe(
		refused('node "node01" can only create pods with a single owner reference set to itself'),
	);
	expect(mirror(own(uid, { name: 'node02' }))).toBe(
		refused('node "node01" can only create pods with an owner reference set to itself'),
	);
	expect(mirror(own(uid, { controller: false }))).toBe(
		refused('node "node01" can only create pods with a controller owner reference set to itself'),
	);
	expect(mirror(own(uid, { blockOwnerDeletion: true }))).toBe(
		refused('node "node01" must not set blockOwnerDeletion on an owner reference'),
	);
	expect(mirror(own('other'))).toBe(refused(`node node01 UID mismatch: expected other got ${uid}`));
	expect(mirror(own(uid))).toBe('201');
});

test('tokens are for Pods of the node, evictions too', () => {
	const { server, podUid } = withNodes();
	const token = (boundObjectRef?: object): string =>
		server.outcome(node, 'POST', `${ACCOUNTS}/app/token`, { spec: { audiences: [], boundObjectRef } });
	const bound = { apiVersion: 'v1', kind: 'Pod', name: 'mine', uid: podUid };
	const refused = (because: string): string => `403 serviceaccounts "app" is forbidden: ${because}`;
	expect(token()).toBe(refused('node requested token not bound to a pod'));
	expect(token({ ...bound, kind: 'Secret' })).toBe(refused('node requested token not bound to a pod'));
	expect(token({ ...bound, uid: '' })).toBe(refused('node requested token with a pod binding without a uid'));
	expect(token({ ...bound, name: 'gone' })).toBe('404 pods "gone" not found');
	expect(token({ ...bound, uid: 'x' })).toBe(
		refused(
			'the UID in the bound object reference (x) does not match the UID in record. The object might have been deleted and then recreated',
		),
	);
	expect(token(bound)).toBe('503 no token signer is configured');
	const evict = (name: string): string =>
		server.outcome(node, 'POST', `${PODS}/${name}/eviction`, { metadata: { name } });
	expect(evict('theirs')).toBe(
		'403 pods "theirs" is forbidden: node node01 can only evict pods with spec.nodeName set to itself',
	);
	expect(evict('mine')).toBe('201');
});

test('a Node registers with labels that are its own to set', () => {
	const server = policyServer();
	const register = (name: string, labels: object): string =>
		server.outcome(node, 'POST', '/api/v1/nodes', { metadata: { name, labels } });
	expect(register('node02', {})).toBe(
		'403 nodes "node02" is forbidden: node "node01" is not allowed to modify node "node02"',
	);
	const forbidden = { 'node-role.kubernetes.io/worker': '', 'node-restriction.kubernetes.io/x': '', a: 'b' };
	expect(register('node01', forbidden)).toBe(
		'403 nodes "node01" is forbidden: node "node01" is not allowed to set the following labels: node-restriction.kubernetes.io/x, node-role.kubernetes.io/worker',
	);
	expect(register('node01', { 'kubernetes.io/os': 'linux', 'node.kubernetes.io/x': '', a: 'b' })).toBe('201');
	const csi = (name: string): string =>
		server.outcome(node, 'POST', '/apis/storage.k8s.io/v1/csinodes', { metadata: { name }, spec: { drivers: [] } });
	expect(csi('node02')).toContain('can only access CSINode with the same name as the requesting node');
	expect(csi('node01')).toBe('201');
});
