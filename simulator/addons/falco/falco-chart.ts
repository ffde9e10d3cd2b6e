import { FALCO_CONFIGURATION } from '../../hosts/packages/falco/falco-configuration.ts';
import { type ChartSource, fullname, head, helpers, releases, serviceAccount } from '../charts/chart-source.ts';
import { FALCO_DAEMON_SET } from './falco-daemon-set.ts';
import { FALCOSIDEKICK_OF_FALCO } from './falcosidekick-chart.ts';

const NAME = 'falco';

/** The configuration of the package, as values. Its engine and its plugin follow from others. */
function falcoValues(): string {
	const lines = FALCO_CONFIGURATION.replace(/^#.*\n/gm, '')
		.replace(/\n{2,}/g, '\n')
		.trim()
		.split('\n');
	const from = lines.indexOf('engine:');
	const to = lines.findIndex((line, index) => index > from && /^\w/.test(line));
	const kept = [...lines.slice(0, from), ...lines.slice(to)];
	return kept
		.map((line) => `  ${line}`)
		.join('\n')
		.replace('load_plugins: []', 'load_plugins: [container]');
}

const VALUES = `image:
  pullPolicy: IfNotPresent
  registry: docker.io
  repository: falcosecurity/falco
  tag: ""

nameOverride: ""
fullnameOverride: ""
podAnnotations: {}
podLabels: {}
podPriorityClassName:
podSecurityContext: {}
containerSecurityContext: {}

serviceAccount:
  create: true
  annotations: {}
  name: ""

rbac:
  create: true

resources:
  requests:
    cpu: 100m
    memory: 512Mi
  limits:
    cpu: 1000m
    memory: 1024Mi

nodeSelector: {}
affinity: {}
tolerations:
  - effect: NoSchedule
    key: node-role.kubernetes.io/master
  - effect: NoSchedule
    key: node-role.kubernetes.io/control-plane

healthChecks:
  startupProbe:
    initialDelaySeconds: 3
    timeoutSeconds: 5
    periodSeconds: 5
    failureThreshold: 20
  livenessProbe:
    initialDelaySeconds: 0
    timeoutSeconds: 5
    periodSeconds: 15
    failureThreshold: 3
  readinessProbe:
    initialDelaySeconds: 0
    timeoutSeconds: 5
    periodSeconds: 15
    failureThreshold: 3

# Whether alerts are to be seen at once.
tty: false

controller:
  kind: daemonset
  annotations: {}
  labels: {}

mounts:
  volumes: []
  volumeMounts: []

driver:
  enabled: true
  # auto, modern_ebpf or kmod.
  kind: auto
  modernEbpf:
    leastPrivileged: false
  loader:
    enabled: true
    initContainer:
      image:
        pullPolicy: IfNotPresent
        registry: docker.io
        repository: falcosecurity/falco-driver-loader
        tag: ""

collectors:
  enabled: true

extra:
  env: []
  args: []
  initContainers: []

falcoHostnameEnv: true

# Files of rules by their names; each is read after falco's own.
customRules: {}

falcosidekick:
  enabled: false
  # The Service by its whole name.
  fullfqdn: false
  listenPort: ""

falcoctl:
  image:
    pullPolicy: IfNotPresent
    registry: docker.io
    repository: falcosecurity/falcoctl
    tag: "0.12.2"
  artifact:
    install:
      enabled: true
      args: ["--log-format=json"]
    follow:
      enabled: true
      args: ["--log-format=json"]
  config:
    indexes:
      - name: falcosecurity
        url: https://falcosecurity.github.io/falcoctl/index.yaml
    artifact:
      allowedTypes:
        - rulesfile
        - plugin
      install:
        resolveDeps: true
        refs: [falco-rules:5, ghcr.io/falcosecurity/plugins/plugin/container:0.6.1]
        rulesfilesDir: /rulesfiles
        pluginsDir: /plugins
      follow:
        refs: [falco-rules:5]
        every: 168h
        falcoversions: http://localhost:8765/versions
        rulesfilesDir: /rulesfiles
        pluginsDir: /plugins

falco:
${falcoValues()}
`;

const CONFIG_MAP = `${head(NAME, 'v1', 'ConfigMap')}data:
  falco.yaml: |-
    {{- $kind := .Values.driver.kind -}}
    {{- if has $kind (list "auto" "modern-bpf") }}{{- $kind = "modern_ebpf" -}}{{- end -}}
    {{- if eq $kind "module" }}{{- $kind = "kmod" -}}{{- end -}}
    {{- if not .Values.driver.enabled }}{{- $kind = "nodriver" -}}{{- end -}}
    {{- $_ := set .Values.falco "engine" (dict "kind" $kind) -}}
    {{- if .Values.falcosidekick.enabled -}}
    {{- $host := print (include "falco.fullname" .) "-falcosidekick" -}}
    {{- if .Values.falcosidekick.fullfqdn }}{{- $host = printf "%s.%s.svc.cluster.local" $host .Release.Namespace -}}{{- end -}}
    {{- $url := printf "http://%s:%v" $host (.Values.falcosidekick.listenPort | default "2801") -}}
    {{- $_ := set .Values.falco "json_output" true -}}
    {{- $_ := set .Values.falco "json_include_output_property" true -}}
    {{- $_ := set .Values.falco.http_output "enabled" true -}}
    {{- if not .Values.falco.http_output.url }}{{- $_ := set .Values.falco.http_output "url" $url -}}{{- end -}}
    {{- end -}}
    {{- toYaml .Values.falco | nindent 4 }}
`;

const FALCOCTL_CONFIG_MAP = `${head(NAME, 'v1', 'ConfigMap', fullname(NAME, '-falcoctl'))}data:
  falcoctl.yaml: |-
    {{- toYaml .Values.falcoctl.config | nindent 4 }}
`;

const RULES_CONFIG_MAP = `{{- if .Values.customRules }}
${head(NAME, 'v1', 'ConfigMap', fullname(NAME, '-rules'))}data:
{{- range $file, $content := .Values.customRules }}
  {{ $file }}: |-
{{ $content | indent 4 }}
{{- end }}
{{- end }}
`;

const ROLE = `{{- if .Values.rbac.create }}
${head(NAME, 'rbac.authorization.k8s.io/v1', 'Role')}rules:
  - apiGroups: [""]
    resources: ["configmaps"]
    verbs: ["get", "list", "update"]
{{- end }}
`;

const ROLE_BINDING = `{{- if .Values.rbac.create }}
${head(NAME, 'rbac.authorization.k8s.io/v1', 'RoleBinding')}subjects:
  - kind: ServiceAccount
    name: {{ include "falco.serviceAccountName" . }}
    namespace: {{ .Release.Namespace }}
roleRef:
  kind: Role
  name: ${fullname(NAME)}
  apiGroup: rbac.authorization.k8s.io
{{- end }}
`;

const NOTES = `
Falco agents are spinning up on each node in your cluster. After a few
seconds, they are going to start monitoring your containers looking for
security issues.

`;

/** Falco as a DaemonSet. Differs: no k8smeta, no metrics; the controller is always a DaemonSet. */
export const FALCO_CHART: ChartSource = {
	name: NAME,
	description: 'Falco',
	home: 'https://falco.org',
	keywords: ['monitoring', 'security', 'alerting', 'metric', 'troubleshooting', 'run-time'],
	versions: releases(`
8.0.1 0.43.0 2026-02-27
8.0.0 0.43.0 2026-01-29
7.2.1 0.42.1 2026-01-22
7.1.0 0.42.1 2026-01-16
7.0.2 0.42.1 2025-11-25
7.0.1 0.42.1 2025-11-06
6.4.0 0.41.3 2025-10-08
6.2.5 0.41.3 2025-08-13
6.0.2 0.41.3 2025-07-01
5.0.0 0.41.0 2025-05-30
4.21.3 0.40.0 2025-03-20
4.20.0 0.40.0 2025-02-06
4.17.0 0.39.2 2024-12-12
4.16.0 0.39.2 2024-11-29
4.11.1 0.39.1 2024-10-14
4.8.0 0.38.2 2024-08-09
4.7.0 0.38.1 2024-07-25
4.6.0 0.38.1 2024-07-02
4.4.0 0.38.0 2024-05-30
4.3.0 0.37.1 2024-03-26
4.2.5 0.37.1 2024-03-14
4.2.0 0.37.1 2024-02-13
4.0.0 0.37.0 2024-01-30
3.8.7 0.36.2 2023-12-22
3.8.4 0.36.2 2023-10-25
3.8.0 0.36.1 2023-10-19`),
	dependencies: [
		{
			chart: FALCOSIDEKICK_OF_FALCO,
			condition: 'falcosidekick.enabled',
			range: '0.12.*',
			repository: 'https://falcosecurity.github.io/charts',
		},
	],
	files: () => [
		['values.yaml', VALUES],
		['README.md', '# Falco\n\nDetects unexpected behaviour of what runs in a cluster.\n'],
		helpers(NAME),
		serviceAccount(NAME),
		['templates/configmap.yaml', CONFIG_MAP],
		['templates/falcoctl-configmap.yaml', FALCOCTL_CONFIG_MAP],
		['templates/rules-configmap.yaml', RULES_CONFIG_MAP],
		['templates/role.yaml', ROLE],
		['templates/roleBinding.yaml', ROLE_BINDING],
		['templates/daemonset.yaml', FALCO_DAEMON_SET],
		['templates/NOTES.txt', NOTES],
	],
};
