// Templates of what the chart's parts may do and are told.

const RBAC = 'rbac.authorization.k8s.io';

function account(name: string, condition: string, rules: string): string {
	return `{{- if ${condition} }}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${name}
  namespace: {{ .Release.Namespace }}
---
apiVersion: ${RBAC}/v1
kind: ClusterRole
metadata:
  name: ${name}
  labels:
    app.kubernetes.io/part-of: cilium
rules:
${rules}---
apiVersion: ${RBAC}/v1
kind: ClusterRoleBinding
metadata:
  name: ${name}
  labels:
    app.kubernetes.io/part-of: cilium
roleRef:
  apiGroup: ${RBAC}
  kind: ClusterRole
  name: ${name}
subjects:
- kind: ServiceAccount
  name: ${name}
  namespace: {{ .Release.Namespace }}
{{- end }}
`;
}

function rule(groups: string, resources: string, verbs: string): string {
	const list = (text: string): string =>
		text
			.split(' ')
			.map((word) => `  - ${word === '""' ? '""' : word}\n`)
			.join('');
	return `- apiGroups:\n${list(groups)}  resources:\n${list(resources)}  verbs:\n${list(verbs)}`;
}

const READ = 'get list watch';
const ALL_CILIUM =
	'ciliumnetworkpolicies ciliumclusterwidenetworkpolicies ciliumendpoints ciliumidentities ciliumnodes ciliumcidrgroups';

export const RIGHTS_TEMPLATE =
	account(
		'cilium',
		'.Values.agent',
		rule('networking.k8s.io', 'networkpolicies', READ) +
			rule('discovery.k8s.io', 'endpointslices', READ) +
			rule('""', 'namespaces services pods endpoints nodes', READ) +
			rule('apiextensions.k8s.io', 'customresourcedefinitions', 'list watch get') +
			rule('cilium.io', ALL_CILIUM, READ) +
			rule('cilium.io', 'ciliumidentities ciliumendpoints ciliumnodes', 'create') +
			rule('cilium.io', 'ciliumidentities', 'update') +
			rule('cilium.io', 'ciliumendpoints', 'delete get') +
			rule('cilium.io', 'ciliumnodes ciliumnodes/status', 'get update') +
			rule('cilium.io', 'ciliumendpoints/status ciliumendpoints', 'patch'),
	) +
	account(
		'cilium-operator',
		'.Values.operator.enabled',
		rule('""', 'pods', 'get list watch delete') +
			rule('""', 'configmaps', 'patch') +
			rule('""', 'nodes', READ) +
			rule('""', 'nodes nodes/status', 'patch') +
			rule('discovery.k8s.io', 'endpointslices', READ) +
			rule('""', 'namespaces services secrets endpoints', READ) +
			rule('cilium.io', ALL_CILIUM, '"*"') +
			rule(
				'cilium.io',
				'ciliumnetworkpolicies/status ciliumclusterwidenetworkpolicies/status ciliumnodes/status ciliumendpoints/status',
				'update patch',
			) +
			rule('apiextensions.k8s.io', 'customresourcedefinitions', 'create get list watch update') +
			rule('coordination.k8s.io', 'leases', 'create get update'),
	) +
	`---
apiVersion: ${RBAC}/v1
kind: Role
metadata:
  name: cilium-config-agent
  namespace: {{ .Release.Namespace }}
  labels:
    app.kubernetes.io/part-of: cilium
rules:
${rule('""', 'configmaps', READ)}---
apiVersion: ${RBAC}/v1
kind: RoleBinding
metadata:
  name: cilium-config-agent
  namespace: {{ .Release.Namespace }}
  labels:
    app.kubernetes.io/part-of: cilium
roleRef:
  apiGroup: ${RBAC}
  kind: Role
  name: cilium-config-agent
subjects:
- kind: ServiceAccount
  name: cilium
  namespace: {{ .Release.Namespace }}
`;

