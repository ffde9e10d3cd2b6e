import { expect, test } from 'vitest';
import type { Pod } from '../../../simulator/api/core/types/pod.ts';
import { DEPLOYMENTS, PODS, REPLICA_SETS } from '../../../simulator/controllers/resources.ts';
import { deployment, TestCluster, template } from '../../support/cluster/test-cluster.ts';

/** Scaling events with the replica sets as "v1", "v2", … in the order of their appearance. */
function scalings(cluster: TestCluster): string[] {
	const names = new Map<string, string>();
	return cluster.events('Deployment').map((text) => {
		const message = text.slice(text.indexOf(': ') + 2);
		return message.replace(/[a-z]+-[b-z0-9]{5,10}(?= from)/, (name) => {
			if (!names.has(name)) names.set(name, `v${names.size + 1}`);
			return names.get(name) as string;
		});
	});
}

function conditions(cluster: TestCluster): string[] {
	const { status } = cluster.get(DEPLOYMENTS, 'web');
	return (status.conditions ?? []).map(
		(each) => `${each.type}=${each.status} ${each.reason}: ${each.message?.replace(/web-\w{6,10}/, 'RS')}`,
	);
}

function images(cluster: TestCluster): string[] {
	const pods = cluster.list<Pod>(PODS).filter((pod) => pod.metadata.deletionTimestamp === undefined);
	return pods.map((pod) => pod.spec.containers[0]?.image ?? '').sort();
}

function setImage(cluster: TestCluster, image: string): void {
	cluster.patch(DEPLOYMENTS, 'web', { spec: { template: { spec: { containers: [{ name: 'nginx', image }] } } } });
}

test('a new deployment creates its replica set and reports progress until it is available', () => {
	const cluster = new TestCluster();
	cluster.create(DEPLOYMENTS, deployment('web', 3));
	cluster.run(0.5);
	expect(conditions(cluster)).toEqual([
		'Available=False MinimumReplicasUnavailable: Deployment does not have minimum availability.',
		'Progressing=True ReplicaSetUpdated: ReplicaSet "RS" is progressing.',
	]);
	cluster.run(5);
	const { metadata, status } = cluster.get(DEPLOYMENTS, 'web');
	expect(conditions(cluster)).toEqual([
		'Available=True MinimumReplicasAvailable: Deployment has minimum availability.',
		'Progressing=True NewReplicaSetAvailable: ReplicaSet "RS" has successfully progressed.',
	]);
	expect({ ...status, conditions: undefined }).toEqual({
		observedGeneration: 1,
		replicas: 3,
		updatedReplicas: 3,
		readyReplicas: 3,
		availableReplicas: 3,
		terminatingReplicas: 0,
	});
	expect(metadata.annotations).toEqual({ 'deployment.kubernetes.io/revision': '1' });
	const [replicaSet] = cluster.list(REPLICA_SETS);
	const hash = replicaSet?.metadata.labels?.['pod-template-hash'];
	expect(replicaSet?.metadata).toMatchObject({
		name: `web-${hash}`,
		labels: { app: 'web', 'pod-template-hash': hash },
		annotations: {
			'deployment.kubernetes.io/desired-replicas': '3',
			'deployment.kubernetes.io/max-replicas': '4',
			'deployment.kubernetes.io/revision': '1',
		},
		ownerReferences: [
			{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', controller: true, blockOwnerDeletion: true },
		],
	});
	expect(scalings(cluster)).toEqual(['Scaled up replica set v1 from 0 to 3']);
});

test('a rolling update moves one Pod at a time when surge is one and unavailability none', () => {
	const cluster = new TestCluster();
	cluster.create(DEPLOYMENTS, deployment('web', 3));
	cluster.run(5);
	setImage(cluster, 'nginx:1.27');
	cluster.run(20);
	expect(scalings(cluster)).toEqual([
		'Scaled up replica set v1 from 0 to 3',
		'Scaled up replica set v2 from 0 to 1',
		'Scaled down replica set v1 from 3 to 2',
		'Scaled up replica set v2 from 1 to 2',
		'Scaled down replica set v1 from 2 to 1',
		'Scaled up replica set v2 from 2 to 3',
		'Scaled down replica set v1 from 1 to 0',
	]);
	expect(images(cluster)).toEqual(['nginx:1.27', 'nginx:1.27', 'nginx:1.27']);
	expect(cluster.get(DEPLOYMENTS, 'web').metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('2');
});

test('surge and unavailability of a quarter of ten', () => {
	const cluster = new TestCluster();
	cluster.create(DEPLOYMENTS, deployment('web', 10));
	cluster.run(5);
	setImage(cluster, 'nginx:1.27');
	cluster.run(0.1);
	expect(scalings(cluster).slice(1)).toEqual([
		'Scaled up replica set v2 from 0 to 3',
		'Scaled down replica set v1 from 10 to 8',
		'Scaled up replica set v2 from 3 to 5',
	]);
	cluster.run(20);
	expect(images(cluster)).toEqual(Array(10).fill('nginx:1.27'));
});

test('a rollback reuses the old replica set under a new revision', () => {
	const cluster = new TestCluster();
	cluster.create(DEPLOYMENTS, deployment('web', 1));
	cluster.run(5);
	setImage(cluster, 'nginx:1.27');
	cluster.run(5);
	setImage(cluster, 'nginx:1.25');
	cluster.run(5);
	const revisions = cluster
		.list(REPLICA_SETS)
		.map(({ metadata, spec }) => [
			spec.template?.spec.containers[0]?.image,
			metadata.annotations?.['deployment.kubernetes.io/revision'],
			metadata.annotations?.['deployment.kubernetes.io/revision-history'],
			spec.replicas,
		]);
	expect(revisions.sort()).toEqual([
		['nginx:1.25', '3', '1', 1],
		['nginx:1.27', '2', undefined, 0],
	]);
});

test('recreate takes all old Pods down before the first new one', () => {
	const cluster = new TestCluster({ kubelet: { stopMs: 3000 } });
	cluster.create(DEPLOYMENTS, deployment('web', 2, { strategy: { type: 'Recreate' } }));
	cluster.run(5);
	setImage(cluster, 'nginx:1.27');
	cluster.run(2);
	expect(cluster.list(PODS).map((pod) => pod.spec.containers[0]?.image)).toEqual(['nginx:1.25', 'nginx:1.25']);
	cluster.run(5);
	expect(images(cluster)).toEqual(['nginx:1.27', 'nginx:1.27']);
	expect(scalings(cluster).slice(1)).toEqual([
		'Scaled down replica set v1 from 2 to 0',
		'Scaled up replica set v2 from 0 to 2',
	]);
});

test('a paused deployment scales but does not roll', () => {
	const cluster = new TestCluster();
	cluster.create(DEPLOYMENTS, deployment('web', 2));
	cluster.run(5);
	cluster.patch(DEPLOYMENTS, 'web', { spec: { paused: true } });
	setImage(cluster, 'nginx:1.27');
	cluster.patch(DEPLOYMENTS, 'web', { spec: { replicas: 4 } });
	cluster.run(5);
	expect(images(cluster)).toEqual(Array(4).fill('nginx:1.25'));
	expect(conditions(cluster)).toContain('Progressing=Unknown DeploymentPaused: Deployment is paused');
	cluster.patch(DEPLOYMENTS, 'web', { spec: { paused: false } });
	cluster.run(20);
	expect(images(cluster)).toEqual(Array(4).fill('nginx:1.27'));
});

test('scaling in the middle of a halted rollout keeps the proportions', () => {
	const cluster = new TestCluster({
		kubelet: { neverReady: (pod) => pod.spec.containers[0]?.image === 'nginx:broken' },
	});
	const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } };
	cluster.create(DEPLOYMENTS, deployment('web', 10, { strategy }));
	cluster.run(5);
	setImage(cluster, 'nginx:broken');
	cluster.run(5);
	const sizes = (): (number | undefined)[] =>
		cluster
			.list(REPLICA_SETS)
			.map(({ spec }) => spec.replicas)
			.sort();
	expect(sizes()).toEqual([5, 8]);
	cluster.patch(DEPLOYMENTS, 'web', { spec: { replicas: 15 } });
	cluster.run(5);
	expect(sizes()).toEqual([11, 7]);
});

