import { encodeBase64 } from '../../machinery/base64.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import {
	apiServerUrl,
	type ClusterConfiguration,
	clusterConfigurationText,
	clusterDnsAddress,
} from './cluster-configuration.ts';
import type { ManifestObject } from './manifest-object.ts';

/** ConfigMaps in which kubeadm keeps how the cluster was made. Models cmd/kubeadm/app/phases/{uploadconfig,kubelet}. */
export function kubeadmConfigMap(configuration: ClusterConfiguration): ManifestObject {
	return configMap('kubeadm-config', { ClusterConfiguration: clusterConfigurationText(configuration) });
}

export function kubeletConfigMap(configuration: ClusterConfiguration): ManifestObject {
	return configMap('kubelet-config', { kubelet: kubeletConfiguration(configuration) });
}

/** What a joining node learns first, without being anybody. Models cmd/kubeadm/app/phases/bootstraptoken/clusterinfo. */
export function clusterInfo(configuration: ClusterConfiguration, address: string, caPem: string): ManifestObject {
	const kubeconfig = `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${encodeBase64(encodeUtf8(caPem))}
    server: ${apiServerUrl(configuration, address)}
  name: ""
contexts: null
current-context: ""
kind: Config
users: null
`;
	const metadata = { name: 'cluster-info', namespace: 'kube-public' };
	return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { kubeconfig } };
}

function configMap(name: string, data: { readonly [key: string]: string }): ManifestObject {
	return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'kube-system' }, data };
}

function kubeletConfiguration(configuration: ClusterConfiguration): string {
	return `apiVersion: kubelet.config.k8s.io/v1beta1
authentication:
  anonymous:
    enabled: false
  webhook:
    cacheTTL: 0s
    enabled: true
  x509:
    clientCAFile: /etc/kubernetes/pki/ca.crt
authorization:
  mode: Webhook
  webhook:
    cacheAuthorizedTTL: 0s
    cacheUnauthorizedTTL: 0s
cgroupDriver: systemd
clusterDNS:
- ${clusterDnsAddress(configuration)}
clusterDomain: ${configuration.networking.dnsDomain}
containerRuntimeEndpoint: ""
cpuManagerReconcilePeriod: 0s
crashLoopBackOff: {}
evictionPressureTransitionPeriod: 0s
fileCheckFrequency: 0s
healthzBindAddress: 127.0.0.1
healthzPort: 10248
httpCheckFrequency: 0s
imageMaximumGCAge: 0s
imageMinimumGCAge: 0s
kind: KubeletConfiguration
logging:
  flushFrequency: 0
  options:
    json:
      infoBufferSize: "0"
    text:
      infoBufferSize: "0"
  verbosity: 0
memorySwap: {}
nodeStatusReportFrequency: 0s
nodeStatusUpdateFrequency: 0s
rotateCertificates: true
runtimeRequestTimeout: 0s
shutdownGracePeriod: 0s
shutdownGracePeriodCriticalPods: 0s
staticPodPath: /etc/kubernetes/manifests
streamingConnectionIdleTimeout: 0s
syncFrequency: 0s
volumeStatsAggPeriod: 0s
`;
}
