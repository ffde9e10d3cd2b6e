import { formatYaml } from '../../machinery/yaml/format-yaml.ts';
import type { ClusterFacts } from '../cluster-facts.ts';

/** Where the kubelet and crictl find containerd. */
export const RUNTIME_ENDPOINT = 'unix:///var/run/containerd/containerd.sock';

/** /var/lib/kubelet/config.yaml as kubeadm writes it on a node. Models cmd/kubeadm/app/componentconfigs/kubelet.go. */
export function kubeletConfiguration(facts: ClusterFacts): string {
	return formatYaml({
		apiVersion: 'kubelet.config.k8s.io/v1beta1',
		kind: 'KubeletConfiguration',
		authentication: {
			anonymous: { enabled: false },
			webhook: { cacheTTL: '0s', enabled: true },
			x509: { clientCAFile: '/etc/kubernetes/pki/ca.crt' },
		},
		authorization: { mode: 'Webhook', webhook: { cacheAuthorizedTTL: '0s', cacheUnauthorizedTTL: '0s' } },
		cgroupDriver: 'systemd',
		clusterDNS: [facts.clusterDnsAddress],
		clusterDomain: facts.clusterDomain,
		containerRuntimeEndpoint: RUNTIME_ENDPOINT,
		cpuManagerReconcilePeriod: '0s',
		crashLoopBackOff: {},
		evictionPressureTransitionPeriod: '0s',
		fileCheckFrequency: '0s',
		healthzBindAddress: '127.0.0.1',
		healthzPort: 10_248,
		httpCheckFrequency: '0s',
		imageMaximumGCAge: '0s',
		imageMinimumGCAge: '0s',
		logging: {
			flushFrequency: 0,
			options: { json: { infoBufferSize: '0' }, text: { infoBufferSize: '0' } },
			verbosity: 0,
		},
		memorySwap: {},
		nodeStatusReportFrequency: '0s',
		nodeStatusUpdateFrequency: '0s',
		resolvConf: '/run/systemd/resolve/resolv.conf',
		rotateCertificates: true,
		runtimeRequestTimeout: '0s',
		shutdownGracePeriod: '0s',
		shutdownGracePeriodCriticalPods: '0s',
		staticPodPath: '/etc/kubernetes/manifests',
		streamingConnectionIdleTimeout: '0s',
		syncFrequency: '0s',
		volumeStatsAggPeriod: '0s',
	});
}
