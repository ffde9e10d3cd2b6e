import { expect, test } from 'vitest';
import type { ResourceQuota } from '../../../simulator/api/core/types/object.ts';
import {
	CONFIG_MAPS,
	DEPLOYMENTS,
	JOBS,
	PERSISTENT_VOLUME_CLAIMS,
	PODS,
	REPLICA_SETS,
	RESOURCE_QUOTAS,
	SERVICES,
} from '../../../simulator/controllers/resources.ts';
import { ApiError } from '../../../simulator/machinery/status.ts';
import { TestCluster } from '../../support/cluster/test-cluster.ts';

function clusterWith(hard: object, scope: object = {}): TestCluster {
	const cluster = new TestCluster();
	cluster.create(RESOURCE_QUOTAS, { metadata: { name: 'quota', namespace: 'default' }, spec: { hard, ...scope } });
	cluster.run(0.01);
	return cluster;
}

const used = (cluster: TestCluster): ResourceQuota['status']['used'] =>
	cluster.get(RESOURCE_QUOTAS, 'quota').status.used;

const pod = (name: string, resources: object = {}, spec: object = {}): object => ({
	metadata: { name, namespace: 'default' },
	spec: { containers: [{ name: 'a', image: 'nginx', resources }], ...spec },
});

/** What the server says to a create; undefined: it did it. */
function refused(create: () => unknown): string | undefined {
	try {
		create();
		return undefined;
	} catch (error) {
		if (!(error instanceof ApiError)) throw error;
		return error.message;
	}
}

test('Pods are charged when they come and given back when they end', () => {
	const cluster = clusterWith({ pods: '2', 'requests.cpu': '1', 'limits.memory': '1Gi', 'count/pods': '9' });
	expect(cluster.get(RESOURCE_QUOTAS, 'quota').status).toEqual({
		hard: { 'count/pods': '9', 'limits.memory': '1Gi', pods: '2', 'requests.cpu': '1' },
		used: { 'count/pods': '0', 'limits.memory': '0', pods: '0', 'requests.cpu': '0' },
	});
	const small = { requests: { cpu: '300m' }, limits: { memory: '128Mi' } };
	const create = (name: string, resources: object): string | undefined =>
		refused(() => cluster.create(PODS, pod(name, resources)));
	expect(create('a', {})).toBe(
		'pods "a" is forbidden: failed quota: quota: must specify limits.memory for: a; requests.cpu for: a',
	);
	expect(create('a', small)).toBe(undefined);
	// At once, not when the controller comes by.
	expect(used(cluster)).toEqual({ 'count/pods': '1', 'limits.memory': '128Mi', pods: '1', 'requests.cpu': '300m' });
	expect(create('b', { requests: { cpu: '900m' }, limits: { memory: '1Gi' } })).toBe(
		'pods "b" is forbidden: exceeded quota: quota, requested: limits.memory=1Gi,requests.cpu=900m, used: limits.memory=128Mi,requests.cpu=300m, limited: limits.memory=1Gi,requests.cpu=1',
	);
	expect(create('b', small)).toBe(undefined);
	expect(create('c', small)).toBe(
		'pods "c" is forbidden: exceeded quota: quota, requested: pods=1, used: pods=2, limited: pods=2',
	);
	cluster.delete(PODS, 'a');
	cluster.run(60);
	expect(used(cluster)).toEqual({ 'count/pods': '1', 'limits.memory': '128Mi', pods: '1', 'requests.cpu': '300m' });
	expect(create('c', small)).toBe(undefined);
});

test('a ReplicaSet says why it has too few Pods, and goes on when there is room', () => {
	const cluster = clusterWith({ pods: '2' });
	const labels = { app: 'web' };
	const template = { metadata: { labels }, spec: { containers: [{ name: 'a', image: 'nginx' }] } };
	cluster.create(DEPLOYMENTS, {
		metadata: { name: 'web', namespace: 'default' },
		spec: { replicas: 3, selector: { matchLabels: labels }, template },
	});
	cluster.run(30);
	expect(used(cluster)).toEqual({ pods: '2' });
	const [set] = cluster.list(REPLICA_SETS);
	expect(set?.status.conditions?.map(({ type, reason, message }) => [type, reason, message])).toEqual([
		[
			'ReplicaFailure',
			'FailedCreate',
			expect.stringMatching(
				/^pods "web-[a-z0-9]+-[a-z0-9]{5}" is forbidden: exceeded quota: quota, requested: pods=1, used: pods=2, limited: pods=2$/,
			),
		],
	]);
	cluster.patch(RESOURCE_QUOTAS, 'quota', { spec: { hard: { pods: '5' } } });
	cluster.run(120);
	expect(used(cluster)).toEqual({ pods: '3' });
});

