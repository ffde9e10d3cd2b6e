import { STARTER_VALUES } from './starter-values.ts';

/** Chart.yaml of a new chart. */
export function chartfileOf(name: string): string {
	return `apiVersion: v2
name: ${name}
description: A Helm chart for Kubernetes

# 'application' charts are deployed. 'library' charts only define templates that other charts use.
type: application

# The version of the chart itself (https://semver.org/). Raise it with every change of the chart.
version: 0.1.0

# The version of what the chart deploys, in whatever form that has. Keep the quotes.
appVersion: "1.16.0"
`;
}

const IGNORE = `# Files that do not become part of a package, one pattern a line: shell globs, relative paths, and with ! in front the
# opposite.
.DS_Store
# Version control
.git/
.gitignore
.bzr/
.bzrignore
.hg/
.hgignore
.svn/
# Backups
*.swp
*.bak
*.tmp
*.orig
*~
# Editors
.project
.idea/
*.tmproj
.vscode/
`;

const METADATA = (name: string): string => `metadata:
  name: {{ include "<CHARTNAME>.${name}" . }}
  labels:
    {{- include "<CHARTNAME>.labels" . | nindent 4 }}
`;

/** A part of the values that stands in a manifest when it is not empty. */
function optional(field: string, value: string, pad: number): string {
	const outer = ' '.repeat(pad);
	return `${outer}{{- with .Values.${value} }}
${outer}${field}:
${outer}  {{- toYaml . | nindent ${pad + 2} }}
${outer}{{- end }}
`;
}

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
${METADATA('fullname')}spec:
  {{- if not .Values.autoscaling.enabled }}
  replicas: {{ .Values.replicaCount }}
  {{- end }}
  selector:
    matchLabels:
      {{- include "<CHARTNAME>.selectorLabels" . | nindent 6 }}
  template:
    metadata:
