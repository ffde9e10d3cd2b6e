import { expect, test } from 'vitest';
import { pluginFlags } from '../../../simulator/api/admission-plugins.ts';
import { choosePlugins } from '../../../simulator/apiserver/admission/choose-plugins.ts';
import type { AdmissionSettings } from '../../../simulator/apiserver/admission/settings/admission-settings.ts';
import { type TestServer, testServer } from './test-server.ts';

/** A server with these plugins beyond the usual ones. */
function serverWith(plugins: string, settings: AdmissionSettings = {}): TestServer {
	return testServer(
		undefined,
		undefined,
		choosePlugins(pluginFlags([`--enable-admission-plugins=${plugins}`]), settings),
	);
}

const PODS = '/api/v1/namespaces/team/pods';

const pod = (name: string, spec: object = {}): object => ({
	metadata: { name },
	spec: { containers: [{ name: 'a', image: 'nginx' }], ...spec },
});

function team({ ask }: TestServer, annotations: { [key: string]: string } = {}): void {
	ask('POST', '/api/v1/namespaces', { metadata: { name: 'team', annotations } });
	ask('POST', '/api/v1/namespaces/team/serviceaccounts', { metadata: { name: 'default' } });
}

interface Refused {
	readonly message: string;
	readonly reason?: string;
	readonly code: number;
}

function refused({ ask }: TestServer, object: object, target = PODS): readonly [number, string | undefined, string] {
	const { code, reason, message } = ask<Refused & Record<string, never>>('POST', target, object);
	return [code, reason, message];
}

test('a namespace chooses the nodes of its Pods, and the cluster what each may choose', () => {
	const nodeSelectors = new Map([
		['clusterDefaultNodeSelector', 'zone=a'],
		['team', 'env=dev,disk=ssd'],
	]);
	const server = serverWith('PodNodeSelector', { nodeSelectors });
	team(server, { 'scheduler.alpha.kubernetes.io/node-selector': 'env=dev' });
	const made = server.ask<{ spec: { nodeSelector: object } }>(
		'POST',
		PODS,
		pod('a', { nodeSelector: { disk: 'ssd' } }),
	);
	expect(made.spec.nodeSelector).toEqual({ disk: 'ssd', env: 'dev' });
	expect(refused(server, pod('b', { nodeSelector: { env: 'prod' } }))).toEqual([
		403,
		'Forbidden',
		'pods "b" is forbidden: pod node label selector conflicts with its namespace node label selector',
	]);
	expect(refused(server, pod('b', { nodeSelector: { gpu: 'yes' } }))).toEqual([
		403,
		'Forbidden',
		'pods "b" is forbidden: pod node label selector labels conflict with its namespace whitelist',
	]);
	const elsewhere = server.ask<{ spec: { nodeSelector: object } }>('POST', '/api/v1/namespaces/default/pods', pod('c'));
	expect(elsewhere.spec.nodeSelector).toEqual({ zone: 'a' });
});

test('a namespace gives tolerations, and says which its Pods may have', () => {
	const dedicated = { operator: 'Exists', effect: 'NoSchedule', key: 'dedicated' };
	const lost = ['not-ready', 'unreachable'].map((name) => ({
		key: `node.kubernetes.io/${name}`,
		operator: 'Exists',
		effect: 'NoExecute',
	}));
	const server = serverWith('PodTolerationRestriction');
	team(server, {
		'scheduler.alpha.kubernetes.io/defaultTolerations': JSON.stringify([dedicated]),
		'scheduler.alpha.kubernetes.io/tolerationsWhitelist': JSON.stringify([dedicated, ...lost]),
	});
	const made = server.ask<{ spec: { tolerations: object[] } }>('POST', PODS, pod('a'));
	expect(made.spec.tolerations).toEqual([dedicated, ...lost.map((each) => ({ ...each, tolerationSeconds: 300 }))]);
	expect(refused(server, pod('b', { tolerations: [{ operator: 'Exists' }] }))).toEqual([
		500,
		undefined,
		'pod tolerations (possibly merged with namespace default tolerations) conflict with its namespace whitelist',
	]);
});

