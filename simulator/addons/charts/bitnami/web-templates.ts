import { type ChartRelease, type ChartText, fullname, head } from '../chart-source.ts';

/** What differs between the charts of web servers. */
export interface WebServer {
	readonly name: string;
	readonly description: string;
	readonly keywords: readonly string[];
	readonly versions: readonly ChartRelease[];
	/** Where static pages are. */
	readonly documents: string;
	/** More of the values. */
	readonly values?: string;
	readonly files?: readonly ChartText[];
	/** More volumes and mounts. */
	readonly volumes?: string;
	readonly mounts?: string;
}

/** Its values.yaml. */
export function webValues({ name, values: more = '' }: WebServer): string {
	return `## How the images of all charts are found
global:
  imageRegistry: ""
  imagePullSecrets: []

nameOverride: ""
fullnameOverride: ""
commonLabels: {}
commonAnnotations: {}

image:
  registry: docker.io
  repository: bitnami/${name}
  ## The chart's appVersion when this is empty
  tag: ""
  pullPolicy: IfNotPresent
  pullSecrets: []

replicaCount: 1

serviceAccount:
  create: true
  name: ""
  annotations: {}

containerPorts:
  http: 8080

## More Pods, volumes, containers, as their fields have them; templates within are rendered
podAntiAffinityPreset: soft
initContainers: []
sidecars: []
extraVolumes: []
extraVolumeMounts: []
extraContainerPorts: []
command: []
args: []
updateStrategy:
  type: RollingUpdate
  rollingUpdate: {}
revisionHistoryLimit: 10
automountServiceAccountToken: false
hostNetwork: false
priorityClassName: ""
schedulerName: ""
terminationGracePeriodSeconds: ""
topologySpreadConstraints: []
extraDeploy: []

service:
  type: LoadBalancer
  ports:
    http: 80
  nodePorts:
    http: ""
  clusterIP: ""
  loadBalancerIP: ""
  externalTrafficPolicy: Cluster
  sessionAffinity: None
  annotations: {}

networkPolicy:
  enabled: true
  allowExternal: true
  allowExternalEgress: true

ingress:
  enabled: false
  ingressClassName: ""
  hostname: ${name}.local
  path: /
  pathType: ImplementationSpecific
  annotations: {}
  tls: false

autoscaling:
  enabled: false
  minReplicas: 1
  maxReplicas: 3
  targetCPU: 50

pdb:
  create: true
  minAvailable: ""
  ## 1 when both are empty
  maxUnavailable: ""

podAnnotations: {}
podLabels: {}
podSecurityContext:
  enabled: true
  fsGroup: 1001
containerSecurityContext:
  enabled: true
  runAsUser: 1001
  runAsNonRoot: true
  allowPrivilegeEscalation: false

## nano, micro, small, medium, large, xlarge, 2xlarge or none; resources come first
resourcesPreset: nano
resources: {}
extraEnvVars: []
extraEnvVarsCM: ""
extraEnvVarsSecret: ""

livenessProbe:
  enabled: true
  initialDelaySeconds: 30
  periodSeconds: 10
readinessProbe:
  enabled: true
  initialDelaySeconds: 5
  periodSeconds: 5

## A ConfigMap whose files are served
staticSiteConfigmap: ""
staticSitePVC: ""

nodeSelector: {}
affinity: {}
tolerations: []
${more}`;
}

