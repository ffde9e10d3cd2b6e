import type { ManifestObject } from '../../hosts/kubeadm/manifest-object.ts';
import { formatYaml } from '../../machinery/yaml/format-yaml.ts';

const NAMESPACE = 'kube-system';
/** What a preset's clusters have. */
const VERSION = 'v3.30.3';

/**
 * The Pod network, as an administrator installs it after `kubeadm init`. Models projectcalico/calico manifests/calico.yaml.
 * @param podCidr undefined: Calico finds it out, or takes its own.
 */
export function calicoObjects(podCidr: string | undefined, version = VERSION): ManifestObject[] {
	return [
		...['calico-kube-controllers', 'calico-node'].map((name) => ({
			apiVersion: 'v1',
			kind: 'ServiceAccount',
			metadata: { name, namespace: NAMESPACE },
		})),
		{
			apiVersion: 'v1',
			kind: 'ConfigMap',
			metadata: { name: 'calico-config', namespace: NAMESPACE },
			data: { calico_backend: 'bird', typha_service_name: 'none', veth_mtu: '0' },
		},
		...roles(),
		daemonSet(podCidr, version),
		controllers(version),
	];
}

function roles(): ManifestObject[] {
	const read = ['get', 'list', 'watch'];
	const rules: { readonly [name: string]: readonly object[] } = {
		'calico-kube-controllers': [
			{ apiGroups: [''], resources: ['nodes', 'pods', 'namespaces', 'serviceaccounts'], verbs: read },
			{ apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: read },
		],
		'calico-node': [
			{ apiGroups: [''], resources: ['pods', 'nodes', 'namespaces', 'serviceaccounts', 'services'], verbs: read },
			{ apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
			{ apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: ['list', 'watch'] },
			{ apiGroups: [''], resources: ['pods/status', 'nodes/status'], verbs: ['patch'] },
		],
	};
	return Object.entries(rules).flatMap(([name, list]) => [
		{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name }, rules: list },
		{
			apiVersion: 'rbac.authorization.k8s.io/v1',
			kind: 'ClusterRoleBinding',
			metadata: { name },
			roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
			subjects: [{ kind: 'ServiceAccount', name, namespace: NAMESPACE }],
		},
	]);
}

function daemonSet(podCidr: string | undefined, version: string): ManifestObject {
	const selector = { 'k8s-app': 'calico-node' };
	return {
		apiVersion: 'apps/v1',
		kind: 'DaemonSet',
		metadata: { name: 'calico-node', namespace: NAMESPACE, labels: selector },
		spec: {
			selector: { matchLabels: selector },
			updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
			template: {
				metadata: { labels: selector },
				spec: {
					nodeSelector: { 'kubernetes.io/os': 'linux' },
					hostNetwork: true,
					tolerations: [
						{ effect: 'NoSchedule', operator: 'Exists' },
						{ key: 'CriticalAddonsOnly', operator: 'Exists' },
						{ effect: 'NoExecute', operator: 'Exists' },
					],
					serviceAccountName: 'calico-node',
					terminationGracePeriodSeconds: 0,
					priorityClassName: 'system-node-critical',
					initContainers: [installCni(version)],
					containers: [node(podCidr, version)],
					volumes: [
						{ name: 'lib-modules', hostPath: { path: '/lib/modules' } },
						{ name: 'var-run-calico', hostPath: { path: '/var/run/calico', type: 'DirectoryOrCreate' } },
						{ name: 'cni-bin-dir', hostPath: { path: '/opt/cni/bin', type: 'DirectoryOrCreate' } },
						{ name: 'cni-net-dir', hostPath: { path: '/etc/cni/net.d' } },
					],
				},
			},
		},
	};
}

