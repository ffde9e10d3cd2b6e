import {
	type ChartSource,
	fullname,
	head,
	helpers,
	releases,
	scheduling,
	serviceAccount,
} from '../charts/chart-source.ts';

const VALUES = `image:
  registry: ""
  repository: registry.k8s.io/metrics-server/metrics-server
  ## v and the chart's appVersion when it is empty
  tag: ""
  pullPolicy: IfNotPresent

nameOverride: ""
fullnameOverride: ""

serviceAccount:
  create: true
  annotations: {}
  name: ""

rbac:
  create: true

apiService:
  create: true
  insecureSkipTLSVerify: true

priorityClassName: system-cluster-critical
replicas: 1
containerPort: 10250

## Further arguments
args: []

defaultArgs:
  - --cert-dir=/tmp
  - --kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname
  - --kubelet-use-node-status-port
  - --metric-resolution=15s

hostNetwork:
  enabled: false

service:
  type: ClusterIP
  port: 443

resources:
  requests:
    cpu: 100m
    memory: 200Mi

podAnnotations: {}
nodeSelector: {}
tolerations: []
affinity: {}
`;

const SUBJECT = `subjects:
  - kind: ServiceAccount
    name: {{ include "metrics-server.serviceAccountName" . }}
    namespace: {{ .Release.Namespace }}
`;

/** Of the whole cluster. */
function clusterHead(kind: string, name: string, apiVersion = 'rbac.authorization.k8s.io/v1'): string {
	return head('metrics-server', apiVersion, kind, name).replace(/ {2}namespace: .*\n/, '');
}

const ROLES = `{{- if .Values.rbac.create -}}
${clusterHead('ClusterRole', 'system:metrics-server-aggregated-reader')}    rbac.authorization.k8s.io/aggregate-to-admin: "true"
    rbac.authorization.k8s.io/aggregate-to-edit: "true"
    rbac.authorization.k8s.io/aggregate-to-view: "true"
rules:
  - apiGroups: ["metrics.k8s.io"]
    resources: ["pods", "nodes"]
    verbs: ["get", "list", "watch"]
---
${clusterHead('ClusterRole', 'system:{{ include "metrics-server.fullname" . }}')}rules:
  - apiGroups: [""]
    resources: ["nodes/metrics"]
    verbs: ["get"]
  - apiGroups: [""]
    resources: ["pods", "nodes", "namespaces", "configmaps"]
    verbs: ["get", "list", "watch"]
---
${clusterHead('ClusterRoleBinding', 'system:{{ include "metrics-server.fullname" . }}')}roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: system:{{ include "metrics-server.fullname" . }}
${SUBJECT}---
${clusterHead('ClusterRoleBinding', '{{ include "metrics-server.fullname" . }}:system:auth-delegator')}roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: system:auth-delegator
${SUBJECT}---
${head('metrics-server', 'rbac.authorization.k8s.io/v1', 'RoleBinding', fullname('metrics-server', '-auth-reader')).replace('{{ .Release.Namespace | quote }}', 'kube-system')}roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: extension-apiserver-authentication-reader
${SUBJECT}{{- end }}
`;

const DEPLOYMENT = `${head('metrics-server', 'apps/v1', 'Deployment')}spec:
  replicas: {{ .Values.replicas }}
  selector:
    matchLabels:
      {{- include "metrics-server.selectorLabels" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "metrics-server.selectorLabels" . | nindent 8 }}
      {{- with .Values.podAnnotations }}
      annotations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
    spec:
      serviceAccountName: {{ include "metrics-server.serviceAccountName" . }}
      {{- with .Values.priorityClassName }}
      priorityClassName: {{ . | quote }}
      {{- end }}
      {{- if .Values.hostNetwork.enabled }}
      hostNetwork: true
      {{- end }}
${scheduling()}      containers:
        - name: metrics-server
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default (printf "v%s" .Chart.AppVersion) }}"
          imagePullPolicy: {{ .Values.image.pullPolicy }}
          args:
            - {{ printf "--secure-port=%d" (int .Values.containerPort) }}
            {{- range .Values.defaultArgs }}
            - {{ . }}
            {{- end }}
            {{- range .Values.args }}
            - {{ . }}
            {{- end }}
          ports:
            - name: https
              protocol: TCP
              containerPort: {{ .Values.containerPort }}
          livenessProbe:
            httpGet:
              path: /livez
              port: https
              scheme: HTTPS
            periodSeconds: 10
            failureThreshold: 3
          readinessProbe:
            httpGet:
              path: /readyz
              port: https
              scheme: HTTPS
            initialDelaySeconds: 20
            periodSeconds: 10
            failureThreshold: 3
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            runAsNonRoot: true
            runAsUser: 1000
            capabilities:
              drop:
                - ALL
          resources:
            {{- toYaml .Values.resources | nindent 12 }}
          volumeMounts:
            - name: tmp
              mountPath: /tmp
      volumes:
        - name: tmp
          emptyDir: {}
`;

const SERVICE = `${head('metrics-server', 'v1', 'Service')}spec:
  type: {{ .Values.service.type }}
  ports:
    - name: https
      port: {{ .Values.service.port }}
      protocol: TCP
      targetPort: https
      appProtocol: https
  selector:
    {{- include "metrics-server.selectorLabels" . | nindent 4 }}
`;

const API_SERVICE = `{{- if .Values.apiService.create -}}
${clusterHead('APIService', 'v1beta1.metrics.k8s.io', 'apiregistration.k8s.io/v1')}spec:
  group: metrics.k8s.io
  groupPriorityMinimum: 100
  insecureSkipTLSVerify: {{ .Values.apiService.insecureSkipTLSVerify }}
  service:
    name: ${fullname('metrics-server')}
    namespace: {{ .Release.Namespace }}
    port: {{ .Values.service.port }}
  version: v1beta1
  versionPriority: 100
{{- end }}
`;

export const METRICS_SERVER_CHART: ChartSource = {
	name: 'metrics-server',
	description:
		'Metrics Server is a scalable, efficient source of container resource metrics for Kubernetes built-in autoscaling pipelines.',
	home: 'https://github.com/kubernetes-sigs/metrics-server',
	keywords: ['kubernetes', 'metrics-server', 'metrics'],
	versions: releases(`
3.13.0 0.8.0 2025-07-22
3.12.2 0.7.2 2024-10-07
3.12.1 0.7.1 2024-04-05
3.11.0 0.6.4 2023-08-03`),
	files: () => [
		['values.yaml', VALUES],
		['README.md', '# metrics-server\n\nWhat Pods and nodes use, for `kubectl top` and autoscalers.\n'],
		helpers('metrics-server'),
		serviceAccount('metrics-server'),
		['templates/rbac.yaml', ROLES],
		['templates/deployment.yaml', DEPLOYMENT],
		['templates/service.yaml', SERVICE],
		['templates/apiservice.yaml', API_SERVICE],
		[
			'templates/NOTES.txt',
			`***********************************************************************
* Metrics Server                                                      *
***********************************************************************
  Chart version: {{ .Chart.Version }}
  App version:   {{ .Chart.AppVersion }}
  Image tag:     {{ .Values.image.repository }}:{{ .Values.image.tag | default (printf "v%s" .Chart.AppVersion) }}
***********************************************************************
`,
		],
	],
};
