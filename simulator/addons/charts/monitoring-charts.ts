import {
	type ChartRelease,
	type ChartSource,
	type ChartText,
	claimSpec,
	fullname,
	head,
	helpers,
	releases,
	scheduling,
	serviceAccount,
} from './chart-source.ts';

const SHARED_VALUES = `nameOverride: ""
fullnameOverride: ""
serviceAccount:
  create: true
  name: ""
  annotations: {}
`;

const service = (chart: string, values: string): ChartText => [
	'templates/service.yaml',
	`${head(chart, 'v1', 'Service')}spec:
  type: {{ ${values}.type }}
  ports:
    - name: http
      port: {{ ${values}.port }}
      targetPort: http
      {{- with ${values}.nodePort }}
      nodePort: {{ . }}
      {{- end }}
  selector:
    {{- include "${chart}.selectorLabels" . | nindent 4 }}
`,
];

const claim = (chart: string, values: string): ChartText => [
	'templates/pvc.yaml',
	`{{- if ${values}.enabled }}
${head(chart, 'v1', 'PersistentVolumeClaim')}spec:
${claimSpec(values, 2)}{{- end }}
`,
];

const volume = (chart: string, name: string, values: string): string => `        - name: ${name}
          {{- if ${values}.enabled }}
          persistentVolumeClaim:
            claimName: ${fullname(chart)}
          {{- else }}
          emptyDir: {}
          {{- end }}
`;

const GRAFANA_VALUES = `${SHARED_VALUES}
replicas: 1

image:
  registry: docker.io
  repository: grafana/grafana
  tag: ""
  pullPolicy: IfNotPresent

service:
  enabled: true
  type: ClusterIP
  port: 80
  targetPort: 3000
  nodePort: ""

ingress:
  enabled: false
  ingressClassName: ""
  hosts:
    - chart-example.local
  path: /

adminUser: admin
## Made up when it is empty
adminPassword: ""

persistence:
  enabled: false
  accessModes:
    - ReadWriteOnce
  size: 10Gi
  storageClass: ""

## Entries of grafana.ini, by section
grafana.ini:
  paths:
    data: /var/lib/grafana/
    logs: /var/log/grafana
  log:
    mode: console

datasources: {}

resources: {}
nodeSelector: {}
tolerations: []
affinity: {}
`;

export const GRAFANA_CHART: ChartSource = {
	name: 'grafana',
	description: 'The leading tool for querying and visualizing time series and metrics.',
	home: 'https://grafana.com',
	keywords: ['monitoring', 'metric'],
	versions: releases(`
10.1.4 12.2.1 2025-10-31
10.0.0 12.1.0 2025-09-30
9.2.10 12.0.0 2025-07-09
8.10.1 11.5.0 2025-02-25
7.3.9 10.4.0 2024-04-15
6.60.1 10.0.0 2023-09-29`).filter(({ appVersion }) => appVersion !== '12.1.0'),
	files: () => [
		['values.yaml', GRAFANA_VALUES],
		['README.md', '# grafana\n\nDashboards.\n'],
		helpers('grafana'),
		serviceAccount('grafana'),
		[
			'templates/configmap.yaml',
			`${head('grafana', 'v1', 'ConfigMap')}data:
  grafana.ini: |
    {{- range $section, $entries := index .Values "grafana.ini" }}
    [{{ $section }}]
    {{- range $key, $value := $entries }}
    {{ $key }} = {{ $value }}
    {{- end }}
    {{- end }}
  {{- range $file, $content := .Values.datasources }}
  {{ $file }}: |
    {{- toYaml $content | nindent 4 }}
  {{- end }}
`,
		],
		[
			'templates/secret.yaml',
			`${head('grafana', 'v1', 'Secret')}type: Opaque
data:
  {{- $found := lookup "v1" "Secret" .Release.Namespace (include "grafana.fullname" .) }}
  admin-user: {{ .Values.adminUser | b64enc | quote }}
  admin-password: {{ coalesce .Values.adminPassword (dig "data" "admin-password" "" $found | b64dec) (randAlphaNum 40) | b64enc | quote }}
`,
		],
		claim('grafana', '.Values.persistence'),
		service('grafana', '.Values.service'),
		[
			'templates/deployment.yaml',
			`${head('grafana', 'apps/v1', 'Deployment')}spec:
  replicas: {{ .Values.replicas }}
  selector:
    matchLabels:
      {{- include "grafana.selectorLabels" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "grafana.labels" . | nindent 8 }}
      annotations:
        checksum/config: {{ include (print $.Template.BasePath "/configmap.yaml") . | sha256sum }}
    spec:
      serviceAccountName: {{ include "grafana.serviceAccountName" . }}
      securityContext:
        fsGroup: 472
        runAsUser: 472
${scheduling()}      containers:
        - name: grafana
          image: {{ include "grafana.image" . | quote }}
          imagePullPolicy: {{ .Values.image.pullPolicy }}
          env:
            - name: GF_SECURITY_ADMIN_USER
              valueFrom:
                secretKeyRef:
                  name: ${fullname('grafana')}
                  key: admin-user
            - name: GF_SECURITY_ADMIN_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: ${fullname('grafana')}
                  key: admin-password
          ports:
            - name: http
              containerPort: {{ .Values.service.targetPort }}
          readinessProbe:
            httpGet:
              path: /api/health
              port: http
          livenessProbe:
            httpGet:
              path: /api/health
              port: http
            initialDelaySeconds: 60
            timeoutSeconds: 30
            failureThreshold: 10
          {{- with .Values.resources }}
          resources:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          volumeMounts:
            - name: config
              mountPath: /etc/grafana/grafana.ini
              subPath: grafana.ini
            - name: storage
              mountPath: /var/lib/grafana
      volumes:
        - name: config
          configMap:
            name: ${fullname('grafana')}
${volume('grafana', 'storage', '.Values.persistence')}`,
		],
		[
			'templates/NOTES.txt',
			`1. Get your '{{ .Values.adminUser }}' user password by running:

   kubectl get secret --namespace {{ .Release.Namespace }} ${fullname('grafana')} -o jsonpath="{.data.admin-password}" | base64 --decode ; echo

2. The Grafana server can be accessed via port {{ .Values.service.port }} on the following DNS name from within your cluster:

   ${fullname('grafana')}.{{ .Release.Namespace }}.svc.cluster.local
`,
		],
	],
};

