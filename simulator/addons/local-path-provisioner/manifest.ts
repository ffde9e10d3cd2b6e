import { formatYaml } from '../../machinery/yaml/format-yaml.ts';

export const IMAGE = 'rancher/local-path-provisioner';
export const PROVISIONER = 'rancher.io/local-path';
const NAME = 'local-path-provisioner';
const NAMESPACE = 'local-path-storage';
const ACCOUNT_NAME = 'local-path-provisioner-service-account';
const ROLE = 'local-path-provisioner-role';
const BINDING = 'local-path-provisioner-bind';
const RBAC = 'rbac.authorization.k8s.io/v1';
const RBAC_GROUP = 'rbac.authorization.k8s.io';
const SUBJECTS = [{ kind: 'ServiceAccount', name: ACCOUNT_NAME, namespace: NAMESPACE }];
const READ = ['get', 'list', 'watch'];
const CHANGE = [...READ, 'create', 'patch', 'update', 'delete'];

/** Key of the configuration that holds for every node without an entry of its own. */
export const OTHER_NODES = 'DEFAULT_PATH_FOR_NON_LISTED_NODES';

const CONFIGURATION = `{
        "nodePathMap":[
        {
                "node":"${OTHER_NODES}",
                "paths":["/opt/local-path-provisioner"]
        }
        ]
}`;
const HELPER_POD = `apiVersion: v1
kind: Pod
metadata:
  name: helper-pod
spec:
  priorityClassName: system-node-critical
  tolerations:
    - key: node.kubernetes.io/disk-pressure
      operator: Exists
      effect: NoSchedule
  containers:
  - name: helper-pod
    image: busybox
    imagePullPolicy: IfNotPresent`;

function roleBinding(kind: 'Role' | 'ClusterRole', namespace: object): object {
	return {
		apiVersion: RBAC,
		kind: `${kind}Binding`,
		metadata: { name: BINDING, ...namespace },
		roleRef: { apiGroup: RBAC_GROUP, kind, name: ROLE },
		subjects: SUBJECTS,
	};
}

function rights(): readonly object[] {
	const inNamespace = { namespace: NAMESPACE };
	return [
		{
			apiVersion: RBAC,
			kind: 'Role',
			metadata: { name: ROLE, ...inNamespace },
			rules: [{ apiGroups: [''], resources: ['pods'], verbs: CHANGE }],
		},
		{
			apiVersion: RBAC,
			kind: 'ClusterRole',
			metadata: { name: ROLE },
			rules: [
				{
					apiGroups: [''],
					resources: ['nodes', 'persistentvolumeclaims', 'configmaps', 'pods', 'pods/log'],
					verbs: READ,
				},
				{ apiGroups: [''], resources: ['persistentvolumes'], verbs: CHANGE },
				{ apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
				{ apiGroups: ['storage.k8s.io'], resources: ['storageclasses'], verbs: READ },
			],
		},
		roleBinding('Role', inNamespace),
		roleBinding('ClusterRole', {}),
	];
}

function deployment(tag: string): object {
	const labels = { app: NAME };
	const container = {
		name: NAME,
		image: `${IMAGE}:${tag}`,
		imagePullPolicy: 'IfNotPresent',
		command: [NAME, '--debug', 'start', '--config', '/etc/config/config.json'],
		volumeMounts: [{ name: 'config-volume', mountPath: '/etc/config/' }],
		env: [
			{ name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
			{ name: 'CONFIG_MOUNT_PATH', value: '/etc/config/' },
		],
	};
	return {
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata: { name: NAME, namespace: NAMESPACE },
		spec: {
			replicas: 1,
			selector: { matchLabels: labels },
			template: {
				metadata: { labels },
				spec: {
					serviceAccountName: ACCOUNT_NAME,
					containers: [container],
					volumes: [{ name: 'config-volume', configMap: { name: 'local-path-config' } }],
				},
			},
		},
	};
}

/** What the repository's deploy/local-path-storage.yaml makes of a cluster. */
export function localPathStorageYaml(tag: string): string {
	const script = (work: string): string => `#!/bin/sh\nset -eu\n${work}`;
	const objects: readonly object[] = [
		{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
		{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: ACCOUNT_NAME, namespace: NAMESPACE } },
		...rights(),
		deployment(tag),
		{
			apiVersion: 'storage.k8s.io/v1',
			kind: 'StorageClass',
			metadata: { name: 'local-path' },
			provisioner: PROVISIONER,
			volumeBindingMode: 'WaitForFirstConsumer',
			reclaimPolicy: 'Delete',
		},
		{
			kind: 'ConfigMap',
			apiVersion: 'v1',
			metadata: { name: 'local-path-config', namespace: NAMESPACE },
			data: {
				'config.json': CONFIGURATION,
				setup: script('mkdir -m 0777 -p "$VOL_DIR"'),
				teardown: script('rm -rf "$VOL_DIR"'),
				'helperPod.yaml': HELPER_POD,
			},
		},
	];
	return objects.map((object) => formatYaml(object as never)).join('---\n');
}