test.each<[string, object, object, object, boolean]>([
	['BestEffort takes the careless', { scopes: ['BestEffort'] }, {}, {}, true],
	['and nobody else', { scopes: ['BestEffort'] }, { requests: { cpu: '1' } }, {}, false],
	['NotBestEffort', { scopes: ['NotBestEffort'] }, { requests: { cpu: '1' } }, {}, true],
	['Terminating', { scopes: ['Terminating'] }, {}, { activeDeadlineSeconds: 60 }, true],
	['not terminating', { scopes: ['Terminating'] }, {}, {}, false],
	[
		'the priority class',
		{
			scopeSelector: {
				matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['system-node-critical'] }],
			},
		},
		{},
		{ priorityClassName: 'system-node-critical' },
		true,
	],
	[
		'another priority class',
		{
			scopeSelector: {
				matchExpressions: [{ scopeName: 'PriorityClass', operator: 'NotIn', values: ['system-node-critical'] }],
			},
		},
		{},
		{ priorityClassName: 'system-node-critical' },
		false,
	],
])('scopes: %s', (_, scope, resources, spec, counts) => {
	const cluster = clusterWith({ pods: '5' }, scope);
	cluster.create(PODS, pod('a', resources, spec));
	expect(used(cluster)).toEqual({ pods: counts ? '1' : '0' });
	// Counted anew from what is there it is the same.
	cluster.patch(RESOURCE_QUOTAS, 'quota', { spec: { hard: { pods: '6' } } });
	cluster.run(1);
	expect(used(cluster)).toEqual({ pods: counts ? '1' : '0' });
});

test.each<[object, string[]]>([
	[{ 'requests.cpu': '1' }, ['BestEffort']],
	[{ configmaps: '1', pods: '1' }, ['NotTerminating']],
])('a scope has to suit what is counted: %j in %j', (hard, scopes) => {
	const said = refused(() => clusterWith(hard, { scopes }));
	const because = 'unsupported scope applied to resource';
	expect(said).toBe(
		`ResourceQuota "quota" is invalid: spec.scopes: Invalid value: ${JSON.stringify(scopes)}: ${because}`,
	);
});

test('everything else that is counted', () => {
	const cluster = clusterWith({
		services: '2',
		'services.nodeports': '2',
		'services.loadbalancers': '0',
		configmaps: '2',
		'count/jobs.batch': '1',
		persistentvolumeclaims: '2',
		'requests.storage': '5Gi',
		'fast.storageclass.storage.k8s.io/requests.storage': '1Gi',
	});
	const ports = [{ port: 80 }, { port: 443, name: 'tls' }];
	const meta = (name: string): object => ({ name, namespace: 'default' });
	const service = (name: string, type: string): string | undefined => {
		const named = ports.map((port) => ({ name: 'http', ...port }));
		return refused(() => cluster.create(SERVICES, { metadata: meta(name), spec: { type, ports: named } }));
	};
	expect(service('a', 'NodePort')).toBe(undefined);
	expect(service('b', 'LoadBalancer')).toBe(
		'services "b" is forbidden: exceeded quota: quota, requested: services.loadbalancers=1,services.nodeports=2, used: services.loadbalancers=0,services.nodeports=2, limited: services.loadbalancers=0,services.nodeports=2',
	);
	expect(service('b', 'ClusterIP')).toBe(undefined);
	expect(refused(() => cluster.patch(SERVICES, 'b', { spec: { type: 'NodePort' } }))).toBe(
		'services "b" is forbidden: exceeded quota: quota, requested: services.nodeports=2, used: services.nodeports=2, limited: services.nodeports=2',
	);
	cluster.patch(SERVICES, 'a', { spec: { type: 'ClusterIP' } });
	cluster.run(1);
	expect(used(cluster)).toMatchObject({ services: '2', 'services.nodeports': '0' });
	// kube-root-ca.crt is the first.
	cluster.create(CONFIG_MAPS, { metadata: meta('one') });
	expect(refused(() => cluster.create(CONFIG_MAPS, { metadata: meta('two') }))).toBe(
		'configmaps "two" is forbidden: exceeded quota: quota, requested: configmaps=1, used: configmaps=2, limited: configmaps=2',
	);
	const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'busybox' }] } };
	cluster.create(JOBS, { metadata: meta('one'), spec: { template } });
	expect(refused(() => cluster.create(JOBS, { metadata: meta('two'), spec: { template } }))).toBe(
		'jobs.batch "two" is forbidden: exceeded quota: quota, requested: count/jobs.batch=1, used: count/jobs.batch=1, limited: count/jobs.batch=1',
	);
	const claim = (name: string, storage: string, storageClassName: string): string | undefined =>
		refused(() =>
			cluster.create(PERSISTENT_VOLUME_CLAIMS, {
				metadata: meta(name),
				spec: { accessModes: ['ReadWriteOnce'], storageClassName, resources: { requests: { storage } } },
			}),
		);
	expect(claim('a', '2Gi', 'fast')).toBe(
		'persistentvolumeclaims "a" is forbidden: exceeded quota: quota, requested: fast.storageclass.storage.k8s.io/requests.storage=2Gi, used: fast.storageclass.storage.k8s.io/requests.storage=0, limited: fast.storageclass.storage.k8s.io/requests.storage=1Gi',
	);
	expect(claim('a', '2Gi', 'slow')).toBe(undefined);
	expect(used(cluster)).toMatchObject({ persistentvolumeclaims: '1', 'requests.storage': '2Gi' });
});

test('what was charged for nothing is found after five minutes', () => {
	const cluster = clusterWith({ pods: '5' });
	cluster.create(PODS, pod('a'));
	expect(refused(() => cluster.create(PODS, pod('a')))).toBe('pods "a" already exists');
	expect(used(cluster)).toEqual({ pods: '2' });
	cluster.run(301);
	expect(used(cluster)).toEqual({ pods: '1' });
});