export function webDeployment({ name, documents, volumes = '', mounts = '' }: WebServer): string {
	return `${head(name, 'apps/v1', 'Deployment')}spec:
  {{- if not .Values.autoscaling.enabled }}
  replicas: {{ .Values.replicaCount }}
  {{- end }}
  revisionHistoryLimit: {{ .Values.revisionHistoryLimit }}
  {{- with .Values.updateStrategy }}
  strategy: {{- pick . "type" | toYaml | nindent 4 }}
    {{- with .rollingUpdate }}
    rollingUpdate: {{- toYaml . | nindent 6 }}
    {{- end }}
  {{- end }}
  selector:
    matchLabels:
      {{- include "${name}.selectorLabels" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "${name}.labels" . | nindent 8 }}
        {{- with .Values.podLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- with .Values.podAnnotations }}
      annotations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
    spec:
      {{- with .Values.image.pullSecrets }}
      imagePullSecrets:
        {{- range . }}
        - name: {{ . }}
        {{- end }}
      {{- end }}
      serviceAccountName: {{ include "${name}.serviceAccountName" . }}
      automountServiceAccountToken: {{ .Values.automountServiceAccountToken }}
      {{- if .Values.hostNetwork }}
      hostNetwork: true
      {{- end }}
      {{- range $field := list "priorityClassName" "schedulerName" "terminationGracePeriodSeconds" "topologySpreadConstraints" }}
      {{- with index $.Values $field }}
      {{ $field }}: {{- kindIs "slice" . | ternary (toYaml . | nindent 8) (print " " .) }}
      {{- end }}
      {{- end }}
      {{- if .Values.podSecurityContext.enabled }}
      securityContext: {{- omit .Values.podSecurityContext "enabled" | toYaml | nindent 8 }}
      {{- end }}
      {{- with .Values.nodeSelector }}
      nodeSelector: {{- include "common.tplvalues.render" (dict "value" . "context" $) | nindent 8 }}
      {{- end }}
      {{- with .Values.tolerations }}
      tolerations: {{- include "common.tplvalues.render" (dict "value" . "context" $) | nindent 8 }}
      {{- end }}
      {{- if .Values.affinity }}
      affinity: {{- include "common.tplvalues.render" (dict "value" .Values.affinity "context" $) | nindent 8 }}
      {{- else if eq .Values.podAntiAffinityPreset "soft" }}
      affinity:
        podAntiAffinity: {{- include "common.affinities.pods.soft" (dict "context" $) | nindent 10 }}
      {{- end }}
      {{- with .Values.initContainers }}
      initContainers: {{- include "common.tplvalues.render" (dict "value" . "context" $) | nindent 8 }}
      {{- end }}
      containers:
        - name: ${name}
          image: {{ include "${name}.image" . }}
          imagePullPolicy: {{ .Values.image.pullPolicy | quote }}
          {{- if .Values.containerSecurityContext.enabled }}
          securityContext: {{- omit .Values.containerSecurityContext "enabled" | toYaml | nindent 12 }}
          {{- end }}
          {{- with .Values.command }}
          command: {{- include "common.tplvalues.render" (dict "value" . "context" $) | nindent 12 }}
          {{- end }}
          {{- with .Values.args }}
          args: {{- include "common.tplvalues.render" (dict "value" . "context" $) | nindent 12 }}
          {{- end }}
          env:
            - name: BITNAMI_DEBUG
              value: "false"
            {{- with .Values.extraEnvVars }}
            {{- include "common.tplvalues.render" (dict "value" . "context" $) | nindent 12 }}
            {{- end }}
          {{- if or .Values.extraEnvVarsCM .Values.extraEnvVarsSecret }}
          envFrom:
            {{- with .Values.extraEnvVarsCM }}
            - configMapRef:
                name: {{ tpl . $ }}
            {{- end }}
            {{- with .Values.extraEnvVarsSecret }}
            - secretRef:
                name: {{ tpl . $ }}
            {{- end }}
          {{- end }}
          ports:
            - name: http
              containerPort: {{ .Values.containerPorts.http }}
            {{- with .Values.extraContainerPorts }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
          {{- if .Values.livenessProbe.enabled }}
          livenessProbe:
            tcpSocket:
              port: http
            {{- omit .Values.livenessProbe "enabled" | toYaml | nindent 12 }}
          {{- end }}
          {{- if .Values.readinessProbe.enabled }}
          readinessProbe:
            httpGet:
              path: /
              port: http
            {{- omit .Values.readinessProbe "enabled" | toYaml | nindent 12 }}
          {{- end }}
          {{- if .Values.resources }}
          resources: {{- toYaml .Values.resources | nindent 12 }}
          {{- else if ne .Values.resourcesPreset "none" }}
          resources: {{- include "common.resources.preset" (dict "type" .Values.resourcesPreset) | nindent 12 }}
          {{- end }}
          volumeMounts:
            - name: empty-dir
              mountPath: /tmp
            {{- if or .Values.staticSiteConfigmap .Values.staticSitePVC }}
            - name: staticsite
              mountPath: ${documents}
            {{- end }}
            {{- with .Values.extraVolumeMounts }}
            {{- include "common.tplvalues.render" (dict "value" . "context" $) | nindent 12 }}
            {{- end }}
${mounts}        {{- with .Values.sidecars }}
        {{- include "common.tplvalues.render" (dict "value" . "context" $) | nindent 8 }}
        {{- end }}
      volumes:
        - name: empty-dir
          emptyDir: {}
        {{- if .Values.staticSiteConfigmap }}
        - name: staticsite
          configMap:
            name: {{ tpl .Values.staticSiteConfigmap $ }}
        {{- else if .Values.staticSitePVC }}
        - name: staticsite
          persistentVolumeClaim:
            claimName: {{ .Values.staticSitePVC }}
        {{- end }}
        {{- with .Values.extraVolumes }}
        {{- include "common.tplvalues.render" (dict "value" . "context" $) | nindent 8 }}
        {{- end }}
${volumes}`;
}

export function webService(name: string): string {
	return `${head(name, 'v1', 'Service')}  {{- with .Values.service.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  type: {{ .Values.service.type }}
  {{- with .Values.service.clusterIP }}
  clusterIP: {{ . }}
  {{- end }}
  {{- if and (eq .Values.service.type "LoadBalancer") .Values.service.loadBalancerIP }}
  loadBalancerIP: {{ .Values.service.loadBalancerIP }}
  {{- end }}
  {{- if ne .Values.service.type "ClusterIP" }}
  externalTrafficPolicy: {{ .Values.service.externalTrafficPolicy | quote }}
  {{- end }}
  sessionAffinity: {{ .Values.service.sessionAffinity }}
  ports:
    - name: http
      port: {{ .Values.service.ports.http }}
      targetPort: http
      {{- if and (ne .Values.service.type "ClusterIP") .Values.service.nodePorts.http }}
      nodePort: {{ .Values.service.nodePorts.http }}
      {{- end }}
  selector:
    {{- include "${name}.selectorLabels" . | nindent 4 }}
`;
}

