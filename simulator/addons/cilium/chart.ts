import type { ChartRelease, ChartSource, ChartText } from '../charts/chart-source.ts';
import { AGENT_TEMPLATE, ENVOY_TEMPLATE, OPERATOR_TEMPLATE } from './chart-templates.ts';
import { HUBBLE_TEMPLATE, SPIRE_TEMPLATE } from './extra-templates.ts';
import { CILIUM_RELEASES } from './releases.ts';
import { CONFIG_TEMPLATE, RIGHTS_TEMPLATE } from './settings-templates.ts';

function valuesOf({ appVersion }: ChartRelease): string {
	const envoy = CILIUM_RELEASES.find(([version]) => version === appVersion)?.[2] ?? '';
	return `namespaceOverride: ""
debug:
  enabled: false
rbac:
  create: true
cluster:
  name: default
  id: 0
rollOutCiliumPods: false
image:
  override: ~
  repository: "quay.io/cilium/cilium"
  tag: "v${appVersion}"
  pullPolicy: "IfNotPresent"
resources: {}
priorityClassName: ""
podAnnotations: {}
podLabels: {}
extraArgs: []
extraConfig: {}
nodeSelector:
  kubernetes.io/os: linux
tolerations:
  - operator: Exists
updateStrategy:
  type: RollingUpdate
  rollingUpdate:
    maxUnavailable: 2
agent: true
annotateK8sNode: false
authentication:
  enabled: true
  queueSize: 1024
  mutual:
    port: 4250
    connectTimeout: "5s"
    spire:
      enabled: false
      install:
        enabled: true
        namespace: cilium-spire
        existingNamespace: false
        agent:
          image:
            repository: "ghcr.io/spiffe/spire-agent"
            tag: "1.9.6"
        server:
          image:
            repository: "ghcr.io/spiffe/spire-server"
            tag: "1.9.6"
          dataStorage:
            enabled: true
            size: 1Gi
            accessMode: ReadWriteOnce
            storageClass: null
      trustDomain: spiffe.cilium
autoDirectNodeRoutes: false
bandwidthManager:
  enabled: false
bgpControlPlane:
  enabled: false
bpf:
  masquerade: ~
  monitorAggregation: medium
cni:
  install: true
  uninstall: false
  chainingMode: ~
  customConf: false
  exclusive: true
  confPath: /etc/cni/net.d
  binPath: /opt/cni/bin
dnsProxy:
  dnsRejectResponseCode: refused
  minTtl: 0
egressGateway:
  enabled: false
enableIPv4Masquerade: true
encryption:
  enabled: false
  type: ipsec
  nodeEncryption: false
  strictMode:
    enabled: false
    cidr: ""
    allowRemoteNodeIdentities: false
  ipsec:
    secretName: "cilium-ipsec-keys"
    keyFile: "keys"
    mountPath: "/etc/ipsec"
    interface: ""
  wireguard:
    persistentKeepalive: 0s
endpointRoutes:
  enabled: false
envoy:
  enabled: ${envoy === '' ? 'false' : '~'}
  image:
    repository: "quay.io/cilium/cilium-envoy"
    tag: "${envoy}"
    pullPolicy: "IfNotPresent"
gatewayAPI:
  enabled: false
hostFirewall:
  enabled: false
hubble:
  enabled: true
  listenAddress: ":4244"
  metrics:
    enabled: ~
  relay:
    enabled: false
    image:
      repository: "quay.io/cilium/hubble-relay"
      tag: "v${appVersion}"
    replicas: 1
  ui:
    enabled: false
    replicas: 1
    backend:
      image:
        repository: "quay.io/cilium/hubble-ui-backend"
        tag: "v0.13.3"
    frontend:
      image:
        repository: "quay.io/cilium/hubble-ui"
        tag: "v0.13.3"
    service:
      type: ClusterIP
      nodePort: 31235
identityAllocationMode: "crd"
ingressController:
  enabled: false
  default: false
ipam:
  mode: "cluster-pool"
  operator:
    clusterPoolIPv4PodCIDRList: ["10.0.0.0/8"]
    clusterPoolIPv4MaskSize: 24
ipv4:
  enabled: true
ipv6:
  enabled: false
ipv4NativeRoutingCIDR: ""
k8sServiceHost: ""
k8sServicePort: ""
kubeProxyReplacement: "false"
l2announcements:
  enabled: false
l7Proxy: true
localRedirectPolicy: false
loadBalancer: {}
MTU: 0
nodePort:
  enabled: false
operator:
  enabled: true
  replicas: 2
  image:
    repository: "quay.io/cilium/operator"
    suffix: ""
    tag: "v${appVersion}"
    pullPolicy: "IfNotPresent"
  resources: {}
  nodeSelector:
    kubernetes.io/os: linux
  tolerations:
    - operator: Exists
  unmanagedPodWatcher:
    restart: true
    intervalSeconds: 15
  prometheus:
    enabled: true
policyAuditMode: false
policyCIDRMatchMode: ~
policyEnforcementMode: "default"
prometheus:
  enabled: false
routingMode: ""
serviceAccounts:
  cilium:
    create: true
    name: cilium
  operator:
    create: true
    name: cilium-operator
socketLB:
  enabled: false
tunnelProtocol: ""
tunnelPort: 0
upgradeCompatibility: null
`;
}

