import { clusterRoleBinding, SIDECAR_ROLES, yamlOf } from '../csi/sidecar-rights.ts';

export const DRIVER = 'hostpath.csi.k8s.io';
const NAME = 'csi-hostpathplugin';
const ACCOUNT = `${NAME}-sa`;
const LABELS = (component: string): object => ({
	'app.kubernetes.io/instance': DRIVER,
	'app.kubernetes.io/part-of': 'csi-driver-host-path',
	'app.kubernetes.io/name': NAME,
	'app.kubernetes.io/component': component,
});
const SOCKET = '--csi-address=/csi/csi.sock';
const SOCKET_DIR = { mountPath: '/csi', name: 'socket-dir' };

/** csi-hostpath-driverinfo.yaml. */
export function driverInfo(): string {
	return yamlOf([
		{
			apiVersion: 'storage.k8s.io/v1',
			kind: 'CSIDriver',
			metadata: { name: DRIVER, labels: LABELS('csi-driver') },
			spec: {
				volumeLifecycleModes: ['Persistent', 'Ephemeral'],
				podInfoOnMount: true,
				fsGroupPolicy: 'File',
				storageCapacity: false,
				seLinuxMount: true,
			},
		},
	]);
}

function sidecar(name: string, image: string, args: readonly string[], more: object = {}): object {
	return {
		name,
		image: `registry.k8s.io/sig-storage/${image}`,
		args: ['-v=5', ...args],
		securityContext: { privileged: true },
		volumeMounts: [SOCKET_DIR],
		...more,
	};
}