export function webIngress(name: string): string {
	return `{{- if .Values.ingress.enabled }}
${head(name, 'networking.k8s.io/v1', 'Ingress')}  {{- with .Values.ingress.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- with .Values.ingress.ingressClassName }}
  ingressClassName: {{ . | quote }}
  {{- end }}
  rules:
    - host: {{ tpl .Values.ingress.hostname $ | quote }}
      http:
        paths:
          - path: {{ .Values.ingress.path }}
            pathType: {{ .Values.ingress.pathType }}
            backend:
              service:
                name: ${fullname(name)}
                port:
                  name: http
  {{- if .Values.ingress.tls }}
  tls:
    - hosts:
        - {{ .Values.ingress.hostname | quote }}
      secretName: {{ printf "%s-tls" .Values.ingress.hostname }}
  {{- end }}
{{- end }}
`;
}

export const webAutoscaler = (name: string): string => `{{- if .Values.autoscaling.enabled }}
${head(name, 'autoscaling/v2', 'HorizontalPodAutoscaler')}spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: ${fullname(name)}
  minReplicas: {{ .Values.autoscaling.minReplicas }}
  maxReplicas: {{ .Values.autoscaling.maxReplicas }}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: {{ .Values.autoscaling.targetCPU }}
{{- end }}
`;

export const webBudget = (name: string): string => `{{- if .Values.pdb.create }}
${head(name, 'policy/v1', 'PodDisruptionBudget')}spec:
  {{- if .Values.pdb.minAvailable }}
  minAvailable: {{ .Values.pdb.minAvailable }}
  {{- end }}
  {{- if or .Values.pdb.maxUnavailable (not .Values.pdb.minAvailable) }}
  maxUnavailable: {{ .Values.pdb.maxUnavailable | default 1 }}
  {{- end }}
  selector:
    matchLabels:
      {{- include "${name}.selectorLabels" . | nindent 6 }}
{{- end }}
`;

export const webPolicy = (name: string): string => `{{- if .Values.networkPolicy.enabled }}
${head(name, 'networking.k8s.io/v1', 'NetworkPolicy')}spec:
  podSelector:
    matchLabels:
      {{- include "${name}.selectorLabels" . | nindent 6 }}
  policyTypes:
    - Ingress
    - Egress
  {{- if .Values.networkPolicy.allowExternalEgress }}
  egress:
    - {}
  {{- else }}
  egress:
    - ports:
        - port: 53
          protocol: UDP
        - port: 53
          protocol: TCP
  {{- end }}
  ingress:
    - ports:
        - port: {{ .Values.containerPorts.http }}
      {{- if not .Values.networkPolicy.allowExternal }}
      from:
        - podSelector:
            matchLabels:
              {{- include "${name}.selectorLabels" . | nindent 14 }}
        - podSelector:
            matchLabels:
              ${fullname(name, '-client')}: "true"
      {{- end }}
{{- end }}
`;

export const EXTRA_OBJECTS = `{{- range .Values.extraDeploy }}
---
{{ include "common.tplvalues.render" (dict "value" . "context" $) }}
{{- end }}
`;

export const webNotes = (name: string): string => `CHART NAME: {{ .Chart.Name }}
CHART VERSION: {{ .Chart.Version }}
APP VERSION: {{ .Chart.AppVersion }}

${name} can be reached from within the cluster under this DNS name:

    ${fullname(name)}.{{ .Release.Namespace }}.svc.cluster.local (port {{ .Values.service.ports.http }})

From outside:
{{ if eq .Values.service.type "NodePort" }}
    export NODE_PORT=$(kubectl get --namespace {{ .Release.Namespace }} -o jsonpath="{.spec.ports[0].nodePort}" services ${fullname(name)})
    export NODE_IP=$(kubectl get nodes -o jsonpath="{.items[0].status.addresses[0].address}")
    echo "http://\${NODE_IP}:\${NODE_PORT}"
{{- else if eq .Values.service.type "LoadBalancer" }}
    export SERVICE_PORT=$(kubectl get --namespace {{ .Release.Namespace }} -o jsonpath="{.spec.ports[0].port}" services ${fullname(name)})
    export SERVICE_IP=$(kubectl get svc --namespace {{ .Release.Namespace }} ${fullname(name)} -o jsonpath='{.status.loadBalancer.ingress[0].ip}')
    echo "http://\${SERVICE_IP}:\${SERVICE_PORT}"
{{- else }}
    kubectl port-forward --namespace {{ .Release.Namespace }} svc/${fullname(name)} 8080:{{ .Values.service.ports.http }} &
    echo "http://127.0.0.1:8080"
{{- end }}
`;
