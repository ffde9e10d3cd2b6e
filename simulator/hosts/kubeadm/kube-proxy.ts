import { apiServerUrl, type ClusterConfiguration } from './cluster-configuration.ts';
import type { ManifestObject } from './manifest-object.ts';

const NAMESPACE = 'kube-system';
const SELECTOR = { 'k8s-app': 'kube-proxy' };

/**
 * The kube-proxy addon. Models cmd/kubeadm/app/phases/addons/proxy manifests.go.
 * @param address of the control plane, where nothing else was said.
 */
export function kubeProxyObjects(configuration: ClusterConfiguration, address: string): ManifestObject[] {
	return [
		{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'kube-proxy', namespace: NAMESPACE } },
		{
			apiVersion: 'rbac.authorization.k8s.io/v1',
			kind: 'ClusterRoleBinding',
			metadata: { name: 'kubeadm:node-proxier' },
			roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:node-proxier' },
			subjects: [{ kind: 'ServiceAccount', name: 'kube-proxy', namespace: NAMESPACE }],
		},
		configMap(configuration, address),
		daemonSet(configuration),
	];
}

function configMap(configuration: ClusterConfiguration, address: string): ManifestObject {
	const config = `apiVersion: kubeproxy.config.k8s.io/v1alpha1
bindAddress: 0.0.0.0
clientConnection:
  acceptContentTypes: ""
  burst: 0
  contentType: ""
  kubeconfig: /var/lib/kube-proxy/kubeconfig.conf
  qps: 0
clusterCIDR: ${configuration.networking.podSubnet ?? '""'}
configSyncPeriod: 0s
detectLocalMode: ""
enableProfiling: false
healthzBindAddress: ""
hostnameOverride: ""
kind: KubeProxyConfiguration
metricsBindAddress: ""
mode: ""
nodePortAddresses: null
oomScoreAdj: null
portRange: ""
`;
	const kubeconfig = `apiVersion: v1
kind: Config
clusters:
- cluster:
    certificate-authority: /var/run/secrets/kubernetes.io/serviceaccount/ca.crt
    server: ${apiServerUrl(configuration, address)}
  name: default
contexts:
- context:
    cluster: default
    namespace: default
    user: default
  name: default
current-context: default
users:
- name: default
  user:
    tokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token
`;
	return {
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: { name: 'kube-proxy', namespace: NAMESPACE, labels: { app: 'kube-proxy' } },
		data: { 'config.conf': config, 'kubeconfig.conf': kubeconfig },
	};
}

function daemonSet(configuration: ClusterConfiguration): ManifestObject {
	return {
		apiVersion: 'apps/v1',
		kind: 'DaemonSet',
		metadata: { name: 'kube-proxy', namespace: NAMESPACE, labels: SELECTOR },
		spec: {
			selector: { matchLabels: SELECTOR },
			updateStrategy: { type: 'RollingUpdate' },
			template: {
				metadata: { labels: SELECTOR },
				spec: {
					priorityClassName: 'system-node-critical',
					containers: [container(configuration)],
					hostNetwork: true,
					serviceAccountName: 'kube-proxy',
					volumes: [
						{ name: 'kube-proxy', configMap: { name: 'kube-proxy' } },
						{ name: 'xtables-lock', hostPath: { path: '/run/xtables.lock', type: 'FileOrCreate' } },
						{ name: 'lib-modules', hostPath: { path: '/lib/modules' } },
					],
					tolerations: [{ operator: 'Exists' }],
					nodeSelector: { 'kubernetes.io/os': 'linux' },
				},
			},
		},
	};
}

function container({ imageRepository, kubernetesVersion }: ClusterConfiguration): object {
	return {
		name: 'kube-proxy',
		image: `${imageRepository}/kube-proxy:${kubernetesVersion}`,
		imagePullPolicy: 'IfNotPresent',
		command: [
			'/usr/local/bin/kube-proxy',
			'--config=/var/lib/kube-proxy/config.conf',
			'--hostname-override=$(NODE_NAME)',
		],
		securityContext: { privileged: true },
		volumeMounts: [
			{ mountPath: '/var/lib/kube-proxy', name: 'kube-proxy' },
			{ mountPath: '/run/xtables.lock', name: 'xtables-lock', readOnly: false },
			{ mountPath: '/lib/modules', name: 'lib-modules', readOnly: true },
		],
		env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
	};
}
