import type { ManifestObject, Preset } from '../preset.ts';

type Facts = Pick<Preset, 'kubernetesVersion' | 'podCidr' | 'serviceCidr' | 'clusterDomain' | 'clusterDnsAddress'> & {
	readonly controlPlaneEndpoint: string;
};

/** ConfigMaps in which kubeadm keeps how the cluster was made. Models cmd/kubeadm/app/phases/{uploadconfig,kubelet}. */
export function clusterInfoObjects(facts: Facts): ManifestObject[] {
	return [
		configMap('kubeadm-config', { ClusterConfiguration: clusterConfiguration(facts) }),
		configMap('kubelet-config', { kubelet: kubeletConfiguration(facts) }),
	];
}

function configMap(name: string, data: { readonly [key: string]: string }): ManifestObject {
	return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'kube-system' }, data };
}

function clusterConfiguration(facts: Facts): string {
	return `apiServer: {}
apiVersion: kubeadm.k8s.io/v1beta4
caCertificateValidityPeriod: 87600h0m0s
certificateValidityPeriod: 8760h0m0s
certificatesDir: /etc/kubernetes/pki
clusterName: kubernetes
controllerManager: {}
dns: {}
encryptionAlgorithm: RSA-2048
etcd:
  local:
    dataDir: /var/lib/etcd
imageRepository: registry.k8s.io
kind: ClusterConfiguration
kubernetesVersion: ${facts.kubernetesVersion}
networking:
  dnsDomain: ${facts.clusterDomain}
  podSubnet: ${facts.podCidr}
  serviceSubnet: ${facts.serviceCidr}
proxy: {}
scheduler: {}
`;
}

function kubeletConfiguration(facts: Facts): string {
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
- ${facts.clusterDnsAddress}
clusterDomain: ${facts.clusterDomain}
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
