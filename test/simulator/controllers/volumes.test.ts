import { expect, test } from 'vitest';
import {
	PERSISTENT_VOLUME_CLAIMS as CLAIMS,
	PODS,
	STORAGE_CLASSES,
	PERSISTENT_VOLUMES as VOLUMES,
} from '../../../simulator/controllers/resources.ts';
import { TestCluster } from '../../support/cluster/test-cluster.ts';

function createVolume(cluster: TestCluster, name: string, storage: string, spec: object = {}): void {
	cluster.create(VOLUMES, {
		metadata: { name },
		spec: {
			capacity: { storage },
			accessModes: ['ReadWriteOnce'],
			hostPath: { path: '/mnt/data' },
			storageClassName: 'manual',
			...spec,
		},
	});
	cluster.run(0.01);
}

function createClaim(cluster: TestCluster, name: string, storage: string, spec: object = {}): void {
	const resources = { requests: { storage } };
	cluster.create(CLAIMS, {
		metadata: { name, namespace: 'default' },
		spec: { accessModes: ['ReadWriteOnce'], resources, storageClassName: 'manual', ...spec },
	});
	cluster.run(0.01);
}

const phases = (cluster: TestCluster): object =>
	Object.fromEntries(
		[...cluster.list(VOLUMES), ...cluster.list(CLAIMS)].map(({ metadata, status }) => [metadata.name, status.phase]),
	);

/** "Warning FailedBinding …", oldest first. */
function said(cluster: TestCluster, about: string): string[] {
	return ['PersistentVolumeClaim', 'PersistentVolume', 'Pod'].flatMap((kind) =>
		cluster.events(kind).flatMap((line) => {
			const of = ` ${kind}/${about}:`;
			return line.includes(of) ? [line.replace(of, '')] : [];
		}),
	);
}

test('a claim gets the smallest volume that will do, and both sides say so', () => {
	const cluster = new TestCluster();
	createVolume(cluster, 'big', '10Gi');
	createVolume(cluster, 'right', '2Gi');
	createVolume(cluster, 'small', '500Mi');
	createVolume(cluster, 'other', '1Gi', { storageClassName: 'fast' });
	expect(phases(cluster)).toEqual({ big: 'Available', right: 'Available', small: 'Available', other: 'Available' });
	createClaim(cluster, 'data', '1Gi');
	expect(phases(cluster)).toMatchObject({ big: 'Available', right: 'Bound', data: 'Bound' });
	const claim = cluster.get(CLAIMS, 'data');
	expect(claim.metadata.annotations).toEqual({
		'pv.kubernetes.io/bind-completed': 'yes',
		'pv.kubernetes.io/bound-by-controller': 'yes',
	});
	expect(claim.spec.volumeName).toBe('right');
	expect(claim.status).toEqual({ phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: { storage: '2Gi' } });
	const volume = cluster.get(VOLUMES, 'right');
	expect(volume.metadata.annotations).toEqual({ 'pv.kubernetes.io/bound-by-controller': 'yes' });
	const { namespace, name, uid } = claim.metadata;
	expect(volume.spec.claimRef).toMatchObject({ kind: 'PersistentVolumeClaim', apiVersion: 'v1', namespace, name, uid });
	expect(cluster.events('PersistentVolumeClaim')).toEqual([]);
});

test('a claim waits for a volume, says why, and looks again every 15 seconds', () => {
	const cluster = new TestCluster();
	createClaim(cluster, 'data', '1Gi');
	createClaim(cluster, 'plain', '1Gi', { storageClassName: '' });
	expect(phases(cluster)).toEqual({ data: 'Pending', plain: 'Pending' });
	expect(said(cluster, 'data')).toEqual(['Warning ProvisioningFailed storageclass.storage.k8s.io "manual" not found']);
	expect(said(cluster, 'plain')).toEqual([
		'Normal FailedBinding no persistent volumes available for this claim and no storage class is set',
	]);
	createVolume(cluster, 'late', '1Gi');
	expect(phases(cluster)).toEqual({ late: 'Available', data: 'Pending', plain: 'Pending' });
	cluster.run(15);
	expect(phases(cluster)).toEqual({ late: 'Bound', data: 'Bound', plain: 'Pending' });
});

