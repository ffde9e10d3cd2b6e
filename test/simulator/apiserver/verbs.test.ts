import { expect, test } from 'vitest';
import type { KubeList, KubeObject } from '../../../simulator/machinery/meta.ts';
import { testServer } from './test-server.ts';

const configMap = (name: string, data: object = {}, labels = {}) => ({ metadata: { name, labels }, data });
const PODS = '/api/v1/namespaces/default/pods';
const MAPS = '/api/v1/namespaces/default/configmaps';

test('a created object gets what the server owns', () => {
	const { ask } = testServer();
	expect(ask('POST', `${MAPS}?fieldManager=kubectl-create`, configMap('a', { k: 'v' }))).toEqual({
		kind: 'ConfigMap',
		apiVersion: 'v1',
		metadata: {
			name: 'a',
			namespace: 'default',
			uid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
			resourceVersion: '4',
			creationTimestamp: '2026-11-20T09:00:00Z',
			managedFields: [
				{
					manager: 'kubectl-create',
					operation: 'Update',
					apiVersion: 'v1',
					time: '2026-11-20T09:00:00Z',
					fieldsType: 'FieldsV1',
					fieldsV1: { 'f:data': { '.': {}, 'f:k': {} } },
				},
			],
		},
		data: { k: 'v' },
	});
});

test.each<[string, Parameters<ReturnType<typeof testServer>['ask']>, number, string]>([
	['missing object', ['GET', `${MAPS}/none`], 404, 'configmaps "none" not found'],
	[
		'missing namespace',
		['POST', '/api/v1/namespaces/nope/configmaps', configMap('a')],
		404,
		'namespaces "nope" not found',
	],
	['existing name', ['POST', MAPS, configMap('here')], 409, 'configmaps "here" already exists'],
	[
		'old version',
		['PUT', `${MAPS}/here`, { metadata: { name: 'here', resourceVersion: '1' } }],
		409,
		'Operation cannot be fulfilled on configmaps "here": the object has been modified; please apply your changes to the latest version and try again',
	],
	[
		'other name',
		['PUT', `${MAPS}/here`, configMap('there')],
		400,
		'the name of the object (there) does not match the name on the URL (here)',
	],
	[
		'other namespace',
		['POST', MAPS, { metadata: { name: 'a', namespace: 'other' } }],
		400,
		'the namespace of the provided object does not match the namespace sent on the request',
	],
	[
		'no name',
		['POST', MAPS, {}],
		422,
		'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
	],
	[
		'unknown field',
		['POST', `${MAPS}?fieldValidation=Strict`, { ...configMap('a'), dota: {}, metadata: { name: 'a', lables: {} } }],
		400,
		'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "metadata.lables", unknown field "dota"',
	],
	[
		'duplicate field',
		['POST', `${MAPS}?fieldValidation=Strict`, '{"metadata":{"name":"a"},"data":{"x":"1","x":"2"}}'],
		400,
		'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: duplicate field "data.x"',
	],
	[
		'wrong type',
		['POST', '/apis/apps/v1/namespaces/default/deployments', { metadata: { name: 'a' }, spec: { replicas: 'two' } }],
		400,
		'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
	],
	[
		'wrong type in a list',
		['POST', PODS, { metadata: { name: 'a' }, spec: { containers: [{ name: 'a', env: [{ name: 'x', value: 1 }] }] } }],
		400,
		'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal number into Go struct field EnvVar.spec.containers.env.value of type string',
	],
	[
		'no JSON',
		['POST', MAPS, '{"metadata":'],
		400,
		'the object provided is unrecognized (must be of type ConfigMap): couldn\'t get version/kind; json parse error: unexpected end of JSON input ({"metadata":)',
	],
	[
		'another kind',
		['POST', MAPS, { apiVersion: 'apps/v1', kind: 'ConfigMap', metadata: { name: 'a' } }],
		400,
		'the API version in the data (apps/v1) does not match the expected API version (v1)',
	],
	[
		'bad dry run',
		['POST', `${MAPS}?dryRun=Some`, configMap('a')],
		422,
		'CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: "Some": supported values: "All"',
	],
	[
		'bad selector',
		['GET', `${MAPS}?labelSelector=a%3D%3D%3Db`],
		400,
		"unable to parse requirement: found '=', expected: identifier",
	],
	['bad field', ['GET', `${PODS}?fieldSelector=spec.foo%3Da`], 400, 'field label not supported: spec.foo'],
	['the future', ['GET', `${MAPS}?resourceVersion=99`], 504, 'Timeout: Too large resource version: 99, current: 4'],
	[
		'a default namespace',
		['DELETE', '/api/v1/namespaces/default'],
		403,
		'namespaces "default" is forbidden: this namespace may not be deleted',
	],
	[
		'a missing account',
		[
			'POST',
			PODS,
			{ metadata: { name: 'p' }, spec: { serviceAccountName: 'robot', containers: [{ name: 'c', image: 'i' }] } },
		],
		403,
		'pods "p" is forbidden: error looking up service account default/robot: serviceaccount "robot" not found',
	],
])('refuses %s', (_, request, code, message) => {
	const { ask } = testServer();
	ask('POST', MAPS, configMap('here'));
	expect(ask(...request)).toMatchObject({ kind: 'Status', status: 'Failure', code, message });
});

