import { expect, test } from 'vitest';
import { PODS } from '../../../simulator/kubelet/resources.ts';
import { NodeCluster } from './test-node.ts';

function unhealthy(cluster: NodeCluster): string[] {
	return cluster
		.events('Pod')
		.filter((event) => /Unhealthy|Killing/.test(event))
		.map((event) => event.replace(/ Pod\/\w+:/, '').replace(/ x\d+$/, ''));
}

test('a readiness probe decides who is ready, a liveness probe who lives', () => {
	const cluster = new NodeCluster();
	cluster.pod('web', {
		image: 'nginx:1.27',
		readinessProbe: { httpGet: { path: '/nope', port: 80 }, periodSeconds: 2 },
		livenessProbe: { httpGet: { path: '/nope', port: 80 }, periodSeconds: 5 },
	});
	cluster.run(25);
	expect(unhealthy(cluster)).toEqual([
		'Warning Unhealthy Readiness probe failed: HTTP probe failed with statuscode: 404',
		'Warning Unhealthy Liveness probe failed: HTTP probe failed with statuscode: 404',
		'Normal Killing Container app failed liveness probe, will be restarted',
	]);
	const status = cluster.status('web').containerStatuses?.[0];
	expect([status?.ready, status?.started, status?.restartCount]).toEqual([false, true, 1]);
});

test('a startup probe holds the others back', () => {
	const cluster = new NodeCluster();
	cluster.pod('slow', {
		command: ['sh', '-c', 'sleep 3; touch /ok; sleep infinity'],
		startupProbe: { exec: { command: ['cat', '/ok'] }, periodSeconds: 1, failureThreshold: 10 },
		readinessProbe: { exec: { command: ['cat', '/ok'] }, periodSeconds: 5 },
		livenessProbe: { exec: { command: ['cat', '/ok'] }, periodSeconds: 1, failureThreshold: 1 },
	});
	cluster.run(3);
	expect(cluster.status('slow').containerStatuses?.[0]).toMatchObject({ ready: false, started: false });
	cluster.run(6);
	expect(cluster.status('slow').containerStatuses?.[0]).toMatchObject({ ready: true, started: true, restartCount: 0 });
	expect(unhealthy(cluster)).toEqual(['Warning Unhealthy Startup probe failed: cat: /ok: ENOENT\n']);
});

test('a port nobody listens on, a server that answers', () => {
	const cluster = new NodeCluster();
	cluster.pod('redis', {
		image: 'redis:7',
		command: ['redis-server'],
		livenessProbe: { tcpSocket: { port: 6379 }, periodSeconds: 1 },
		readinessProbe: { tcpSocket: { port: 1 }, periodSeconds: 1 },
	});
	cluster.run(8);
	const { podIP } = cluster.status('redis');
	expect(unhealthy(cluster)).toEqual([
		`Warning Unhealthy Readiness probe failed: dial tcp ${podIP}:1: connect: connection refused`,
	]);
	expect(cluster.exec('redis', 'redis-cli', 'incr', 'a')).toBe('1\n[Success]');
});

/** Seconds from the delete until the object is gone. */
function deletion(cluster: NodeCluster, options = {}): number {
	const from = cluster.context.loop.now();
	cluster.delete(PODS, 'p', options);
	while (cluster.find('p') !== undefined && cluster.context.loop.now() - from < 120_000) cluster.run(0.1);
	return Math.round((cluster.context.loop.now() - from) / 100) / 10;
}

test.each([
	['ends at SIGTERM', { image: 'nginx:1.27' }, {}, 0.3],
	[
		'is killed when its grace is over: a first process without a handler does not hear SIGTERM',
		{ command: ['sleep', 'infinity'] },
		{},
		5.3,
	],
	['is killed sooner when the delete says so', { command: ['sleep', 'infinity'] }, { gracePeriodSeconds: 3 }, 3.3],
	[
		'runs its preStop hook in its grace',
		{ image: 'nginx:1.27', lifecycle: { preStop: { exec: { command: ['sleep', '2'] } } } },
		{},
		2.3,
	],
	['is forgotten at once when forced', { command: ['sleep', 'infinity'] }, { gracePeriodSeconds: 0 }, 0],
])('a Pod %s', (_, container, options, seconds) => {
	const cluster = new NodeCluster();
	cluster.pod('p', container);
	cluster.run(8);
	expect(deletion(cluster, options)).toBe(seconds);
	cluster.run(10);
	expect(cluster.node().runtime.listContainers()).toEqual([]);
	expect(cluster.node().machine.root.list('/var/log/pods')).toEqual([]);
});

test('deleting while an image is pulled does not wait for it', () => {
	const cluster = new NodeCluster();
	cluster.pod('p', { image: 'python:3.13' });
	cluster.run(1);
	expect(deletion(cluster)).toBe(0.3);
});

test('a deadline ends a Pod', () => {
	const cluster = new NodeCluster();
	cluster.pod('p', { image: 'nginx:1.27' }, { activeDeadlineSeconds: 10 });
	cluster.run(15);
	expect(cluster.status('p')).toMatchObject({
		phase: 'Failed',
		reason: 'DeadlineExceeded',
		message: 'Pod was active on the node longer than the specified deadline',
	});
});

test('a node refuses what does not fit', () => {
	const cluster = new NodeCluster();
	cluster.pod('p', { resources: { requests: { cpu: '5' } } });
	cluster.run(2);
	expect(cluster.status('p')).toMatchObject({
		phase: 'Failed',
		reason: 'OutOfcpu',
		message: "Pod was rejected: Node didn't have enough resource: cpu, requested: 5000, used: 0, capacity: 4000",
	});
});