const NOTES = `{{- if (and .Values.hubble.enabled .Values.hubble.relay.enabled .Values.hubble.ui.enabled) }}
You have successfully installed {{ title .Chart.Name }} with Hubble Relay and Hubble UI.
{{- else if (and .Values.hubble.enabled .Values.hubble.relay.enabled) }}
You have successfully installed {{ title .Chart.Name }} with Hubble Relay.
{{- else if .Values.hubble.enabled }}
You have successfully installed {{ title .Chart.Name }} with Hubble.
{{- else }}
You have successfully installed {{ title .Chart.Name }}.
{{- end }}

Your release version is {{ .Chart.Version }}.

For any further help, visit https://docs.cilium.io/en/v{{ (semver .Chart.Version).Major }}.{{ (semver .Chart.Version).Minor }}/gettinghelp
`;

/** Values that go together or not at all. Models install/kubernetes/cilium/templates/validate.yaml. */
const VALIDATE = `{{- if and .Values.encryption.enabled (not (has .Values.encryption.type (list "ipsec" "wireguard" "ztunnel"))) }}
{{ fail (printf "unknown encryption type: %s" .Values.encryption.type) }}
{{- end }}
{{- if and .Values.authentication.mutual.spire.enabled (not .Values.authentication.enabled) }}
{{ fail "SPIRE integration requires .Values.authentication.enabled=true and .Values.authentication.mutual.spire.enabled=true" }}
{{- end }}
{{- if not (has (toString .Values.kubeProxyReplacement) (list "true" "false" "strict" "partial" "probe" "disabled")) }}
{{ fail (printf "kubeProxyReplacement must be explicitly set to a valid value (true or false) to continue. (got %s)" (toString .Values.kubeProxyReplacement)) }}
{{- end }}
`;

function files(release: ChartRelease): readonly ChartText[] {
	return [
		['values.yaml', valuesOf(release)],
		['README.md', '# cilium\n\nNetworking, security and observability with eBPF.\n'],
		['templates/validate.yaml', VALIDATE],
		['templates/cilium-rbac.yaml', RIGHTS_TEMPLATE],
		['templates/cilium-configmap.yaml', CONFIG_TEMPLATE],
		['templates/cilium-agent/daemonset.yaml', AGENT_TEMPLATE],
		['templates/cilium-envoy/daemonset.yaml', ENVOY_TEMPLATE],
		['templates/cilium-operator/deployment.yaml', OPERATOR_TEMPLATE],
		['templates/hubble/hubble.yaml', HUBBLE_TEMPLATE],
		['templates/spire/spire.yaml', SPIRE_TEMPLATE],
		['templates/NOTES.txt', NOTES],
	];
}

/** Differs: the chart has few of its values; clouds, cluster meshes, Ingress and Gateway API are not among them. */
export const CILIUM_CHART: ChartSource = {
	name: 'cilium',
	description: 'eBPF-based Networking, Security, and Observability',
	home: 'https://cilium.io/',
	keywords: ['BPF', 'eBPF', 'Kubernetes', 'Networking', 'Security', 'Observability', 'Troubleshooting'],
	kubeVersion: '>= 1.21.0-0',
	versions: CILIUM_RELEASES.map(([version, date]) => ({ version, appVersion: version, date })),
	files,
};