test('a class without a provisioner, and one with a provisioner that is somewhere else', () => {
	const cluster = new TestCluster();
	const provisioners = { none: 'kubernetes.io/no-provisioner', far: 'example.com/disks' };
	for (const [name, provisioner] of Object.entries(provisioners)) {
		cluster.create(STORAGE_CLASSES, { metadata: { name }, provisioner });
		cluster.run(0.01);
		createClaim(cluster, name, '1Gi', { storageClassName: name });
	}
	expect(said(cluster, 'none')).toEqual([
		'Warning ProvisioningFailed no volume plugin matched name: kubernetes.io/no-provisioner',
	]);
	expect(said(cluster, 'far')).toEqual([
		"Normal ExternalProvisioning Waiting for a volume to be created either by the external provisioner 'example.com/disks' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.",
	]);
	expect(cluster.get(CLAIMS, 'far').metadata.annotations).toEqual({
		'volume.beta.kubernetes.io/storage-provisioner': 'example.com/disks',
		'volume.kubernetes.io/storage-provisioner': 'example.com/disks',
	});
});

test.each([
	['requested PV is too small', '2Gi', {}],
	['storageClassName does not match', '1Gi', { storageClassName: 'fast' }],
	['incompatible volumeMode', '1Gi', { volumeMode: 'Block' }],
	['incompatible accessMode', '1Gi', { accessModes: ['ReadWriteMany'] }],
])('a claim cannot have the volume that it names: %s', (problem, storage, spec) => {
	const cluster = new TestCluster();
	createVolume(cluster, 'disk', '1Gi');
	createClaim(cluster, 'data', storage, { volumeName: 'disk', ...spec });
	expect(phases(cluster)).toEqual({ disk: 'Available', data: 'Pending' });
	expect(said(cluster, 'data')).toEqual([`Warning VolumeMismatch Cannot bind to requested volume "disk": ${problem}`]);
});

test('a volume that names a claim is kept for it', () => {
	const cluster = new TestCluster();
	createVolume(cluster, 'disk', '1Gi', { claimRef: { namespace: 'default', name: 'mine' } });
	createClaim(cluster, 'other', '1Gi');
	expect(phases(cluster)).toEqual({ disk: 'Available', other: 'Pending' });
	createClaim(cluster, 'mine', '1Gi');
	expect(phases(cluster)).toEqual({ disk: 'Bound', mine: 'Bound', other: 'Pending' });
	expect(cluster.get(VOLUMES, 'disk').metadata.annotations).toBeUndefined();
});

test('what becomes of a volume whose claim is deleted is its policy', () => {
	const cluster = new TestCluster();
	const policies: readonly (readonly [string, object])[] = [
		['kept', {}],
		['scratch', { persistentVolumeReclaimPolicy: 'Delete', hostPath: { path: '/tmp/data' } }],
		['precious', { persistentVolumeReclaimPolicy: 'Delete' }],
	];
	for (const [name, spec] of policies) {
		createVolume(cluster, name, '1Gi', spec);
		createClaim(cluster, `for-${name}`, '1Gi', { volumeName: name });
	}
	for (const [name] of policies) cluster.delete(CLAIMS, `for-${name}`);
	cluster.run(1);
	expect(phases(cluster)).toEqual({ kept: 'Released', precious: 'Failed' });
	const message = 'host_path deleter only supports /tmp/.+ but received provided /mnt/data';
	expect(said(cluster, 'precious')).toEqual([`Warning VolumeFailedDelete ${message}`]);
	expect(cluster.get(VOLUMES, 'precious').status.message).toBe(message);
	createClaim(cluster, 'for-kept', '1Gi');
	cluster.run(20);
	expect(phases(cluster)).toMatchObject({ kept: 'Released', 'for-kept': 'Pending' });
	cluster.patch(VOLUMES, 'kept', { spec: { claimRef: null } });
	cluster.run(20);
	expect(phases(cluster)).toMatchObject({ kept: 'Bound', 'for-kept': 'Bound' });
});

test('a claim hears that its volume is gone', () => {
	const cluster = new TestCluster();
	createVolume(cluster, 'disk', '1Gi');
	createClaim(cluster, 'data', '1Gi');
	cluster.delete(VOLUMES, 'disk');
	// Its protection would keep it.
	cluster.patch(VOLUMES, 'disk', { metadata: { finalizers: null } });
	cluster.run(1);
	expect(phases(cluster)).toEqual({ data: 'Lost' });
	expect(said(cluster, 'data')).toEqual([
		'Warning ClaimLost Bound claim has lost its PersistentVolume. Data on the volume is lost!',
	]);
});