export const CONFIG_TEMPLATE = `apiVersion: v1
kind: ConfigMap
metadata:
  name: cilium-config
  namespace: {{ .Release.Namespace }}
data:
  agent-not-ready-taint-key: node.cilium.io/agent-not-ready
  auto-direct-node-routes: {{ .Values.autoDirectNodeRoutes | quote }}
  bpf-lb-acceleration: disabled
  bpf-map-dynamic-size-ratio: "0.0025"
  bpf-policy-map-max: "16384"
  cluster-id: {{ .Values.cluster.id | quote }}
  cluster-name: {{ .Values.cluster.name }}
  {{- if eq .Values.ipam.mode "cluster-pool" }}
  cluster-pool-ipv4-cidr: {{ .Values.ipam.operator.clusterPoolIPv4PodCIDRList | toStrings | join " " | quote }}
  cluster-pool-ipv4-mask-size: {{ .Values.ipam.operator.clusterPoolIPv4MaskSize | quote }}
  {{- end }}
  cni-exclusive: {{ .Values.cni.exclusive | quote }}
  cni-log-file: /var/run/cilium/cilium-cni.log
  {{- with .Values.cni.chainingMode }}
  cni-chaining-mode: {{ . }}
  {{- end }}
  debug: {{ .Values.debug.enabled | quote }}
  dnsproxy-enable-transparent-mode: "true"
  enable-auto-protect-node-port-range: "true"
  enable-bgp-control-plane: {{ .Values.bgpControlPlane.enabled | quote }}
  enable-bpf-clock-probe: "false"
  enable-endpoint-health-checking: "true"
  enable-endpoint-routes: {{ .Values.endpointRoutes.enabled | quote }}
  {{- if .Values.hostFirewall.enabled }}
  enable-host-firewall: "true"
  {{- end }}
  enable-health-checking: "true"
  enable-hubble: {{ .Values.hubble.enabled | quote }}
  {{- if and .Values.encryption.enabled (eq .Values.encryption.type "ipsec") }}
  enable-ipsec: "true"
  ipsec-key-file: {{ .Values.encryption.ipsec.mountPath }}/{{ .Values.encryption.ipsec.keyFile }}
  enable-ipsec-encrypted-overlay: "false"
  {{- end }}
  enable-ipv4: {{ .Values.ipv4.enabled | quote }}
  enable-ipv4-masquerade: {{ .Values.enableIPv4Masquerade | quote }}
  enable-ipv6: {{ .Values.ipv6.enabled | quote }}
  enable-k8s-networkpolicy: "true"
  enable-l2-neigh-discovery: "true"
  enable-l7-proxy: {{ .Values.l7Proxy | quote }}
  enable-local-redirect-policy: {{ .Values.localRedirectPolicy | quote }}
  enable-node-port: {{ .Values.nodePort.enabled | quote }}
  enable-policy: {{ lower .Values.policyEnforcementMode | quote }}
  enable-remote-node-identity: "true"
  {{- if and .Values.encryption.enabled (eq .Values.encryption.type "wireguard") }}
  enable-wireguard: "true"
  wireguard-persistent-keepalive: {{ .Values.encryption.wireguard.persistentKeepalive | quote }}
  {{- end }}
  {{- if and .Values.encryption.enabled .Values.encryption.nodeEncryption }}
  encrypt-node: "true"
  {{- end }}
  {{- if .Values.encryption.strictMode.enabled }}
  enable-encryption-strict-mode: "true"
  encryption-strict-mode-cidr: {{ .Values.encryption.strictMode.cidr | quote }}
  {{- end }}
  {{- if not (eq (toString .Values.envoy.enabled) "false") }}
  external-envoy-proxy: "true"
  {{- else }}
  external-envoy-proxy: "false"
  {{- end }}
  {{- if .Values.hubble.enabled }}
  hubble-disable-tls: "false"
  hubble-listen-address: {{ .Values.hubble.listenAddress | quote }}
  hubble-socket-path: /var/run/cilium/hubble.sock
  {{- end }}
  identity-allocation-mode: {{ .Values.identityAllocationMode }}
  identity-gc-interval: 15m0s
  identity-heartbeat-timeout: 30m0s
  install-no-conntrack-iptables-rules: "false"
  ipam: {{ .Values.ipam.mode | quote }}
  {{- with .Values.ipv4NativeRoutingCIDR }}
  ipv4-native-routing-cidr: {{ . }}
  {{- end }}
  k8s-client-burst: "20"
  k8s-client-qps: "10"
  k8s-require-ipv4-pod-cidr: "false"
  kube-proxy-replacement: {{ .Values.kubeProxyReplacement | quote }}
  mesh-auth-enabled: {{ .Values.authentication.enabled | quote }}
  {{- if .Values.authentication.mutual.spire.enabled }}
  mesh-auth-mutual-enabled: "true"
  mesh-auth-mutual-listener-port: {{ .Values.authentication.mutual.port | quote }}
  mesh-auth-mutual-connect-timeout: {{ .Values.authentication.mutual.connectTimeout | quote }}
  mesh-auth-spiffe-trust-domain: {{ .Values.authentication.mutual.spire.trustDomain | quote }}
  mesh-auth-spire-server-address: spire-server.{{ .Values.authentication.mutual.spire.install.namespace }}.svc:8081
  {{- end }}
  monitor-aggregation: {{ .Values.bpf.monitorAggregation }}
  node-port-bind-protection: "true"
  operator-api-serve-addr: 127.0.0.1:9234
  policy-audit-mode: {{ .Values.policyAuditMode | quote }}
  {{- with .Values.policyCIDRMatchMode }}
  policy-cidr-match-mode: {{ . }}
  {{- end }}
  policy-default-local-cluster: "true"
  preallocate-bpf-maps: "false"
  procfs: /host/proc
  remove-cilium-node-taints: "true"
  routing-mode: {{ default "tunnel" .Values.routingMode | quote }}
  set-cilium-is-up-condition: "true"
  set-cilium-node-taints: "true"
  synchronize-k8s-nodes: "true"
  tofqdns-dns-reject-response-code: {{ .Values.dnsProxy.dnsRejectResponseCode }}
  tofqdns-enable-dns-compression: "true"
  tofqdns-endpoint-max-ip-per-hostname: "1000"
  tofqdns-idle-connection-grace-period: 0s
  tofqdns-max-deferred-connection-deletes: "10000"
  tofqdns-min-ttl: {{ .Values.dnsProxy.minTtl | quote }}
  tofqdns-proxy-response-max-delay: 100ms
  {{- if ne .Values.routingMode "native" }}
  tunnel-protocol: {{ default "vxlan" .Values.tunnelProtocol | quote }}
  {{- end }}
  tunnel-source-port-range: 0-0
  unmanaged-pod-watcher-interval: {{ .Values.operator.unmanagedPodWatcher.intervalSeconds | quote }}
  write-cni-conf-when-ready: /host/etc/cni/net.d/05-cilium.conflist
  {{- range $key, $value := .Values.extraConfig }}
  {{ $key }}: {{ $value | quote }}
  {{- end }}
`;
