import { expect, test } from 'vitest';
import { ENDPOINT_SLICES, ENDPOINTS, PODS, REPLICA_SETS, SERVICES } from '../../../simulator/controllers/resources.ts';
import { TestCluster, template } from '../../support/cluster/test-cluster.ts';

function withPods(replicas: number, kubelet: object = {}): TestCluster {
	const cluster = new TestCluster({ nodes: ['node01'], node: () => ({ metadata: { labels: ZONE } }), kubelet });
	cluster.create(REPLICA_SETS, {
		metadata: { name: 'web', namespace: 'default' },
		spec: { replicas, selector: { matchLabels: { app: 'web' } }, template: template('web') },
	});
	return cluster;
}

const ZONE = { 'topology.kubernetes.io/zone': 'a', 'kubernetes.io/hostname': 'node01' };

function service(spec: object = {}): object {
	return {
		metadata: { name: 'web', namespace: 'default', labels: { team: 'shop' } },
		spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }], ...spec },
	};
}

test('a Service has a slice and endpoints of its Pods', () => {
	const cluster = withPods(1);
	cluster.create(SERVICES, service());
	cluster.run(3);
	const [pod] = cluster.list(PODS);
	const [slice] = cluster.list(ENDPOINT_SLICES);
	const targetRef = { kind: 'Pod', namespace: 'default', name: pod?.metadata.name, uid: pod?.metadata.uid };
	expect(slice?.metadata.name).toMatch(/^web-[a-z0-9]{5}$/);
	expect(slice?.metadata).toMatchObject({
		generateName: 'web-',
		labels: {
			team: 'shop',
			'kubernetes.io/service-name': 'web',
			'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
		},
		annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': '2026-11-20T09:00:01Z' },
		ownerReferences: [{ apiVersion: 'v1', kind: 'Service', name: 'web', controller: true, blockOwnerDeletion: true }],
	});
	expect(slice?.addressType).toBe('IPv4');
	expect(slice?.ports).toEqual([{ name: 'http', port: 8080, protocol: 'TCP' }]);
	expect(slice?.endpoints).toEqual([
		{
			addresses: ['192.168.0.1'],
			conditions: { ready: true, serving: true, terminating: false },
			targetRef,
			nodeName: 'node01',
			zone: 'a',
		},
	]);
	const endpoints = cluster.get(ENDPOINTS, 'web');
	expect(endpoints.metadata.labels).toEqual({
		team: 'shop',
		'endpoints.kubernetes.io/managed-by': 'endpoint-controller',
	});
	expect(endpoints.subsets).toEqual([
		{
			addresses: [{ ip: '192.168.0.1', nodeName: 'node01', targetRef }],
			ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
		},
	]);
});

test('Pods that are not ready, or going, are said to be so', () => {
	let broken = true;
	const cluster = withPods(1, { neverReady: () => broken, stopMs: 5000 });
	cluster.create(SERVICES, service());
	cluster.run(3);
	const slice = (): unknown => cluster.list(ENDPOINT_SLICES)[0]?.endpoints?.map((each) => each.conditions);
	expect(slice()).toEqual([{ ready: false, serving: false, terminating: false }]);
	expect(cluster.get(ENDPOINTS, 'web').subsets?.[0]).toMatchObject({ notReadyAddresses: [{ ip: '192.168.0.1' }] });
	broken = false;
	const [pod] = cluster.list(PODS);
	cluster.delete(PODS, pod?.metadata.name ?? '');
	cluster.run(3);
	expect(slice()).toEqual([
		{ ready: false, serving: false, terminating: true },
		{ ready: true, serving: true, terminating: false },
	]);
	expect(cluster.get(ENDPOINTS, 'web').subsets?.[0]?.addresses).toMatchObject([{ ip: '192.168.0.2' }]);
	cluster.run(5);
	expect(slice()).toEqual([{ ready: true, serving: true, terminating: false }]);
});

test('a Service that selects nothing keeps an empty slice, and gets its Pods when the selector is put right', () => {
	const cluster = withPods(2);
	cluster.create(SERVICES, service({ selector: { app: 'wbe' } }));
	cluster.run(3);
	const [before] = cluster.list(ENDPOINT_SLICES);
	expect(before?.endpoints ?? []).toEqual([]);
	expect(cluster.get(ENDPOINTS, 'web').subsets).toBeUndefined();
	cluster.patch(SERVICES, 'web', { spec: { selector: { app: 'web' } } });
	cluster.run(3);
	const [after, ...others] = cluster.list(ENDPOINT_SLICES);
	expect(others).toEqual([]);
	expect(after?.metadata.name).toBe(before?.metadata.name);
	expect(after?.endpoints).toHaveLength(2);
});

test('slices hold a hundred endpoints each', () => {
	const cluster = new TestCluster({ nodes: ['a', 'b', 'c'] });
	cluster.create(SERVICES, service());
	cluster.create(REPLICA_SETS, {
		metadata: { name: 'web', namespace: 'default' },
		spec: { replicas: 250, selector: { matchLabels: { app: 'web' } }, template: template('web') },
	});
	cluster.run(10);
	const sizes = cluster.list(ENDPOINT_SLICES).map((slice) => slice.endpoints?.length);
	// Which ones are filled up depends on how many Pods came at a time.
	expect(sizes.every((size) => size !== undefined && size <= 100)).toBe(true);
	expect([sizes.length, sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0)]).toEqual([3, 250]);
});

test('slices and endpoints go with their Service', () => {
	const cluster = withPods(1);
	cluster.create(SERVICES, service());
	cluster.run(3);
	cluster.delete(SERVICES, 'web');
	cluster.run(1);
	expect(cluster.list(ENDPOINT_SLICES)).toEqual([]);
	expect(cluster.list(ENDPOINTS)).toEqual([]);
});
