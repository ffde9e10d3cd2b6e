import { alpineLayer } from '../../kubelet/images/bases/alpine.ts';
import { imageTags } from '../../kubelet/images/image-version.ts';
import { executable, layer } from '../../kubelet/images/layer-builder.ts';
import type { ImageRepository } from '../../kubelet/runtime/image.ts';
import type { Addon, Page } from '../addon.ts';
import { clusterRole, clusterRoleBinding, yamlOf } from '../csi/sidecar-rights.ts';
import { kustomizationPage } from '../kinds/kustomization-page.ts';
import { nfsSubdirProvisioner } from './provisioner.ts';

const NAME = 'nfs-subdir-external-provisioner';
const SITE = `https://raw.githubusercontent.com/kubernetes-sigs/${NAME}`;
const IMAGE = `registry.k8s.io/sig-storage/${NAME}`;
const PROVISIONER = `k8s-sigs.io/nfs-subdir-external-provisioner`;
const LABEL = 'nfs-client-provisioner';
const RBAC = 'rbac.authorization.k8s.io/v1';

const REPOSITORY: ImageRepository = {
	names: [IMAGE, 'docker.io/eipwork/nfs-subdir-external-provisioner'],
	tags: imageTags(IMAGE, [
		{
			tags: 'v4.0.2 v4.0.1 v4.0.0',
			date: '2021-03-19',
			sizeBytes: 17_943_652,
			layers: () => [alpineLayer('3.12.12'), layer([executable(`/${NAME}`, NAME, 43_012_096)])],
			config: {
				entrypoint: [`/${NAME}`],
				env: [['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']] as const,
			},
		},
	]),
	programs: new Map([[NAME, nfsSubdirProvisioner]]),
};

/** deploy/rbac.yaml. */
function rights(): string {
	const leader = { name: `leader-locking-${LABEL}`, namespace: 'default' };
	return yamlOf([
		{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: LABEL, namespace: 'default' } },
		clusterRole(`${LABEL}-runner`, [
			['', 'nodes', 'get,list,watch'],
			['', 'persistentvolumes', 'get,list,watch,create,delete'],
			['', 'persistentvolumeclaims', 'get,list,watch,update'],
			['storage.k8s.io', 'storageclasses', 'get,list,watch'],
			['', 'events', 'create,update,patch'],
		]),
		clusterRoleBinding(`run-${LABEL}`, `${LABEL}-runner`, LABEL, 'default'),
		{
			kind: 'Role',
			apiVersion: RBAC,
			metadata: leader,
			rules: [
				{ apiGroups: [''], resources: ['endpoints'], verbs: ['get', 'list', 'watch', 'create', 'update', 'patch'] },
			],
		},
		{
			kind: 'RoleBinding',
			apiVersion: RBAC,
			metadata: leader,
			subjects: [{ kind: 'ServiceAccount', name: LABEL, namespace: 'default' }],
			roleRef: { kind: 'Role', name: leader.name, apiGroup: 'rbac.authorization.k8s.io' },
		},
	]);
}

/** deploy/deployment.yaml: whoever applies it puts a server of theirs into it. */
function deployment(): string {
	const [server, path] = ['10.3.243.101', '/ifs/kubernetes'];
	const env = (name: string, value: string): object => ({ name, value });
	return yamlOf([
		{
			apiVersion: 'apps/v1',
			kind: 'Deployment',
			metadata: { name: LABEL, labels: { app: LABEL }, namespace: 'default' },
			spec: {
				replicas: 1,
				strategy: { type: 'Recreate' },
				selector: { matchLabels: { app: LABEL } },
				template: {
					metadata: { labels: { app: LABEL } },
					spec: {
						serviceAccountName: LABEL,
						containers: [
							{
								name: LABEL,
								image: `${IMAGE}:v4.0.2`,
								volumeMounts: [{ name: 'nfs-client-root', mountPath: '/persistentvolumes' }],
								env: [env('PROVISIONER_NAME', PROVISIONER), env('NFS_SERVER', server), env('NFS_PATH', path)],
							},
						],
						volumes: [{ name: 'nfs-client-root', nfs: { server, path } }],
					},
				},
			},
		},
	]);
}

/** deploy/class.yaml. */
function storageClass(): string {
	return yamlOf([
		{
			apiVersion: 'storage.k8s.io/v1',
			kind: 'StorageClass',
			metadata: { name: 'nfs-client' },
			provisioner: PROVISIONER,
			parameters: { archiveOnDelete: 'false' },
		},
	]);
}

function pagesOf(release: string): readonly Page[] {
	const at = (file: string, text: () => string): Page => ({ url: `${SITE}/${release}/deploy/${file}`, text });
	return [
		at('rbac.yaml', rights),
		at('deployment.yaml', deployment),
		at('class.yaml', storageClass),
		kustomizationPage(`${SITE}/${release}/deploy`, ['class.yaml', 'rbac.yaml', 'deployment.yaml']),
	];
}

/** Directories of one NFS share for claims. */
export const NFS_SUBDIR: Addon = {
	images: [REPOSITORY],
	pages: [`master`, `${NAME}-4.0.18`, `${NAME}-4.0.17`, 'v4.0.2'].flatMap(pagesOf),
};