test('owners are named by those who may delete, and held up by those who may finalize', () => {
	const server = serverWith('OwnerReferencesPermissionEnforcement');
	const { ask } = server;
	const rbac = '/apis/rbac.authorization.k8s.io/v1/namespaces/default';
	ask('POST', `${rbac}/roles`, {
		metadata: { name: 'writer' },
		rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['create', 'update', 'get', 'patch'] }],
	});
	ask('POST', `${rbac}/rolebindings`, {
		metadata: { name: 'writer' },
		roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'writer' },
		subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'ana' }],
	});
	const maps = '/api/v1/namespaces/default/configmaps';
	const as = { user: { name: 'ana', groups: ['system:authenticated'] } };
	const owner = (fields: object): object => ({ apiVersion: 'v1', kind: 'ConfigMap', name: 'o', uid: 'u', ...fields });
	const map = (name: string, ...ownerReferences: object[]): object => ({ metadata: { name, ownerReferences } });
	expect(ask<{ metadata: object }>('POST', maps, map('a', owner({})), as).metadata).toMatchObject({ name: 'a' });
	expect(ask('POST', maps, map('b', owner({ blockOwnerDeletion: true })), as)).toMatchObject({
		code: 403,
		message:
			'configmaps "b" is forbidden: cannot set blockOwnerDeletion if an ownerReference refers to a resource you can\'t set finalizers on: , <nil>',
	});
	expect(ask('POST', maps, map('b', owner({ kind: 'Thing', blockOwnerDeletion: true })), as)).toMatchObject({
		message:
			'configmaps "b" is forbidden: cannot set blockOwnerDeletion in this case because cannot find RESTMapping for APIVersion v1 Kind Thing: no matches for kind "Thing" in version "v1"',
	});
	expect(ask('PUT', `${maps}/a`, map('a'), as)).toMatchObject({
		message: 'configmaps "a" is forbidden: cannot set an ownerRef on a resource you can\'t delete: , <nil>',
	});
	expect(ask('PUT', `${maps}/a`, map('a', owner({ blockOwnerDeletion: true })))).toMatchObject({ kind: 'ConfigMap' });
});

test('events are limited by the second', () => {
	const server = serverWith('EventRateLimit', { eventLimits: [{ type: 'Namespace', qps: 1, burst: 2 }] });
	const event = (name: string): object => ({
		metadata: { name },
		involvedObject: { kind: 'Pod', namespace: 'default', name: 'x' },
	});
	const target = '/api/v1/namespaces/default/events';
	const kinds = ['a', 'b', 'c'].map((name) => server.ask<{ kind: string }>('POST', target, event(name)).kind);
	expect(kinds).toEqual(['Event', 'Event', 'Status']);
	expect(refused(server, event('d'), target)).toEqual([
		429,
		'TooManyRequests',
		'Too many requests: limit reached on type Namespace for key default',
	]);
	server.context.loop.runUntil(server.context.loop.now() + 1_000);
	expect(server.ask('POST', target, event('d'))).toMatchObject({ kind: 'Event' });
});

test('what is limited by default needs a quota', () => {
	const matchScopes = [{ scopeName: 'PriorityClass', operator: 'In', values: ['system-cluster-critical'] }];
	const server = serverWith('ResourceQuota', {
		limitedResources: [
			{ resource: 'pods', matchScopes },
			{ resource: 'persistentvolumeclaims', matchContains: ['gold.storageclass.storage.k8s.io/requests.storage'] },
		],
	});
	team(server);
	expect(refused(server, pod('a', { priorityClassName: 'system-cluster-critical' }))).toEqual([
		500,
		undefined,
		'insufficient quota to match these scopes: [{PriorityClass In [system-cluster-critical]}]',
	]);
	expect(server.ask('POST', PODS, pod('a'))).toMatchObject({ kind: 'Pod' });
	const claim = {
		metadata: { name: 'c' },
		spec: {
			accessModes: ['ReadWriteOnce'],
			storageClassName: 'gold',
			resources: { requests: { storage: '1Gi' } },
		},
	};
	expect(refused(server, claim, '/api/v1/namespaces/team/persistentvolumeclaims')).toEqual([
		403,
		'Forbidden',
		'persistentvolumeclaims "c" is forbidden: insufficient quota to consume: gold.storageclass.storage.k8s.io/requests.storage',
	]);
});

test('Pod security has defaults, and lets some be', () => {
	const version = 'latest' as const;
	const server = serverWith('PodSecurity', {
		podSecurity: {
			defaults: {
				enforce: { level: 'baseline', version },
				audit: { level: 'privileged', version },
				warn: { level: 'privileged', version },
			},
			exempt: { usernames: ['root'], namespaces: ['free'], runtimeClasses: [] },
		},
	});
	team(server);
	const bad = pod('bad', { hostPID: true });
	expect(refused(server, bad)[2]).toBe(
		'pods "bad" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostPID=true)',
	);
	const root = { user: { name: 'root', groups: ['system:masters'] } };
	expect(server.ask('POST', PODS, bad, root)).toMatchObject({ kind: 'Pod' });
	const labelled = { name: 'free', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } };
	const { headers } = server.call('POST', '/api/v1/namespaces', { metadata: labelled });
	expect(headers.get('warning')).toEqual([
		'299 - "namespace \\"free\\" is exempt from Pod Security, and the policy (enforce=restricted:latest) will be ignored"',
	]);
});