test('a rollout without progress is reported once its deadline has passed', () => {
	const cluster = new TestCluster({ kubelet: { neverReady: () => true } });
	cluster.create(DEPLOYMENTS, deployment('web', 1, { progressDeadlineSeconds: 60 }));
	cluster.run(59);
	expect(conditions(cluster)[1]).toBe('Progressing=True ReplicaSetUpdated: ReplicaSet "RS" is progressing.');
	cluster.run(5);
	expect(conditions(cluster)[1]).toBe(
		'Progressing=False ProgressDeadlineExceeded: ReplicaSet "RS" has timed out progressing.',
	);
});

test('old replica sets beyond the history limit go', () => {
	const cluster = new TestCluster();
	cluster.create(DEPLOYMENTS, deployment('web', 1, { revisionHistoryLimit: 1 }));
	for (const image of ['nginx:1', 'nginx:2', 'nginx:3']) {
		cluster.run(5);
		setImage(cluster, image);
	}
	cluster.run(10);
	const left = cluster.list(REPLICA_SETS).map(({ spec }) => spec.template?.spec.containers[0]?.image);
	expect(left.sort()).toEqual(['nginx:2', 'nginx:3']);
});

test('a replica set of that name with another template makes the next one hash differently', () => {
	const cluster = new TestCluster();
	cluster.create(DEPLOYMENTS, deployment('web', 1));
	cluster.run(5);
	const [replicaSet] = cluster.list(REPLICA_SETS);
	const name = replicaSet?.metadata.name ?? '';
	cluster.delete(DEPLOYMENTS, 'web', { propagationPolicy: 'Background' });
	cluster.run(5);
	cluster.create(REPLICA_SETS, {
		metadata: { name, namespace: 'default' },
		spec: { replicas: 0, selector: { matchLabels: { app: 'other' } }, template: template('other') },
	});
	cluster.create(DEPLOYMENTS, deployment('web', 1));
	cluster.run(5);
	expect(cluster.get(DEPLOYMENTS, 'web').status).toMatchObject({ collisionCount: 1, availableReplicas: 1 });
	expect(cluster.list(REPLICA_SETS)).toHaveLength(2);
});

test('minReadySeconds holds back availability', () => {
	const cluster = new TestCluster();
	cluster.create(DEPLOYMENTS, deployment('web', 1, { minReadySeconds: 10 }));
	cluster.run(9);
	expect(cluster.get(DEPLOYMENTS, 'web').status).toMatchObject({ readyReplicas: 1 });
	expect(cluster.get(DEPLOYMENTS, 'web').status.availableReplicas).toBeUndefined();
	cluster.run(4);
	expect(cluster.get(DEPLOYMENTS, 'web').status.availableReplicas).toBe(1);
});