function installCni(version: string): object {
	return {
		name: 'install-cni',
		image: `docker.io/calico/cni:${version}`,
		imagePullPolicy: 'IfNotPresent',
		command: ['/opt/cni/bin/install'],
		env: [
			{ name: 'CNI_CONF_NAME', value: '10-calico.conflist' },
			{ name: 'KUBERNETES_NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
		],
		volumeMounts: [
			{ mountPath: '/host/opt/cni/bin', name: 'cni-bin-dir' },
			{ mountPath: '/host/etc/cni/net.d', name: 'cni-net-dir' },
		],
		securityContext: { privileged: true },
	};
}

function node(podCidr: string | undefined, version: string): object {
	return {
		name: 'calico-node',
		image: `docker.io/calico/node:${version}`,
		imagePullPolicy: 'IfNotPresent',
		env: [
			{ name: 'DATASTORE_TYPE', value: 'kubernetes' },
			{ name: 'NODENAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
			{ name: 'IP', value: 'autodetect' },
			...(podCidr === undefined ? [] : [{ name: 'CALICO_IPV4POOL_CIDR', value: podCidr }]),
			{ name: 'CALICO_IPV4POOL_IPIP', value: 'Always' },
			{ name: 'FELIX_HEALTHENABLED', value: 'true' },
		],
		securityContext: { privileged: true },
		resources: { requests: { cpu: '250m' } },
		livenessProbe: {
			exec: { command: ['/bin/calico-node', '-felix-live', '-bird-live'] },
			periodSeconds: 10,
			initialDelaySeconds: 10,
			failureThreshold: 6,
			timeoutSeconds: 10,
		},
		readinessProbe: {
			exec: { command: ['/bin/calico-node', '-felix-ready', '-bird-ready'] },
			periodSeconds: 10,
			timeoutSeconds: 10,
		},
		volumeMounts: [
			{ mountPath: '/lib/modules', name: 'lib-modules', readOnly: true },
			{ mountPath: '/var/run/calico', name: 'var-run-calico', readOnly: false },
		],
	};
}

function controllers(version: string): ManifestObject {
	const selector = { 'k8s-app': 'calico-kube-controllers' };
	return {
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata: { name: 'calico-kube-controllers', namespace: NAMESPACE, labels: selector },
		spec: {
			replicas: 1,
			selector: { matchLabels: selector },
			strategy: { type: 'Recreate' },
			template: {
				metadata: { name: 'calico-kube-controllers', namespace: NAMESPACE, labels: selector },
				spec: {
					nodeSelector: { 'kubernetes.io/os': 'linux' },
					tolerations: [
						{ key: 'CriticalAddonsOnly', operator: 'Exists' },
						{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
					],
					serviceAccountName: 'calico-kube-controllers',
					priorityClassName: 'system-cluster-critical',
					containers: [
						{
							name: 'calico-kube-controllers',
							image: `docker.io/calico/kube-controllers:${version}`,
							imagePullPolicy: 'IfNotPresent',
							env: [
								{ name: 'ENABLED_CONTROLLERS', value: 'node,loadbalancer' },
								{ name: 'DATASTORE_TYPE', value: 'kubernetes' },
							],
							livenessProbe: {
								exec: { command: ['/usr/bin/check-status', '-l'] },
								periodSeconds: 10,
								initialDelaySeconds: 10,
								failureThreshold: 6,
								timeoutSeconds: 10,
							},
							readinessProbe: { exec: { command: ['/usr/bin/check-status', '-r'] }, periodSeconds: 10 },
						},
					],
				},
			},
		},
	};
}

/** calico.yaml, where the pool's range is a comment that people take away. */
export function calicoYaml(version: string): string {
	const text = calicoObjects(undefined, version)
		.map((object) => formatYaml(object))
		.join('---\n');
	const mark = /^( *)- name: CALICO_IPV4POOL_IPIP$/m;
	return `---\n${text.replace(mark, (line, indent: string) => `${POOL_COMMENT.replaceAll('^', indent)}${line}`)}`;
}

const POOL_COMMENT = `^# Addresses of Pods; must lie within --cluster-cidr.
^# - name: CALICO_IPV4POOL_CIDR
^#   value: "192.168.0.0/16"
`;
