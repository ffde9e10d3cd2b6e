import { type ChartSource, fullname, helpers, releases, scheduling } from '../charts/chart-source.ts';
import { headOf, NAME, securityContexts } from './falcosidekick-chart-pieces.ts';
import { UI_FILES, UI_VALUES } from './falcosidekick-ui-chart.ts';

const VALUES = `replicaCount: 2

image:
  registry: docker.io
  repository: falcosecurity/falcosidekick
  tag: 2.32.0
  pullPolicy: IfNotPresent

podSecurityContext:
  runAsUser: 1234
  fsGroup: 1234
securityContext: {}

nameOverride: ""
fullnameOverride: ""
priorityClassName: ""
customLabels: {}
customAnnotations: {}
podLabels: {}
podAnnotations: {}

# Outputs by their names; what is set here the program finds as <OUTPUT>_<SETTING>.
config:
  # A Secret with further variables.
  existingSecret: ""
  extraEnv: []
  extraArgs: []
  debug: false
  customfields: ""
  templatedfields: ""
  customtags: ""
  bracketreplacer: ""
  outputFieldFormat: ""
  slack:
    webhookurl: ""
    channel: ""
    footer: ""
    icon: ""
    username: ""
    outputformat: "all"
    minimumpriority: ""
    messageformat: ""
  webhook:
    address: ""
    method: "POST"
    customHeaders: ""
    minimumpriority: ""
    mutualtls: false
    checkcert: true

service:
  type: ClusterIP
  port: 2801
  annotations:
    prometheus.io/scrape: "true"

resources: {}
nodeSelector: {}
tolerations: []
affinity: {}
extraVolumes: []
extraVolumeMounts: []

${UI_VALUES}`;

const SECRET = `${headOf('v1', 'Secret', '', 'core')}type: Opaque
data:
  {{- range $output, $settings := .Values.config }}
  {{- if kindIs "map" $settings }}
  {{- range $key, $value := $settings }}
  {{- if not (or (kindIs "map" $value) (kindIs "slice" $value)) }}
  {{ printf "%s_%s" (upper $output) (upper $key) }}: {{ $value | toString | b64enc | quote }}
  {{- end }}
  {{- end }}
  {{- end }}
  {{- end }}
  {{- if .Values.webui.enabled }}
  WEBUI_URL: {{ printf "http://%s-ui:%d" (include "${NAME}.fullname" .) (int .Values.webui.service.port) | b64enc | quote }}
  {{- end }}
`;

const SERVICE = `${headOf('v1', 'Service', '', 'core')}  {{- with .Values.service.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  type: {{ .Values.service.type }}
  ports:
    - name: http
      port: {{ .Values.service.port }}
      targetPort: http
      protocol: TCP
  selector:
    {{- include "${NAME}.selectorLabels" . | nindent 4 }}
    app.kubernetes.io/component: core
`;

const RIGHTS = `${headOf('v1', 'ServiceAccount', '', 'core')}---
${headOf('rbac.authorization.k8s.io/v1', 'Role', '', 'core')}rules:
  - apiGroups: [""]
    resources: ["endpoints"]
    verbs: ["get"]
---
${headOf('rbac.authorization.k8s.io/v1', 'RoleBinding', '', 'core')}roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: ${fullname(NAME)}
subjects:
  - kind: ServiceAccount
    name: ${fullname(NAME)}
    namespace: {{ .Release.Namespace }}
`;

const VARIABLES = [
	['DEBUG', 'debug'],
	['CUSTOMFIELDS', 'customfields'],
	['TEMPLATEDFIELDS', 'templatedfields'],
	['CUSTOMTAGS', 'customtags'],
	['OUTPUTFIELDFORMAT', 'outputFieldFormat'],
	['BRACKETREPLACER', 'bracketreplacer'],
]
	.map(
		([name, value]) => `            - name: ${name}
              value: {{ .Values.config.${value} | quote }}
`,
	)
	.join('');

const DEPLOYMENT = `${headOf('apps/v1', 'Deployment', '', 'core')}spec:
  replicas: {{ .Values.replicaCount }}
  selector:
    matchLabels:
      {{- include "${NAME}.selectorLabels" . | nindent 6 }}
      app.kubernetes.io/component: core
  template:
    metadata:
      labels:
        {{- include "${NAME}.labels" . | nindent 8 }}
        app.kubernetes.io/component: core
        {{- with .Values.podLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      annotations:
        checksum/config: {{ include (print $.Template.BasePath "/secrets.yaml") . | sha256sum }}
        {{- with .Values.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
      serviceAccountName: ${fullname(NAME)}
      {{- with .Values.priorityClassName }}
      priorityClassName: {{ . | quote }}
      {{- end }}
${securityContexts('.Values.podSecurityContext', 6)}      containers:
        - name: {{ .Chart.Name }}
          image: "{{ .Values.image.registry }}/{{ .Values.image.repository }}:{{ .Values.image.tag }}"
          imagePullPolicy: {{ .Values.image.pullPolicy }}
          ports:
            - name: http
              containerPort: 2801
              protocol: TCP
          livenessProbe:
            httpGet:
              path: /ping
              port: http
            initialDelaySeconds: 10
            periodSeconds: 5
          readinessProbe:
            httpGet:
              path: /ping
              port: http
            initialDelaySeconds: 10
            periodSeconds: 5
${securityContexts('.Values.securityContext', 10)}          {{- with .Values.config.extraArgs }}
          args:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          envFrom:
            - secretRef:
                name: ${fullname(NAME)}
            {{- with .Values.config.existingSecret }}
            - secretRef:
                name: {{ . }}
            {{- end }}
          env:
${VARIABLES}            {{- with .Values.config.extraEnv }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
          {{- with .Values.resources }}
          resources:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          {{- with .Values.extraVolumeMounts }}
          volumeMounts:
            {{- toYaml . | nindent 12 }}
          {{- end }}
${scheduling()}      {{- with .Values.extraVolumes }}
      volumes:
        {{- toYaml . | nindent 8 }}
      {{- end }}
`;

const NOTES = `The events of falco arrive at http://${fullname(NAME)}.{{ .Release.Namespace }}:{{ .Values.service.port }}
{{- if .Values.webui.enabled }}
The UI: kubectl -n {{ .Release.Namespace }} port-forward svc/${fullname(NAME, '-ui')} {{ .Values.webui.service.port }}
{{- end }}
`;

function sidekickChart(table: string): ChartSource {
	return {
		name: NAME,
		description: 'Connect Falco to your ecosystem',
		home: 'https://github.com/falcosecurity/falcosidekick',
		keywords: ['monitoring', 'security', 'alerting'],
		versions: releases(table),
		files: () => [
			['values.yaml', VALUES],
			['README.md', '# Falcosidekick\n\nHands on what Falco finds.\n'],
			helpers(NAME),
			['templates/secrets.yaml', SECRET],
			['templates/rbac.yaml', RIGHTS],
			['templates/service.yaml', SERVICE],
			['templates/deployment.yaml', DEPLOYMENT],
			...UI_FILES,
			['templates/NOTES.txt', NOTES],
		],
	};
}

/** Differs: no Ingress, HTTPRoute, ServiceMonitor, rules and dashboards; a Secret has the settings that are given, not all there are. */
export const FALCOSIDEKICK_CHART = sidekickChart('0.13.0 2.31.1 2026-01-30\n0.12.1 2.31.1 2026-01-23');

/** What Falco's chart brings along. */
export const FALCOSIDEKICK_OF_FALCO = sidekickChart('0.12.1 2.31.1 2026-01-23');