test('a stranger is told what may not be done', () => {
	const { ask } = testServer();
	const user = { name: 'jane', groups: ['dev'] };
	const message = (method: 'GET' | 'POST', target: string, body?: object): string =>
		ask<{ message: string }>(method, target, body, { user }).message;
	expect(message('GET', PODS)).toBe(
		'pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "default"',
	);
	expect(message('GET', '/apis/apps/v1/deployments')).toBe(
		'deployments.apps is forbidden: User "jane" cannot list resource "deployments" in API group "apps" at the cluster scope',
	);
	expect(message('POST', `${PODS}/p/exec`)).toBe(
		'pods "p" is forbidden: User "jane" cannot create resource "pods/exec" in API group "" in the namespace "default"',
	);
	expect(ask('GET', '/metrics', undefined, { user: null })).toMatchObject({
		message: 'forbidden: User "system:anonymous" cannot get path "/metrics"',
	});
});

test('roles and bindings allow what they say', () => {
	const { ask, call } = testServer();
	const rbac = '/apis/rbac.authorization.k8s.io/v1/namespaces/default';
	ask('POST', `${rbac}/roles`, {
		metadata: { name: 'reader' },
		rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }],
	});
	ask('POST', `${rbac}/rolebindings`, {
		metadata: { name: 'jane' },
		roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
		subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'jane' }],
	});
	const user = { name: 'jane', groups: [] };
	expect(call('GET', PODS, undefined, { user }).status).toBe(200);
	expect(call('DELETE', `${PODS}/x`, undefined, { user }).status).toBe(403);
	expect(call('GET', '/api/v1/namespaces/other/pods', undefined, { user }).status).toBe(403);
});

test('lists are cut into pages and stay as they were', () => {
	const { ask } = testServer();
	for (const name of ['a', 'b', 'c', 'd', 'e'])
		ask('POST', MAPS, configMap(name, {}, { odd: String('ace'.includes(name)) }));
	const names = (list: KubeList): string[] => list.items.map((item) => item.metadata.name);
	const first = ask<KubeList>('GET', `${MAPS}?limit=2`);
	expect([names(first), first.metadata.remainingItemCount]).toEqual([['a', 'b'], 3]);
	ask('DELETE', `${MAPS}/c`);
	const second = ask<KubeList>('GET', `${MAPS}?limit=2&continue=${first.metadata.continue}`);
	expect([names(second), second.metadata.resourceVersion]).toEqual([['c', 'd'], first.metadata.resourceVersion]);
	const third = ask<KubeList>('GET', `${MAPS}?limit=2&continue=${second.metadata.continue}`);
	expect([names(third), third.metadata.continue]).toEqual([['e'], undefined]);
	expect(names(ask('GET', `${MAPS}?labelSelector=odd%3Dtrue`))).toEqual(['a', 'e']);
	expect(names(ask('GET', `${MAPS}?fieldSelector=metadata.name%3Db`))).toEqual(['b']);
});

test('a patch of each kind changes what it says', () => {
	const { ask } = testServer();
	ask('POST', MAPS, configMap('a', { x: '1', y: '2' }));
	const patch = (type: string, body: unknown): object =>
		ask<{ data: object }>('PATCH', `${MAPS}/a`, body, { headers: { 'content-type': `application/${type}+json` } }).data;
	expect(patch('merge-patch', { data: { x: null, z: '3' } })).toEqual({ y: '2', z: '3' });
	expect(patch('json-patch', [{ op: 'replace', path: '/data/y', value: '4' }])).toEqual({ y: '4', z: '3' });
	expect(patch('strategic-merge-patch', { data: { $patch: 'replace', w: '5' } })).toEqual({ w: '5' });
	expect(
		ask('PATCH', `${MAPS}/a`, [{ op: 'test', path: '/data/w', value: '6' }], {
			headers: { 'content-type': 'application/json-patch+json' },
		}),
	).toMatchObject({ code: 422, message: 'the server rejected our request due to an error in our request' });
});

test('an update that changes nothing writes nothing', () => {
	const { ask, store } = testServer();
	const before = ask<KubeObject>('POST', MAPS, configMap('a', { x: '1' }));
	const { revision } = store;
	expect(ask('PUT', `${MAPS}/a`, before)).toEqual(before);
	expect(store.revision).toBe(revision);
	expect(ask('PUT', `${MAPS}/a?dryRun=All`, configMap('a', { x: '2' }))).toMatchObject({ data: { x: '2' } });
	expect(store.revision).toBe(revision);
});

