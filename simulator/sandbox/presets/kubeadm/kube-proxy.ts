import type { ManifestObject, Preset } from '../preset.ts';

const NAMESPACE = 'kube-system';
const SELECTOR = { 'k8s-app': 'kube-proxy' };

type Facts = Pick<Preset, 'kubernetesVersion' | 'podCidr'> & { readonly controlPlaneEndpoint: string };

/** The kube-proxy addon. Models cmd/kubeadm/app/phases/addons/proxy manifests.go. */
export function kubeProxyObjects(facts: Facts): ManifestObject[] {
	return [
		{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'kube-proxy', namespace: NAMESPACE } },
		{
			apiVersion: 'rbac.authorization.k8s.io/v1',
			kind: 'ClusterRoleBinding',
			metadata: { name: 'kubeadm:node-proxier' },
			roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:node-proxier' },
			subjects: [{ kind: 'ServiceAccount', name: 'kube-proxy', namespace: NAMESPACE }],
		},
		configMap(facts),
		daemonSet(facts),
	];
}

function configMap(facts: Facts): ManifestObject {
	const config = `apiVersion: kubeproxy.config.k8s.io/v1alpha1
bindAddress: 0.0.0.0
clientConnection:
  acceptContentTypes: ""
  burst: 0
  contentType: ""
  kubeconfig: /var/lib/kube-proxy/kubeconfig.conf
  qps: 0
clusterCIDR: ${facts.podCidr}
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
    server: ${facts.controlPlaneEndpoint}
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

function daemonSet(facts: Facts): ManifestObject {
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
					containers: [container(facts)],
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

function container(facts: Facts): object {
	return {
		name: 'kube-proxy',
		image: `registry.k8s.io/kube-proxy:${facts.kubernetesVersion}`,
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
