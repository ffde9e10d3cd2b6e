import type { ManifestObject } from '../../hosts/kubeadm/manifest-object.ts';
import { formatYaml } from '../../machinery/yaml/format-yaml.ts';

const NAMESPACE = 'kube-flannel';
const LABELS = { app: 'flannel', tier: 'node', 'k8s-app': 'flannel' };
export const PLUGIN_TAG = 'v1.8.0-flannel1';

/** kube-flannel.yml. Models flannel-io/flannel Documentation/kube-flannel.yml. */
export function kubeFlannelYaml(version: string): string {
	return `---\n${objects(version)
		.map((object) => formatYaml(object))
		.join('---\n')}`;
}

function objects(version: string): ManifestObject[] {
	const group = 'rbac.authorization.k8s.io';
	const labels = { 'k8s-app': 'flannel' };
	return [
		{
			apiVersion: 'v1',
			kind: 'Namespace',
			metadata: { name: NAMESPACE, labels: { ...labels, 'pod-security.kubernetes.io/enforce': 'privileged' } },
		},
		{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'flannel', namespace: NAMESPACE, labels } },
		{
			apiVersion: `${group}/v1`,
			kind: 'ClusterRole',
			metadata: { name: 'flannel', labels },
			rules: [
				{ apiGroups: [''], resources: ['pods'], verbs: ['get'] },
				{ apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'watch'] },
				{ apiGroups: [''], resources: ['nodes/status'], verbs: ['patch'] },
			],
		},
		{
			apiVersion: `${group}/v1`,
			kind: 'ClusterRoleBinding',
			metadata: { name: 'flannel', labels },
			roleRef: { apiGroup: group, kind: 'ClusterRole', name: 'flannel' },
			subjects: [{ kind: 'ServiceAccount', name: 'flannel', namespace: NAMESPACE }],
		},
		configMap(),
		daemonSet(version),
	];
}

function configMap(): ManifestObject {
	const plugins = [
		{ type: 'flannel', delegate: { hairpinMode: true, isDefaultGateway: true } },
		{ type: 'portmap', capabilities: { portMappings: true } },
	];
	const network = { Network: '10.244.0.0/16', EnableNFTables: false, Backend: { Type: 'vxlan' } };
	return {
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: { name: 'kube-flannel-cfg', namespace: NAMESPACE, labels: LABELS },
		data: {
			'cni-conf.json': `${JSON.stringify({ name: 'cbr0', cniVersion: '0.3.1', plugins }, undefined, 2)}\n`,
			'net-conf.json': `${JSON.stringify(network, undefined, 2)}\n`,
		},
	};
}

function daemonSet(version: string): ManifestObject {
	const nodes = {
		nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/os', operator: 'In', values: ['linux'] }] }],
	};
	return {
		apiVersion: 'apps/v1',
		kind: 'DaemonSet',
		metadata: { name: 'kube-flannel-ds', namespace: NAMESPACE, labels: LABELS },
		spec: {
			selector: { matchLabels: { app: 'flannel', 'k8s-app': 'flannel' } },
			template: {
				metadata: { labels: LABELS },
				spec: {
					affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: nodes } },
					hostNetwork: true,
					priorityClassName: 'system-node-critical',
					tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }],
					serviceAccountName: 'flannel',
					initContainers: initContainers(version),
					containers: [daemon(version)],
					volumes: [
						{ name: 'run', hostPath: { path: '/run/flannel' } },
						{ name: 'cni-plugin', hostPath: { path: '/opt/cni/bin' } },
						{ name: 'cni', hostPath: { path: '/etc/cni/net.d' } },
						{ name: 'flannel-cfg', configMap: { name: 'kube-flannel-cfg' } },
						{ name: 'xtables-lock', hostPath: { path: '/run/xtables.lock', type: 'FileOrCreate' } },
					],
				},
			},
		},
	};
}

function initContainers(version: string): object[] {
	return [
		{
			name: 'install-cni-plugin',
			image: `ghcr.io/flannel-io/flannel-cni-plugin:${PLUGIN_TAG}`,
			command: ['cp'],
			args: ['-f', '/flannel', '/opt/cni/bin/flannel'],
			volumeMounts: [{ name: 'cni-plugin', mountPath: '/opt/cni/bin' }],
		},
		{
			name: 'install-cni',
			image: `ghcr.io/flannel-io/flannel:${version}`,
			command: ['cp'],
			args: ['-f', '/etc/kube-flannel/cni-conf.json', '/etc/cni/net.d/10-flannel.conflist'],
			volumeMounts: [
				{ name: 'cni', mountPath: '/etc/cni/net.d' },
				{ name: 'flannel-cfg', mountPath: '/etc/kube-flannel/' },
			],
		},
	];
}

function daemon(version: string): object {
	const field = (name: string, fieldPath: string): object => ({ name, valueFrom: { fieldRef: { fieldPath } } });
	return {
		name: 'kube-flannel',
		image: `ghcr.io/flannel-io/flannel:${version}`,
		command: ['/opt/bin/flanneld'],
		args: ['--ip-masq', '--kube-subnet-mgr'],
		resources: { requests: { cpu: '100m', memory: '50Mi' } },
		securityContext: { privileged: false, capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } },
		env: [
			field('POD_NAME', 'metadata.name'),
			field('POD_NAMESPACE', 'metadata.namespace'),
			{ name: 'EVENT_QUEUE_DEPTH', value: '5000' },
			{ name: 'CONT_WHEN_CACHE_NOT_READY', value: 'false' },
		],
		volumeMounts: [
			{ name: 'run', mountPath: '/run/flannel' },
			{ name: 'flannel-cfg', mountPath: '/etc/kube-flannel/' },
			{ name: 'xtables-lock', mountPath: '/run/xtables.lock' },
		],
	};
}