test('deleting waits for finalizers and for grace', () => {
	const { ask, context } = testServer();
	ask('POST', MAPS, { metadata: { name: 'held', finalizers: ['example.com/hold'] } });
	expect(ask('DELETE', `${MAPS}/held`)).toMatchObject({
		kind: 'ConfigMap',
		metadata: { deletionTimestamp: '2026-11-20T09:00:00Z', deletionGracePeriodSeconds: 0 },
	});
	expect(
		ask(
			'PATCH',
			`${MAPS}/held`,
			{ metadata: { finalizers: null } },
			{ headers: { 'content-type': 'application/merge-patch+json' } },
		),
	).toMatchObject({ kind: 'ConfigMap' });
	expect(ask('GET', `${MAPS}/held`)).toMatchObject({ code: 404 });
	ask('POST', MAPS, configMap('plain'));
	expect(ask('DELETE', `${MAPS}/plain`)).toMatchObject({
		kind: 'Status',
		status: 'Success',
		details: { name: 'plain', kind: 'configmaps' },
	});

	ask('POST', PODS, { metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'i' }] } });
	ask('POST', `${PODS}/p/binding`, { metadata: { name: 'p' }, target: { kind: 'Node', name: 'node01' } });
	expect(ask('DELETE', `${PODS}/p`)).toMatchObject({
		metadata: { deletionTimestamp: '2026-11-20T09:00:30Z', deletionGracePeriodSeconds: 30 },
	});
	context.loop.runUntil(context.loop.now() + 1_000);
	expect(ask('DELETE', `${PODS}/p?gracePeriodSeconds=5`)).toMatchObject({
		metadata: { deletionTimestamp: '2026-11-20T09:00:05Z', deletionGracePeriodSeconds: 5 },
	});
	ask('DELETE', `${PODS}/p`, { gracePeriodSeconds: 0 });
	expect(ask('GET', `${PODS}/p`)).toMatchObject({ code: 404 });
});

test('admission gives a Pod its account, token, priority and tolerations', () => {
	const { ask } = testServer();
	const pod = ask<KubeObject & { spec: Record<string, unknown> }>('POST', PODS, {
		metadata: { name: 'p' },
		spec: { containers: [{ name: 'c', image: 'nginx' }] },
	});
	const [volume] = pod.spec.volumes as { name: string }[];
	expect(volume?.name).toMatch(/^kube-api-access-[a-z0-9]{5}$/);
	expect(pod.spec).toMatchObject({
		serviceAccountName: 'default',
		priority: 0,
		preemptionPolicy: 'PreemptLowerPriority',
		tolerations: [
			{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
			{ key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
		],
		containers: [
			{
				volumeMounts: [
					{ name: volume?.name, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' },
				],
			},
		],
	});
});

test('Services get addresses and node ports', () => {
	const { ask } = testServer();
	const services = '/api/v1/namespaces/default/services';
	const service = (name: string, spec: object) => ({ metadata: { name }, spec: { ports: [{ port: 80 }], ...spec } });
	const a = ask<{ spec: { clusterIP: string; ports: { nodePort: number }[] } }>(
		'POST',
		services,
		service('a', { type: 'NodePort' }),
	);
	expect(a.spec.clusterIP).toMatch(/^10\.(9[6-9]|10\d|11[01])\./);
	expect(a.spec.ports[0]?.nodePort).toBeGreaterThanOrEqual(30_000);
	expect(ask('POST', services, service('b', { clusterIP: a.spec.clusterIP }))).toMatchObject({
		message: `Service "b" is invalid: spec.clusterIPs: Invalid value: ["${a.spec.clusterIP}"]: failed to allocate IP ${a.spec.clusterIP}: provided IP is already allocated`,
	});
	expect(ask('POST', services, service('c', { clusterIP: '192.168.0.1' }))).toMatchObject({
		message:
			'Service "c" is invalid: spec.clusterIPs: Invalid value: ["192.168.0.1"]: failed to allocate IP 192.168.0.1: the provided IP (192.168.0.1) is not in the valid range. The range of valid IPs is 10.96.0.0/12',
	});
	expect(ask('POST', services, service('d', { type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] }))).toMatchObject({
		message:
			'Service "d" is invalid: spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767',
	});
});

test('deployments scale through their subresource', () => {
	const { ask } = testServer();
	const url = '/apis/apps/v1/namespaces/default/deployments';
	ask('POST', url, {
		metadata: { name: 'web' },
		spec: {
			selector: { matchLabels: { app: 'web' } },
			template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
		},
	});
	expect(
		ask(
			'PATCH',
			`${url}/web/scale`,
			{ spec: { replicas: 3 } },
			{ headers: { 'content-type': 'application/merge-patch+json' } },
		),
	).toMatchObject({ kind: 'Scale', spec: { replicas: 3 }, status: { replicas: 0, selector: 'app=web' } });
	expect(ask('GET', `${url}/web`)).toMatchObject({ spec: { replicas: 3 }, metadata: { generation: 2 } });
});
