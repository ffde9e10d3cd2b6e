import {
	type ChartRelease,
	type ChartSource,
	type ChartText,
	fullname,
	head,
	helpers,
	releases,
	scheduling,
	serviceAccount,
} from '../chart-source.ts';

/** What differs between the charts of web servers. */
interface WebServer {
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

function values({ name, values: more = '' }: WebServer): string {
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

service:
  type: LoadBalancer
  ports:
    http: 80
  nodePorts:
    http: ""
  clusterIP: ""
  loadBalancerIP: ""
  annotations: {}

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
  create: false
  minAvailable: 1

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

resources: {}
extraEnvVars: []

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

function deployment({ name, documents, volumes = '', mounts = '' }: WebServer): string {
	return `${head(name, 'apps/v1', 'Deployment')}spec:
  {{- if not .Values.autoscaling.enabled }}
  replicas: {{ .Values.replicaCount }}
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
      {{- if .Values.podSecurityContext.enabled }}
      securityContext: {{- omit .Values.podSecurityContext "enabled" | toYaml | nindent 8 }}
      {{- end }}
${scheduling()}      containers:
        - name: ${name}
          image: {{ include "${name}.image" . }}
          imagePullPolicy: {{ .Values.image.pullPolicy | quote }}
          {{- if .Values.containerSecurityContext.enabled }}
          securityContext: {{- omit .Values.containerSecurityContext "enabled" | toYaml | nindent 12 }}
          {{- end }}
          env:
            - name: BITNAMI_DEBUG
              value: "false"
            {{- with .Values.extraEnvVars }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
          ports:
            - name: http
              containerPort: {{ .Values.containerPorts.http }}
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
          {{- with .Values.resources }}
          resources:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          volumeMounts:
            - name: empty-dir
              mountPath: /tmp
            {{- if or .Values.staticSiteConfigmap .Values.staticSitePVC }}
            - name: staticsite
              mountPath: ${documents}
            {{- end }}
${mounts}      volumes:
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
${volumes}`;
}

function service(name: string): string {
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

function ingress(name: string): string {
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

const AUTOSCALER = (name: string): string => `{{- if .Values.autoscaling.enabled }}
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

const BUDGET = (name: string): string => `{{- if .Values.pdb.create }}
${head(name, 'policy/v1', 'PodDisruptionBudget')}spec:
  minAvailable: {{ .Values.pdb.minAvailable }}
  selector:
    matchLabels:
      {{- include "${name}.selectorLabels" . | nindent 6 }}
{{- end }}
`;

const NOTES = (name: string): string => `CHART NAME: {{ .Chart.Name }}
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

function webChart(server: WebServer): ChartSource {
	const { name } = server;
	return {
		name,
		description: server.description,
		home: 'https://bitnami.com',
		keywords: server.keywords,
		versions: server.versions,
		files: () => [
			['values.yaml', values(server)],
			['README.md', `# ${name}\n\n${server.description}\n`],
			helpers(name),
			serviceAccount(name),
			['templates/deployment.yaml', deployment(server)],
			['templates/svc.yaml', service(name)],
			['templates/ingress.yaml', ingress(name)],
			['templates/hpa.yaml', AUTOSCALER(name)],
			['templates/pdb.yaml', BUDGET(name)],
			['templates/NOTES.txt', NOTES(name)],
			...(server.files ?? []),
		],
	};
}

export const NGINX_CHART = webChart({
	name: 'nginx',
	description: 'NGINX Open Source is a web server that can also be a reverse proxy, a load balancer and an HTTP cache.',
	keywords: ['nginx', 'http', 'web', 'www', 'reverse proxy'],
	documents: '/app',
	versions: releases(`
22.2.4 1.29.3 2025-11-04
22.1.1 1.29.2 2025-10-16
21.1.23 1.29.1 2025-08-14
20.1.0 1.29.0 2025-06-26
18.3.5 1.27.4 2025-02-13
18.2.6 1.27.3 2024-12-03
15.14.2 1.25.5 2024-04-19`),
	values: `
## Further configuration of the server
serverBlock: ""
existingServerBlockConfigmap: ""
`,
	mounts: `            {{- if .Values.serverBlock }}
            - name: nginx-server-block
              mountPath: /opt/bitnami/nginx/conf/server_blocks
            {{- end }}
`,
	volumes: `        {{- if .Values.serverBlock }}
        - name: nginx-server-block
          configMap:
            name: ${fullname('nginx', '-server-block')}
        {{- end }}
`,
	files: [
		[
			'templates/server-block-configmap.yaml',
			`{{- if .Values.serverBlock }}
${head('nginx', 'v1', 'ConfigMap', fullname('nginx', '-server-block'))}data:
  server-blocks-paths.conf: |-
    {{- tpl .Values.serverBlock $ | nindent 4 }}
{{- end }}
`,
		],
	],
});
