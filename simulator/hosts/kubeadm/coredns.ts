import { kubernetesRelease } from '../../machinery/kubernetes-releases.ts';
import { type ClusterConfiguration, clusterDnsAddress } from './cluster-configuration.ts';
import type { ManifestObject } from './manifest-object.ts';

const NAMESPACE = 'kube-system';
const SELECTOR = { 'k8s-app': 'kube-dns' };

/** The DNS addon. Models cmd/kubeadm/app/phases/addons/dns manifests.go. */
export function coreDnsObjects(network: ClusterConfiguration): ManifestObject[] {
	return [
		{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'coredns', namespace: NAMESPACE } },
		role(),
		roleBinding(),
		configMap(network),
		deployment(network),
		service(network),
	];
}

function role(): ManifestObject {
	const listWatch = ['list', 'watch'];
	return {
		apiVersion: 'rbac.authorization.k8s.io/v1',
		kind: 'ClusterRole',
		metadata: { name: 'system:coredns' },
		rules: [
			{ apiGroups: [''], resources: ['endpoints', 'services', 'pods', 'namespaces'], verbs: listWatch },
			{ apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: listWatch },
		],
	};
}

function roleBinding(): ManifestObject {
	return {
		apiVersion: 'rbac.authorization.k8s.io/v1',
		kind: 'ClusterRoleBinding',
		metadata: { name: 'system:coredns' },
		roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:coredns' },
		subjects: [{ kind: 'ServiceAccount', name: 'coredns', namespace: NAMESPACE }],
	};
}

function configMap(network: ClusterConfiguration): ManifestObject {
	const corefile = `.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes ${network.networking.dnsDomain} in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf {
       max_concurrent 1000
    }
    cache 30 {
       disable success ${network.networking.dnsDomain}
       disable denial ${network.networking.dnsDomain}
    }
    loop
    reload
    loadbalance
}
`;
	return {
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: { name: 'coredns', namespace: NAMESPACE },
		data: { Corefile: corefile },
	};
}

function deployment(configuration: ClusterConfiguration): ManifestObject {
	return {
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata: { name: 'coredns', namespace: NAMESPACE, labels: SELECTOR },
		spec: {
			replicas: 2,
			strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
			selector: { matchLabels: SELECTOR },
			template: {
				metadata: { labels: SELECTOR },
				spec: {
					priorityClassName: 'system-cluster-critical',
					serviceAccountName: 'coredns',
					affinity: {
						podAntiAffinity: {
							preferredDuringSchedulingIgnoredDuringExecution: [
								{
									weight: 100,
									podAffinityTerm: {
										labelSelector: {
											matchExpressions: [{ key: 'k8s-app', operator: 'In', values: ['kube-dns'] }],
										},
										topologyKey: 'kubernetes.io/hostname',
									},
								},
							],
						},
					},
					tolerations: [
						{ key: 'CriticalAddonsOnly', operator: 'Exists' },
						{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
					],
					nodeSelector: { 'kubernetes.io/os': 'linux' },
					containers: [container(configuration)],
					dnsPolicy: 'Default',
					volumes: [
						{
							name: 'config-volume',
							configMap: { name: 'coredns', items: [{ key: 'Corefile', path: 'Corefile' }] },
						},
					],
				},
			},
		},
	};
}

function container({ kubernetesVersion, imageRepository }: ClusterConfiguration): object {
	const repository = imageRepository === 'registry.k8s.io' ? `${imageRepository}/coredns` : imageRepository;
	return {
		name: 'coredns',
		image: `${repository}/coredns:${kubernetesRelease(kubernetesVersion).coreDns}`,
		imagePullPolicy: 'IfNotPresent',
		resources: { limits: { memory: '170Mi' }, requests: { cpu: '100m', memory: '70Mi' } },
		args: ['-conf', '/etc/coredns/Corefile'],
		volumeMounts: [{ name: 'config-volume', mountPath: '/etc/coredns', readOnly: true }],
		ports: [
			{ containerPort: 53, name: 'dns', protocol: 'UDP' },
			{ containerPort: 53, name: 'dns-tcp', protocol: 'TCP' },
			{ containerPort: 9153, name: 'metrics', protocol: 'TCP' },
			{ containerPort: 8080, name: 'liveness-probe', protocol: 'TCP' },
			{ containerPort: 8181, name: 'readiness-probe', protocol: 'TCP' },
		],
		livenessProbe: {
			httpGet: { path: '/health', port: 'liveness-probe', scheme: 'HTTP' },
			initialDelaySeconds: 60,
			timeoutSeconds: 5,
			successThreshold: 1,
			failureThreshold: 5,
		},
		readinessProbe: { httpGet: { path: '/ready', port: 'readiness-probe', scheme: 'HTTP' } },
		securityContext: {
			allowPrivilegeEscalation: false,
			capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
			readOnlyRootFilesystem: true,
		},
	};
}

function service(network: ClusterConfiguration): ManifestObject {
	return {
		apiVersion: 'v1',
		kind: 'Service',
		metadata: {
			name: 'kube-dns',
			namespace: NAMESPACE,
			labels: { 'k8s-app': 'kube-dns', 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': 'CoreDNS' },
			annotations: { 'prometheus.io/port': '9153', 'prometheus.io/scrape': 'true' },
		},
		spec: {
			clusterIP: clusterDnsAddress(network),
			ports: [
				{ name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
				{ name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
				{ name: 'metrics', port: 9153, protocol: 'TCP', targetPort: 9153 },
			],
			selector: SELECTOR,
		},
	};
}
