import { expect, test } from 'vitest';
import {
	PERSISTENT_VOLUME_CLAIMS as CLAIMS,
	PODS,
	PERSISTENT_VOLUMES as VOLUMES,
} from '../../../simulator/controllers/resources.ts';
import { TestCluster } from '../../support/cluster/test-cluster.ts';

function cluster(): TestCluster {
	const made = new TestCluster();
	made.create(VOLUMES, {
		metadata: { name: 'disk' },
		spec: {
			capacity: { storage: '1Gi' },
			accessModes: ['ReadWriteOnce'],
			hostPath: { path: '/mnt/data' },
			storageClassName: 'manual',
		},
	});
	made.create(CLAIMS, {
		metadata: { name: 'data', namespace: 'default' },
		spec: {
			accessModes: ['ReadWriteOnce'],
			resources: { requests: { storage: '1Gi' } },
			storageClassName: 'manual',
		},
	});
	made.run(1);
	return made;
}

const left = (made: TestCluster): object[] =>
	[...made.list(VOLUMES), ...made.list(CLAIMS)].map(({ metadata }) => [
		metadata.name,
		metadata.finalizers,
		metadata.deletionTimestamp !== undefined,
	]);

test('a claim stays while a Pod uses it, a volume while a claim has it', () => {
	const made = cluster();
	made.create(PODS, {
		metadata: { name: 'db', namespace: 'default' },
		spec: {
			containers: [{ name: 'db', image: 'redis' }],
			volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
		},
	});
	made.run(10);
	made.delete(VOLUMES, 'disk');
	made.delete(CLAIMS, 'data');
	made.run(60);
	expect(left(made)).toEqual([
		['disk', ['kubernetes.io/pv-protection'], true],
		['data', ['kubernetes.io/pvc-protection'], true],
	]);
	made.delete(PODS, 'db');
	made.run(60);
	expect(left(made)).toEqual([]);
});

test('what nobody uses goes at once; a lost finalizer comes back', () => {
	const made = cluster();
	made.patch(CLAIMS, 'data', { metadata: { finalizers: null } });
	made.run(1);
	expect(left(made)).toEqual([
		['disk', ['kubernetes.io/pv-protection'], false],
		['data', ['kubernetes.io/pvc-protection'], false],
	]);
	made.delete(CLAIMS, 'data');
	made.run(1);
	made.delete(VOLUMES, 'disk');
	made.run(1);
	expect(left(made)).toEqual([]);
});