function driverContainer(version: string): object {
	return {
		name: 'hostpath',
		image: `registry.k8s.io/sig-storage/hostpathplugin:${version}`,
		args: ['--drivername=hostpath.csi.k8s.io', '--v=5', '--endpoint=$(CSI_ENDPOINT)', '--nodeid=$(KUBE_NODE_NAME)'],
		env: [
			{ name: 'CSI_ENDPOINT', value: 'unix:///csi/csi.sock' },
			{ name: 'KUBE_NODE_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'spec.nodeName' } } },
		],
		securityContext: { privileged: true },
		ports: [{ containerPort: 9898, name: 'healthz', protocol: 'TCP' }],
		livenessProbe: {
			failureThreshold: 5,
			httpGet: { path: '/healthz', port: 'healthz' },
			initialDelaySeconds: 10,
			timeoutSeconds: 3,
			periodSeconds: 2,
		},
		volumeMounts: [
			SOCKET_DIR,
			{ mountPath: '/var/lib/kubelet/pods', mountPropagation: 'Bidirectional', name: 'mountpoint-dir' },
			{ mountPath: '/var/lib/kubelet/plugins', mountPropagation: 'Bidirectional', name: 'plugins-dir' },
			{ mountPath: '/csi-data-dir', name: 'csi-data-dir' },
		],
	};
}

const hostPath = (name: string, path: string, type: string): object => ({ name, hostPath: { path, type } });

/** csi-hostpath-plugin.yaml. */
export function plugin(version: string): string {
	const registration = {
		volumeMounts: [SOCKET_DIR, { mountPath: '/registration', name: 'registration-dir' }],
	};
	const pod = {
		serviceAccountName: ACCOUNT,
		containers: [
			driverContainer(version),
			sidecar('csi-external-health-monitor-controller', 'csi-external-health-monitor-controller:v0.14.0', [
				'--csi-address=/csi/csi.sock',
				'--leader-election',
			]),
			sidecar(
				'node-driver-registrar',
				'csi-node-driver-registrar:v2.13.0',
				[SOCKET, '--kubelet-registration-path=/var/lib/kubelet/plugins/csi-hostpath/csi.sock'],
				registration,
			),
			{
				name: 'liveness-probe',
				image: 'registry.k8s.io/sig-storage/livenessprobe:v2.15.0',
				args: [SOCKET, '--health-port=9898'],
				volumeMounts: [SOCKET_DIR],
			},
			sidecar('csi-attacher', 'csi-attacher:v4.8.0', [SOCKET]),
			sidecar('csi-provisioner', 'csi-provisioner:v5.2.0', [SOCKET, '--feature-gates=Topology=true']),
			sidecar('csi-resizer', 'csi-resizer:v1.13.1', [SOCKET]),
			sidecar('csi-snapshotter', 'csi-snapshotter:v8.2.0', [SOCKET]),
		],
		volumes: [
			hostPath('socket-dir', '/var/lib/kubelet/plugins/csi-hostpath', 'DirectoryOrCreate'),
			hostPath('mountpoint-dir', '/var/lib/kubelet/pods', 'DirectoryOrCreate'),
			hostPath('registration-dir', '/var/lib/kubelet/plugins_registry', 'DirectoryOrCreate'),
			hostPath('plugins-dir', '/var/lib/kubelet/plugins', 'DirectoryOrCreate'),
			hostPath('csi-data-dir', '/var/lib/csi-hostpath-data/', 'DirectoryOrCreate'),
		],
	};
	return yamlOf([
		{
			kind: 'ServiceAccount',
			apiVersion: 'v1',
			metadata: { name: ACCOUNT, namespace: 'default', labels: LABELS('serviceaccount') },
		},
		...SIDECAR_ROLES.map((role) =>
			clusterRoleBinding(`${NAME}-${role.replace(/^external-|-runner$/g, '')}-cluster-role`, role, ACCOUNT, 'default'),
		),
		{
			kind: 'StatefulSet',
			apiVersion: 'apps/v1',
			metadata: { name: NAME, labels: LABELS('plugin') },
			spec: {
				serviceName: NAME,
				replicas: 1,
				selector: { matchLabels: LABELS('plugin') },
				template: { metadata: { labels: LABELS('plugin') }, spec: pod },
			},
		},
	]);
}

const SNAPSHOTS = 'snapshot.storage.k8s.io';

function claim(name: string, size: string, dataSource?: object): object {
	return {
		apiVersion: 'v1',
		kind: 'PersistentVolumeClaim',
		metadata: { name },
		spec: {
			storageClassName: 'csi-hostpath-sc',
			...(dataSource === undefined ? {} : { dataSource }),
			accessModes: ['ReadWriteOnce'],
			resources: { requests: { storage: size } },
		},
	};
}

/** The files of examples/, and the class of snapshots that is deployed. */
export const EXAMPLES: readonly (readonly [file: string, text: () => string])[] = [
	[
		'examples/csi-storageclass.yaml',
		() =>
			yamlOf([
				{
					apiVersion: 'storage.k8s.io/v1',
					kind: 'StorageClass',
					metadata: { name: 'csi-hostpath-sc' },
					provisioner: DRIVER,
					reclaimPolicy: 'Delete',
					volumeBindingMode: 'Immediate',
					allowVolumeExpansion: true,
				},
			]),
	],
	['examples/csi-pvc.yaml', () => yamlOf([claim('csi-pvc', '1Gi')])],
	[
		'examples/csi-app.yaml',
		() =>
			yamlOf([
				{
					kind: 'Pod',
					apiVersion: 'v1',
					metadata: { name: 'my-csi-app' },
					spec: {
						containers: [
							{
								name: 'my-frontend',
								image: 'busybox',
								volumeMounts: [{ mountPath: '/data', name: 'my-csi-volume' }],
								command: ['sleep', '1000000'],
							},
						],
						volumes: [{ name: 'my-csi-volume', persistentVolumeClaim: { claimName: 'csi-pvc' } }],
					},
				},
			]),
	],
	[
		'examples/csi-snapshot-v1.yaml',
		() =>
			yamlOf([
				{
					apiVersion: `${SNAPSHOTS}/v1`,
					kind: 'VolumeSnapshot',
					metadata: { name: 'new-snapshot-demo' },
					spec: { volumeSnapshotClassName: 'csi-hostpath-snapclass', source: { persistentVolumeClaimName: 'csi-pvc' } },
				},
			]),
	],
	[
		'examples/csi-restore.yaml',
		() =>
			yamlOf([
				claim('hpvc-restore', '1Gi', { name: 'new-snapshot-demo', kind: 'VolumeSnapshot', apiGroup: SNAPSHOTS }),
			]),
	],
	[
		'examples/csi-clone.yaml',
		() => yamlOf([claim('hp-pvc-clone', '1Gi', { name: 'csi-pvc', kind: 'PersistentVolumeClaim' })]),
	],
];

export function snapshotClass(): string {
	return yamlOf([
		{
			apiVersion: `${SNAPSHOTS}/v1`,
			kind: 'VolumeSnapshotClass',
			metadata: { name: 'csi-hostpath-snapclass', labels: LABELS('volumesnapshotclass') },
			driver: DRIVER,
			deletionPolicy: 'Delete',
		},
	]);
}