${optional('annotations', 'podAnnotations', 6)}      labels:
        {{- include "<CHARTNAME>.labels" . | nindent 8 }}
        {{- with .Values.podLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
${optional('imagePullSecrets', 'imagePullSecrets', 6)}      serviceAccountName: {{ include "<CHARTNAME>.serviceAccountName" . }}
${optional('securityContext', 'podSecurityContext', 6)}      containers:
        - name: {{ .Chart.Name }}
${optional('securityContext', 'securityContext', 10)}          image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
          imagePullPolicy: {{ .Values.image.pullPolicy }}
          ports:
            - name: http
              containerPort: {{ .Values.service.port }}
              protocol: TCP
${optional('livenessProbe', 'livenessProbe', 10)}${optional('readinessProbe', 'readinessProbe', 10)}${optional('resources', 'resources', 10)}${optional('volumeMounts', 'volumeMounts', 10)}${optional('volumes', 'volumes', 6)}${optional('nodeSelector', 'nodeSelector', 6)}${optional('affinity', 'affinity', 6)}${optional('tolerations', 'tolerations', 6)}`;

const SERVICE = `apiVersion: v1
kind: Service
${METADATA('fullname')}spec:
  type: {{ .Values.service.type }}
  ports:
    - port: {{ .Values.service.port }}
      targetPort: http
      protocol: TCP
      name: http
  selector:
    {{- include "<CHARTNAME>.selectorLabels" . | nindent 4 }}
`;

const SERVICE_ACCOUNT = `{{- if .Values.serviceAccount.create -}}
apiVersion: v1
kind: ServiceAccount
${METADATA('serviceAccountName')}${optional('annotations', 'serviceAccount.annotations', 2)}automountServiceAccountToken: {{ .Values.serviceAccount.automount }}
{{- end }}
`;

const AUTOSCALER_METRIC = (resource: string, value: string): string => `    {{- if .Values.autoscaling.${value} }}
    - type: Resource
      resource:
        name: ${resource}
        target:
          type: Utilization
          averageUtilization: {{ .Values.autoscaling.${value} }}
    {{- end }}
`;

const AUTOSCALER = `{{- if .Values.autoscaling.enabled }}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
${METADATA('fullname')}spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: {{ include "<CHARTNAME>.fullname" . }}
  minReplicas: {{ .Values.autoscaling.minReplicas }}
  maxReplicas: {{ .Values.autoscaling.maxReplicas }}
  metrics:
${AUTOSCALER_METRIC('cpu', 'targetCPUUtilizationPercentage')}${AUTOSCALER_METRIC('memory', 'targetMemoryUtilizationPercentage')}{{- end }}
`;

const INGRESS = `{{- if .Values.ingress.enabled -}}
apiVersion: networking.k8s.io/v1
kind: Ingress
${METADATA('fullname')}${optional('annotations', 'ingress.annotations', 2)}spec:
  {{- with .Values.ingress.className }}
  ingressClassName: {{ . }}
  {{- end }}
  {{- if .Values.ingress.tls }}
  tls:
    {{- range .Values.ingress.tls }}
    - hosts:
        {{- range .hosts }}
        - {{ . | quote }}
        {{- end }}
      secretName: {{ .secretName }}
    {{- end }}
  {{- end }}
  rules:
    {{- range .Values.ingress.hosts }}
    - host: {{ .host | quote }}
      http:
        paths:
          {{- range .paths }}
          - path: {{ .path }}
            {{- with .pathType }}
            pathType: {{ . }}
            {{- end }}
            backend:
              service:
                name: {{ include "<CHARTNAME>.fullname" $ }}
                port:
                  number: {{ $.Values.service.port }}
          {{- end }}
    {{- end }}
{{- end }}
`;

const HTTP_ROUTE = `{{- if .Values.httpRoute.enabled -}}
{{- $name := include "<CHARTNAME>.fullname" . -}}
{{- $port := .Values.service.port -}}
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: {{ $name }}
  labels:
    {{- include "<CHARTNAME>.labels" . | nindent 4 }}
${optional('annotations', 'httpRoute.annotations', 2)}spec:
  parentRefs:
    {{- with .Values.httpRoute.parentRefs }}
      {{- toYaml . | nindent 4 }}
    {{- end }}
${optional('hostnames', 'httpRoute.hostnames', 2)}  rules:
    {{- range .Values.httpRoute.rules }}
    {{- with .matches }}
    - matches:
      {{- toYaml . | nindent 8 }}
    {{- end }}
    {{- with .filters }}
      filters:
      {{- toYaml . | nindent 8 }}
    {{- end }}
      backendRefs:
        - name: {{ $name }}
          port: {{ $port }}
          weight: 1
    {{- end }}
{{- end }}
`;

const NOTES = `1. Get the application URL by running these commands:
{{- if .Values.httpRoute.enabled }}
{{- if .Values.httpRoute.hostnames }}
    export APP_HOSTNAME={{ .Values.httpRoute.hostnames | first }}
{{- else }}
    export APP_HOSTNAME=$(kubectl get --namespace {{ (first .Values.httpRoute.parentRefs).namespace | default .Release.Namespace }} gateway/{{ (first .Values.httpRoute.parentRefs).name }} -o jsonpath="{.spec.listeners[0].hostname}")
{{- end }}
    echo "Visit http://$APP_HOSTNAME to use your application"
{{- else if .Values.ingress.enabled }}
{{- range $host := .Values.ingress.hosts }}
  {{- range .paths }}
  http{{ if $.Values.ingress.tls }}s{{ end }}://{{ $host.host }}{{ .path }}
  {{- end }}
{{- end }}
{{- else if contains "NodePort" .Values.service.type }}
  export NODE_PORT=$(kubectl get --namespace {{ .Release.Namespace }} -o jsonpath="{.spec.ports[0].nodePort}" services {{ include "<CHARTNAME>.fullname" . }})
  export NODE_IP=$(kubectl get nodes --namespace {{ .Release.Namespace }} -o jsonpath="{.items[0].status.addresses[0].address}")
  echo http://$NODE_IP:$NODE_PORT
{{- else if contains "LoadBalancer" .Values.service.type }}
     NOTE: It may take a few minutes for the LoadBalancer IP to be available.
           You can watch its status by running 'kubectl get --namespace {{ .Release.Namespace }} svc -w {{ include "<CHARTNAME>.fullname" . }}'
  export SERVICE_IP=$(kubectl get svc --namespace {{ .Release.Namespace }} {{ include "<CHARTNAME>.fullname" . }} --template "{{"{{ range (index .status.loadBalancer.ingress 0) }}{{.}}{{ end }}"}}")
  echo http://$SERVICE_IP:{{ .Values.service.port }}
{{- else if contains "ClusterIP" .Values.service.type }}
  export POD_NAME=$(kubectl get pods --namespace {{ .Release.Namespace }} -l "app.kubernetes.io/name={{ include "<CHARTNAME>.name" . }},app.kubernetes.io/instance={{ .Release.Name }}" -o jsonpath="{.items[0].metadata.name}")
  export CONTAINER_PORT=$(kubectl get pod --namespace {{ .Release.Namespace }} $POD_NAME -o jsonpath="{.spec.containers[0].ports[0].containerPort}")
  echo "Visit http://127.0.0.1:8080 to use your application"
  kubectl --namespace {{ .Release.Namespace }} port-forward $POD_NAME 8080:$CONTAINER_PORT
{{- end }}
`;

const HELPERS = `{{/*
The chart's name, or what the values say instead.
*/}}
{{- define "<CHARTNAME>.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/*
The name of what is deployed: release and chart, or the release alone where it names the chart already. DNS names have 63
characters at most.
*/}}
{{- define "<CHARTNAME>.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- if contains $name .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}
{{- end }}

{{/*
The chart and its version, for a label.
*/}}
{{- define "<CHARTNAME>.chart" -}}
{{- printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/*
Labels of everything
*/}}
{{- define "<CHARTNAME>.labels" -}}
helm.sh/chart: {{ include "<CHARTNAME>.chart" . }}
{{ include "<CHARTNAME>.selectorLabels" . }}
{{- if .Chart.AppVersion }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{/*
Labels that selectors use
*/}}
{{- define "<CHARTNAME>.selectorLabels" -}}
app.kubernetes.io/name: {{ include "<CHARTNAME>.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/*
The service account that Pods run as
*/}}
{{- define "<CHARTNAME>.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "<CHARTNAME>.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}
`;

const TEST = `apiVersion: v1
kind: Pod
metadata:
  name: "{{ include "<CHARTNAME>.fullname" . }}-test-connection"
  labels:
    {{- include "<CHARTNAME>.labels" . | nindent 4 }}
  annotations:
    "helm.sh/hook": test
spec:
  containers:
    - name: wget
      image: busybox
      command: ['wget']
      args: ['{{ include "<CHARTNAME>.fullname" . }}:{{ .Values.service.port }}']
  restartPolicy: Never
`;

/** Files of a new chart, with <CHARTNAME> where its name goes. Models helm.sh/helm/v3/pkg/chartutil Create: same files, same values. */
export const STARTER_FILES: readonly (readonly [path: string, text: string])[] = [
	['Chart.yaml', chartfileOf('<CHARTNAME>')],
	['values.yaml', STARTER_VALUES],
	['.helmignore', IGNORE],
	['templates/ingress.yaml', INGRESS],
	['templates/httproute.yaml', HTTP_ROUTE],
	['templates/deployment.yaml', DEPLOYMENT],
	['templates/service.yaml', SERVICE],
	['templates/serviceaccount.yaml', SERVICE_ACCOUNT],
	['templates/hpa.yaml', AUTOSCALER],
	['templates/NOTES.txt', NOTES],
	['templates/_helpers.tpl', HELPERS],
	['templates/tests/test-connection.yaml', TEST],
];