test('a lost claim gets its volume back when one of that name is made that is nobody’s, or its own', () => {
	const cluster = new TestCluster();
	createVolume(cluster, 'disk', '1Gi');
	createClaim(cluster, 'data', '1Gi');
	const { uid } = cluster.get(CLAIMS, 'data').metadata;
	for (const claimRef of [undefined, { kind: 'PersistentVolumeClaim', namespace: 'default', name: 'data', uid }]) {
		cluster.delete(VOLUMES, 'disk');
		cluster.patch(VOLUMES, 'disk', { metadata: { finalizers: null } });
		cluster.run(1);
		expect(phases(cluster)).toEqual({ data: 'Lost' });
		createVolume(cluster, 'disk', '1Gi', claimRef === undefined ? {} : { claimRef });
		cluster.run(20);
		expect(phases(cluster)).toEqual({ disk: 'Bound', data: 'Bound' });
	}
});

test('a class that waits for a consumer: the Pod goes where a volume is, and the claim gets it then', () => {
	const cluster = new TestCluster();
	cluster.create(STORAGE_CLASSES, {
		metadata: { name: 'local' },
		provisioner: 'kubernetes.io/no-provisioner',
		volumeBindingMode: 'WaitForFirstConsumer',
	});
	createClaim(cluster, 'data', '1Gi', { storageClassName: 'local' });
	expect(said(cluster, 'data')).toEqual([
		'Normal WaitForFirstConsumer waiting for first consumer to be created before binding',
	]);
	cluster.create(PODS, {
		metadata: { name: 'db', namespace: 'default' },
		spec: {
			containers: [{ name: 'db', image: 'redis' }],
			volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
		},
	});
	cluster.run(1);
	expect(said(cluster, 'db')).toEqual([
		"Warning FailedScheduling 0/2 nodes are available: 2 node(s) didn't find available persistent volumes to bind. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.",
	]);
	const values = ['node02'];
	const required = {
		nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values }] }],
	};
	createVolume(cluster, 'disk', '1Gi', { storageClassName: 'local', nodeAffinity: { required } });
	cluster.run(30);
	expect(phases(cluster)).toEqual({ disk: 'Bound', data: 'Bound' });
	expect(cluster.get(PODS, 'db').spec.nodeName).toBe('node02');
	expect(said(cluster, 'db')).toContain('Normal Scheduled Successfully assigned default/db to node02');
});

// Models pkg/controller/volume/ephemeral.
test('the claim of an ephemeral volume is made for its Pod, and only once', () => {
	const cluster = new TestCluster();
	const template = { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } };
	const { uid } = cluster.create(PODS, {
		metadata: { name: 'web', namespace: 'default' },
		spec: {
			containers: [{ name: 'app', image: 'nginx' }],
			volumes: [
				{ name: 'scratch', ephemeral: { volumeClaimTemplate: { metadata: { labels: { a: 'b' } }, ...template } } },
			],
		},
	}).metadata;
	cluster.run(0.1);
	const { metadata, spec } = cluster.get(CLAIMS, 'web-scratch');
	expect(metadata.labels).toEqual({ a: 'b' });
	expect(metadata.ownerReferences).toEqual([
		{ apiVersion: 'v1', kind: 'Pod', name: 'web', uid, controller: true, blockOwnerDeletion: true },
	]);
	expect(spec).toMatchObject(template.spec);
});

// Models pkg/controller/volume/expand syncHandler.
test('a claim that grows waits for somebody outside, and says so', () => {
	const cluster = new TestCluster();
	cluster.create(STORAGE_CLASSES, { metadata: { name: 'manual' }, provisioner: 'none', allowVolumeExpansion: true });
	createVolume(cluster, 'right', '1Gi');
	createClaim(cluster, 'data', '1Gi');
	cluster.patch(CLAIMS, 'data', { spec: { resources: { requests: { storage: '2Gi' } } } });
	cluster.run(0.1);
	expect(said(cluster, 'data')).toEqual([
		'Normal ExternalExpanding waiting for an external controller to expand this PVC',
	]);
	expect(cluster.get(CLAIMS, 'data').status.capacity).toEqual({ storage: '1Gi' });
});
