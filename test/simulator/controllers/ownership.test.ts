import { expect, test } from 'vitest';
import { DEPLOYMENTS, NAMESPACES, PODS, REPLICA_SETS } from '../../../simulator/controllers/resources.ts';
import { deployment, TestCluster, template } from '../../support/cluster/test-cluster.ts';

function names(cluster: TestCluster, resource: typeof PODS | typeof REPLICA_SETS | typeof DEPLOYMENTS): number {
	return cluster.list<{ apiVersion: string; kind: string; metadata: never }>(resource as never).length;
}

test('deleting in the background takes the owner at once and its dependents after it', () => {
	const cluster = new TestCluster();
	cluster.create(DEPLOYMENTS, deployment('web', 2));
	cluster.run(5);
	cluster.delete(DEPLOYMENTS, 'web', { propagationPolicy: 'Background' });
	expect([names(cluster, DEPLOYMENTS), names(cluster, REPLICA_SETS), names(cluster, PODS)]).toEqual([0, 1, 2]);
	cluster.run(0.1);
	expect([names(cluster, REPLICA_SETS), names(cluster, PODS)]).toEqual([0, 2]);
	cluster.run(2);
	expect(names(cluster, PODS)).toBe(0);
});

test('deleting in the foreground keeps the owner until its dependents are gone', () => {
	const cluster = new TestCluster({ kubelet: { stopMs: 3000 } });
	cluster.create(DEPLOYMENTS, deployment('web', 2));
	cluster.run(5);
	cluster.delete(DEPLOYMENTS, 'web', { propagationPolicy: 'Foreground' });
	cluster.run(2);
	expect(cluster.get(DEPLOYMENTS, 'web').metadata.finalizers).toEqual(['foregroundDeletion']);
	expect(cluster.list(REPLICA_SETS)[0]?.metadata.finalizers).toEqual(['foregroundDeletion']);
	cluster.run(3);
	expect([names(cluster, DEPLOYMENTS), names(cluster, REPLICA_SETS), names(cluster, PODS)]).toEqual([0, 0, 0]);
});

test('orphaning leaves the dependents without an owner', () => {
	const cluster = new TestCluster();
	cluster.create(DEPLOYMENTS, deployment('web', 2));
	cluster.run(5);
	cluster.delete(DEPLOYMENTS, 'web', { propagationPolicy: 'Orphan' });
	cluster.run(2);
	expect([names(cluster, DEPLOYMENTS), names(cluster, REPLICA_SETS), names(cluster, PODS)]).toEqual([0, 1, 2]);
	expect(cluster.list(REPLICA_SETS)[0]?.metadata.ownerReferences).toBeUndefined();
	// A deployment of the same template takes the orphan over.
	cluster.create(DEPLOYMENTS, deployment('web', 2));
	cluster.run(2);
	expect([names(cluster, REPLICA_SETS), names(cluster, PODS)]).toEqual([1, 2]);
	expect(cluster.list(REPLICA_SETS)[0]?.metadata.ownerReferences).toMatchObject([{ kind: 'Deployment', name: 'web' }]);
});

test('an object whose owner never was is collected', () => {
	const cluster = new TestCluster();
	const owner = {
		apiVersion: 'apps/v1',
		kind: 'ReplicaSet',
		name: 'gone',
		uid: 'f3a2cf0b-34a1-4b0b-8a5c-000000000000',
	};
	cluster.create(PODS, {
		...template('x'),
		metadata: { name: 'lost', namespace: 'default', ownerReferences: [owner] },
	});
	cluster.run(2);
	expect(names(cluster, PODS)).toBe(0);
});

test('a replica set adopts matching orphans and releases what no longer matches', () => {
	const cluster = new TestCluster();
	cluster.create(PODS, {
		...template('web'),
		metadata: { name: 'stray', namespace: 'default', labels: { app: 'web' } },
	});
	cluster.run(3);
	cluster.create(REPLICA_SETS, {
		metadata: { name: 'web', namespace: 'default' },
		spec: { replicas: 2, selector: { matchLabels: { app: 'web' } }, template: template('web') },
	});
	cluster.run(3);
	expect(names(cluster, PODS)).toBe(2);
	expect(cluster.get(PODS, 'stray').metadata.ownerReferences).toMatchObject([{ kind: 'ReplicaSet', name: 'web' }]);
	cluster.patch(PODS, 'stray', { metadata: { labels: { app: 'debug' } } });
	cluster.run(3);
	expect(names(cluster, PODS)).toBe(3);
	expect(cluster.get(PODS, 'stray').metadata.ownerReferences).toBeUndefined();
});

test('scaling down takes the Pod with the lowest deletion cost', () => {
	const cluster = new TestCluster();
	cluster.create(REPLICA_SETS, {
		metadata: { name: 'web', namespace: 'default' },
		spec: { replicas: 3, selector: { matchLabels: { app: 'web' } }, template: template('web') },
	});
	cluster.run(5);
	const [first, second] = cluster.list(PODS).map((pod) => pod.metadata.name) as [string, string];
	const cost = 'controller.kubernetes.io/pod-deletion-cost';
	cluster.patch(PODS, second, { metadata: { annotations: { [cost]: '-10' } } });
	cluster.patch(PODS, first, { metadata: { annotations: { [cost]: '10' } } });
	cluster.patch(REPLICA_SETS, 'web', { spec: { replicas: 2 } });
	cluster.run(3);
	const left = cluster.list(PODS).map((pod) => pod.metadata.name);
	expect(left).toContain(first);
	expect(left).not.toContain(second);
});

test('a namespace empties itself, Pods first, and goes', () => {
	const cluster = new TestCluster({ kubelet: { stopMs: 2000 } });
	cluster.create(NAMESPACES, { metadata: { name: 'shop' } });
	cluster.run(1);
	cluster.create(DEPLOYMENTS, { ...deployment('web', 2), metadata: { name: 'web', namespace: 'shop' } });
	cluster.run(5);
	cluster.delete(NAMESPACES, 'shop');
	cluster.run(6);
	const { status } = cluster.get(NAMESPACES, 'shop');
	expect(status.phase).toBe('Terminating');
	expect((status.conditions ?? []).map(({ type, status: value, message }) => `${type}=${value} ${message}`)).toEqual([
		'NamespaceDeletionDiscoveryFailure=False All resources successfully discovered',
		'NamespaceDeletionGroupVersionParsingFailure=False All legacy kube types successfully parsed',
		'NamespaceDeletionContentFailure=False All content successfully deleted, may be waiting on finalization',
		'NamespaceContentRemaining=True Some resources are remaining: pods. has 2 resource instances',
		'NamespaceFinalizersRemaining=False All content-preserving finalizers finished',
	]);
	cluster.run(20);
	expect(cluster.list(NAMESPACES).map(({ metadata }) => metadata.name)).not.toContain('shop');
	expect(cluster.list(DEPLOYMENTS)).toEqual([]);
});