const PROMETHEUS_VALUES = ({ appVersion }: ChartRelease): string => `${SHARED_VALUES}
image:
  registry: quay.io
  repository: prometheus/prometheus
  tag: ${appVersion}
  pullPolicy: IfNotPresent

server:
  replicaCount: 1
  retention: "15d"
  persistentVolume:
    enabled: true
    accessModes:
      - ReadWriteOnce
    size: 8Gi
    storageClass: ""
  service:
    type: ClusterIP
    port: 80
    nodePort: ""
  resources: {}
  nodeSelector: {}
  tolerations: []
  affinity: {}

serverFiles:
  prometheus.yml:
    global:
      evaluation_interval: 1m
      scrape_interval: 1m
      scrape_timeout: 10s
    scrape_configs:
      - job_name: prometheus
        static_configs:
          - targets:
              - localhost:9090

nodeExporter:
  enabled: true
  image: quay.io/prometheus/node-exporter:v1.10.2
`;

export const PROMETHEUS_CHART: ChartSource = {
	name: 'prometheus',
	description: 'Prometheus is a monitoring system and time series database.',
	home: 'https://prometheus.io/',
	keywords: ['monitoring', 'prometheus'],
	versions: releases(`
27.42.1 v3.7.2 2025-10-27
27.37.0 v3.6.0 2025-09-26
27.28.0 v3.5.0 2025-07-16
26.0.0 v3.0.0 2024-11-25
25.21.0 v2.51.0 2024-05-01`),
	files: (release) => [
		['values.yaml', PROMETHEUS_VALUES(release)],
		['README.md', '# prometheus\n\nA server, and an exporter on every node.\n'],
		helpers('prometheus'),
		serviceAccount('prometheus'),
		[
			'templates/clusterrole.yaml',
			`apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: ${fullname('prometheus')}
  labels:
    {{- include "prometheus.labels" . | nindent 4 }}
rules:
  - apiGroups: [""]
    resources: ["nodes", "nodes/proxy", "nodes/metrics", "services", "endpoints", "pods", "ingresses", "configmaps"]
    verbs: ["get", "list", "watch"]
  - apiGroups: ["discovery.k8s.io"]
    resources: ["endpointslices"]
    verbs: ["get", "list", "watch"]
  - nonResourceURLs: ["/metrics"]
    verbs: ["get"]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: ${fullname('prometheus')}
  labels:
    {{- include "prometheus.labels" . | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: ${fullname('prometheus')}
subjects:
  - kind: ServiceAccount
    name: {{ include "prometheus.serviceAccountName" . }}
    namespace: {{ .Release.Namespace }}
`,
		],
		[
			'templates/cm.yaml',
			`${head('prometheus', 'v1', 'ConfigMap', fullname('prometheus', '-server'))}data:
  {{- range $file, $content := .Values.serverFiles }}
  {{ $file }}: |
    {{- toYaml $content | nindent 4 }}
  {{- end }}
`,
		],
		[
			'templates/pvc.yaml',
			`{{- if .Values.server.persistentVolume.enabled }}
${head('prometheus', 'v1', 'PersistentVolumeClaim', fullname('prometheus', '-server'))}spec:
${claimSpec('.Values.server.persistentVolume', 2)}{{- end }}
`,
		],
		[
			'templates/service.yaml',
			`${head('prometheus', 'v1', 'Service', fullname('prometheus', '-server'), 'server')}spec:
  type: {{ .Values.server.service.type }}
  ports:
    - name: http
      port: {{ .Values.server.service.port }}
      targetPort: 9090
      {{- with .Values.server.service.nodePort }}
      nodePort: {{ . }}
      {{- end }}
  selector:
    {{- include "prometheus.selectorLabels" . | nindent 4 }}
    app.kubernetes.io/component: server
`,
		],
		[
			'templates/deploy.yaml',
			`${head('prometheus', 'apps/v1', 'Deployment', fullname('prometheus', '-server'), 'server')}spec:
  replicas: {{ .Values.server.replicaCount }}
  selector:
    matchLabels:
      {{- include "prometheus.selectorLabels" . | nindent 6 }}
      app.kubernetes.io/component: server
  template:
    metadata:
      labels:
        {{- include "prometheus.labels" . | nindent 8 }}
        app.kubernetes.io/component: server
    spec:
      serviceAccountName: {{ include "prometheus.serviceAccountName" . }}
${scheduling('.Values.server')}      containers:
        - name: prometheus-server
          image: {{ include "prometheus.image" . | quote }}
          imagePullPolicy: {{ .Values.image.pullPolicy | quote }}
          args:
            - --storage.tsdb.retention.time={{ .Values.server.retention }}
            - --config.file=/etc/config/prometheus.yml
            - --storage.tsdb.path=/data
          ports:
            - containerPort: 9090
          readinessProbe:
            httpGet:
              path: /-/ready
              port: 9090
            initialDelaySeconds: 30
            periodSeconds: 5
          livenessProbe:
            httpGet:
              path: /-/healthy
              port: 9090
            initialDelaySeconds: 30
            periodSeconds: 15
          {{- with .Values.server.resources }}
          resources:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          volumeMounts:
            - name: config-volume
              mountPath: /etc/config
            - name: storage-volume
              mountPath: /data
      volumes:
        - name: config-volume
          configMap:
            name: ${fullname('prometheus', '-server')}
        - name: storage-volume
          {{- if .Values.server.persistentVolume.enabled }}
          persistentVolumeClaim:
            claimName: ${fullname('prometheus', '-server')}
          {{- else }}
          emptyDir: {}
          {{- end }}
`,
		],
		[
			'templates/node-exporter.yaml',
			`{{- if .Values.nodeExporter.enabled }}
${head('prometheus', 'apps/v1', 'DaemonSet', '{{ .Release.Name }}-prometheus-node-exporter', 'node-exporter')}spec:
  selector:
    matchLabels:
      {{- include "prometheus.selectorLabels" . | nindent 6 }}
      app.kubernetes.io/component: node-exporter
  template:
    metadata:
      labels:
        {{- include "prometheus.labels" . | nindent 8 }}
        app.kubernetes.io/component: node-exporter
    spec:
      hostNetwork: true
      hostPID: true
      tolerations:
        - effect: NoSchedule
          operator: Exists
      containers:
        - name: node-exporter
          image: {{ .Values.nodeExporter.image }}
          ports:
            - name: metrics
              containerPort: 9100
{{- end }}
`,
		],
		[
			'templates/NOTES.txt',
			`The Prometheus server can be accessed via port {{ .Values.server.service.port }} on the following DNS name from within your cluster:
${fullname('prometheus', '-server')}.{{ .Release.Namespace }}.svc.cluster.local
`,
		],
	],
};
