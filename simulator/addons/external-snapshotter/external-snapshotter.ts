import type { Addon, Page } from '../addon.ts';
import { storageImage } from '../csi/sidecar-images.ts';
import { clusterRole, clusterRoleBinding, yamlOf } from '../csi/sidecar-rights.ts';
import { kustomizationPage } from '../kinds/kustomization-page.ts';
import { definitionFiles } from './definitions.ts';
import { snapshotController } from './snapshot-controller.ts';

const SITE = 'https://raw.githubusercontent.com/kubernetes-csi/external-snapshotter';
const RELEASES = [
	'v8.4.0',
	'v8.3.0',
	'v8.2.1',
	'v8.2.0',
	'v8.1.0',
	'v8.0.1',
	'v8.0.0',
	'v7.0.2',
	'v7.0.1',
	'v7.0.0',
	'v6.3.3',
	'v6.3.2',
	'v6.3.0',
	'v6.2.1',
];
const BRANCHES = [
	'master',
	'release-8.4',
	'release-8.3',
	'release-8.2',
	'release-8.1',
	'release-8.0',
	'release-7.0',
	'release-6.3',
];
const NAME = 'snapshot-controller';
const NAMESPACE = 'kube-system';
const READ = 'get,list,watch';

function rights(): string {
	const group = 'snapshot.storage.k8s.io';
	return yamlOf([
		{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: NAME, namespace: NAMESPACE } },
		clusterRole('snapshot-controller-runner', [
			['', 'persistentvolumes', READ],
			['', 'persistentvolumeclaims', `${READ},update`],
			['', 'events', `list,watch,create,update,patch`],
			[group, 'volumesnapshotclasses', READ],
			[group, 'volumesnapshotcontents', `create,${READ},update,delete,patch`],
			[group, 'volumesnapshotcontents/status', 'patch'],
			[group, 'volumesnapshots', `create,${READ},update,patch,delete`],
			[group, 'volumesnapshots/status', 'update,patch'],
		]),
		clusterRoleBinding('snapshot-controller-role', 'snapshot-controller-runner', NAME, NAMESPACE),
	]);
}

function deployment(version: string): string {
	const labels = { 'app.kubernetes.io/name': NAME };
	return yamlOf([
		{
			kind: 'Deployment',
			apiVersion: 'apps/v1',
			metadata: { name: NAME, namespace: NAMESPACE },
			spec: {
				replicas: 2,
				selector: { matchLabels: labels },
				minReadySeconds: 35,
				strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 }, type: 'RollingUpdate' },
				template: {
					metadata: { labels },
					spec: {
						serviceAccountName: NAME,
						containers: [
							{
								name: NAME,
								image: `registry.k8s.io/sig-storage/${NAME}:${version}`,
								args: ['--v=5', '--leader-election=true'],
								imagePullPolicy: 'IfNotPresent',
							},
						],
					},
				},
			},
		},
	]);
}

/** The release of a branch. */
function versionOf(release: string): string {
	if (release === 'master') return 'v8.4.0';
	const minor = release.replace('release-', 'v');
	return RELEASES.find((each) => each === release || each.startsWith(`${minor}.`)) ?? 'v8.2.0';
}

function pagesOf(release: string): readonly Page[] {
	return [
		...definitionFiles().map(([file, text]) => ({
			url: `${SITE}/${release}/client/config/crd/${file}`,
			text: () => text,
		})),
		{ url: `${SITE}/${release}/deploy/kubernetes/${NAME}/rbac-${NAME}.yaml`, text: rights },
		{
			url: `${SITE}/${release}/deploy/kubernetes/${NAME}/setup-${NAME}.yaml`,
			text: () => deployment(versionOf(release)),
		},
		kustomizationPage(
			`${SITE}/${release}/client/config/crd`,
			definitionFiles().map(([file]) => file),
		),
		kustomizationPage(`${SITE}/${release}/deploy/kubernetes/${NAME}`, [`rbac-${NAME}.yaml`, `setup-${NAME}.yaml`]),
	];
}

/** The kinds of snapshots, and what binds them to what a driver has taken. */
export const EXTERNAL_SNAPSHOTTER: Addon = {
	images: [storageImage(NAME, RELEASES.join(' '), 27_810_334, snapshotController)],
	pages: [...RELEASES, ...BRANCHES].flatMap(pagesOf),
};
