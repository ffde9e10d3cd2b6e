import type { Process } from '../../kernel/process-api.ts';
import type { HttpAnswer, HttpRequest } from '../../kernel/serving/http-server.ts';
import { alpineLayer } from '../../kubelet/images/bases/alpine.ts';
import { imageTags } from '../../kubelet/images/image-version.ts';
import { executable, layer } from '../../kubelet/images/layer-builder.ts';
import { goFlag, simpleHttpProgram } from '../../kubelet/images/programs/simple-http.ts';
import type { ImageRepository } from '../../kubelet/runtime/image.ts';
import { formatJson } from '../../machinery/format-json.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { type ChartSource, fullname, head, helpers, releases, scheduling } from './chart-source.ts';

const VERSIONS = releases(`
6.9.2 6.9.2 2025-09-24
6.9.1 6.9.1 2025-07-08
6.9.0 6.9.0 2025-05-16
6.8.0 6.8.0 2025-03-11
6.7.1 6.7.1 2024-10-02
6.5.4 6.5.4 2024-02-21
6.3.5 6.3.5 2023-05-17`);

const JSON_TYPE = [['Content-Type', 'application/json; charset=utf-8']] as const;

function* answer(process: Process, version: string, request: HttpRequest): Task<HttpAnswer> {
	const path = request.target.replace(/\?.*/, '');
	const body = bodyOf(process, version, path);
	if (body === undefined) return { status: 404, headers: [], body: '404 page not found\n' };
	return { status: 200, headers: JSON_TYPE, body: `${formatJson(body, { indent: '  ', keepOrder: true })}\n` };
}

function bodyOf(process: Process, version: string, path: string): object | undefined {
	switch (path) {
		case '/':
		case '/api/info':
			return {
				hostname: process.hostname,
				version,
				revision: 'unknown',
				color: process.env.get('PODINFO_UI_COLOR') ?? '#34577c',
				logo: process.env.get('PODINFO_UI_LOGO') ?? '',
				message: process.env.get('PODINFO_UI_MESSAGE') ?? `greetings from podinfo v${version}`,
				goos: 'linux',
				goarch: 'amd64',
				runtime: 'go1.25.1',
				num_goroutine: '8',
				num_cpu: '2',
			};
		case '/healthz':
		case '/readyz':
			return { status: 'OK' };
		case '/version':
			return { commit: 'unknown', version };
		case '/env':
			return [...process.env].map(([name, value]) => `${name}=${value}`);
		default:
			return undefined;
	}
}

/** Says who it is. Differs: no gRPC, no cache, no metrics, nothing that fails on request. */
export const PODINFO_IMAGE: ImageRepository = {
	names: ['ghcr.io/stefanprodan/podinfo', 'docker.io/stefanprodan/podinfo'],
	tags: imageTags(
		'stefanprodan/podinfo',
		VERSIONS.map(({ appVersion, date }, index) => ({
			tags: index === 0 ? `${appVersion} latest` : appVersion,
			date,
			sizeBytes: 24_402_114,
			layers: () => [
				alpineLayer('3.22.2'),
				layer([executable('/home/app/podinfo', `podinfo-${appVersion}`, 31_402_112)]),
			],
			config: {
				cmd: ['/home/app/podinfo'],
				env: [['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']],
				user: '100',
				exposedPorts: ['9898/tcp'],
			},
		})),
	),
	programs: new Map(
		VERSIONS.map(({ appVersion }) => [
			`podinfo-${appVersion}`,
			simpleHttpProgram({
				begin: (process) => {
					const port = Number(goFlag(process.argv.slice(1), 'port') ?? '9898');
					const line = {
						level: 'info',
						ts: `${formatTime(process.now()).slice(0, 19)}.000Z`,
						caller: 'podinfo/main.go:153',
					};
					return {
						port,
						say: `${JSON.stringify({ ...line, msg: 'Starting podinfo', version: appVersion, port: String(port) })}\n`,
					};
				},
				answer: (process, request) => answer(process, appVersion, request),
				terminate: { say: '', status: 0 },
			}),
		]),
	),
};

const VALUES = (tag: string): string => `replicaCount: 1
logLevel: info
host: ""
backend: ""

image:
  registry: ""
  repository: ghcr.io/stefanprodan/podinfo
  tag: ${tag}
  pullPolicy: IfNotPresent

ui:
  color: "#34577c"
  message: ""
  logo: ""

service:
  enabled: true
  type: ClusterIP
  httpPort: 9898
  externalPort: 9898
  nodePort: 31198
  annotations: {}

hpa:
  enabled: false
  maxReplicas: 10
  cpu: ""
  memory: ""

serviceAccount:
  enabled: false
  create: false
  name: ""

ingress:
  enabled: false
  className: ""
  annotations: {}
  hosts:
    - host: podinfo.local
      paths:
        - path: /
          pathType: ImplementationSpecific
  tls: []

resources:
  limits:
  requests:
    cpu: 1m
    memory: 16Mi

podAnnotations: {}
nodeSelector: {}
tolerations: []
affinity: {}
`;

const DEPLOYMENT = `${head('podinfo', 'apps/v1', 'Deployment')}spec:
  {{- if not .Values.hpa.enabled }}
  replicas: {{ .Values.replicaCount }}
  {{- end }}
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxUnavailable: 1
  selector:
    matchLabels:
      {{- include "podinfo.selectorLabels" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "podinfo.selectorLabels" . | nindent 8 }}
      annotations:
        prometheus.io/scrape: "true"
        prometheus.io/port: {{ .Values.service.httpPort | quote }}
        {{- range $key, $value := .Values.podAnnotations }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
    spec:
      terminationGracePeriodSeconds: 30
${scheduling()}      containers:
        - name: podinfo
          image: {{ include "podinfo.image" . }}
          imagePullPolicy: {{ .Values.image.pullPolicy }}
          command:
            - /home/app/podinfo
            - --port={{ .Values.service.httpPort | default 9898 }}
            - --level={{ .Values.logLevel }}
            {{- with .Values.backend }}
            - --backend-url={{ . }}
            {{- end }}
          env:
            {{- range $name, $value := .Values.ui }}
            {{- if $value }}
            - name: PODINFO_UI_{{ $name | upper }}
              value: {{ $value | quote }}
            {{- end }}
            {{- end }}
          ports:
            - name: http
              containerPort: {{ .Values.service.httpPort | default 9898 }}
              protocol: TCP
          livenessProbe:
            httpGet:
              path: /healthz
              port: http
            initialDelaySeconds: 1
            timeoutSeconds: 5
          readinessProbe:
            httpGet:
              path: /readyz
              port: http
            initialDelaySeconds: 1
            timeoutSeconds: 5
          {{- with .Values.resources }}
          resources:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          volumeMounts:
            - name: data
              mountPath: /data
      volumes:
        - name: data
          emptyDir: {}
`;

const SERVICE = `{{- if .Values.service.enabled -}}
${head('podinfo', 'v1', 'Service')}  {{- with .Values.service.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  type: {{ .Values.service.type }}
  ports:
    - port: {{ .Values.service.externalPort }}
      targetPort: http
      protocol: TCP
      name: http
      {{- if and (eq .Values.service.type "NodePort") .Values.service.nodePort }}
      nodePort: {{ .Values.service.nodePort }}
      {{- end }}
  selector:
    {{- include "podinfo.selectorLabels" . | nindent 4 }}
{{- end }}
`;

const AUTOSCALER = `{{- if .Values.hpa.enabled -}}
${head('podinfo', 'autoscaling/v2', 'HorizontalPodAutoscaler')}spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: ${fullname('podinfo')}
  minReplicas: {{ .Values.replicaCount }}
  maxReplicas: {{ .Values.hpa.maxReplicas }}
  metrics:
    {{- range $name := list "cpu" "memory" }}
    {{- with index $.Values.hpa $name }}
    - type: Resource
      resource:
        name: {{ $name }}
        target:
          type: {{ ternary "Utilization" "AverageValue" (eq $name "cpu") }}
          {{ ternary "averageUtilization" "averageValue" (eq $name "cpu") }}: {{ . }}
    {{- end }}
    {{- end }}
{{- end }}
`;

const INGRESS = `{{- if .Values.ingress.enabled -}}
${head('podinfo', 'networking.k8s.io/v1', 'Ingress')}  {{- with .Values.ingress.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- with .Values.ingress.className }}
  ingressClassName: {{ . }}
  {{- end }}
  {{- with .Values.ingress.tls }}
  tls:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  rules:
    {{- range .Values.ingress.hosts }}
    - host: {{ .host | quote }}
      http:
        paths:
          {{- range .paths }}
          - path: {{ .path }}
            pathType: {{ .pathType }}
            backend:
              service:
                name: {{ include "podinfo.fullname" $ }}
                port:
                  name: http
          {{- end }}
    {{- end }}
{{- end }}
`;

const TEST = `apiVersion: v1
kind: Pod
metadata:
  name: ${fullname('podinfo')}-service-test-{{ randAlphaNum 5 | lower }}
  namespace: {{ .Release.Namespace }}
  labels:
    {{- include "podinfo.labels" . | nindent 4 }}
  annotations:
    "helm.sh/hook": test-success
    "helm.sh/hook-delete-policy": before-hook-creation,hook-succeeded
spec:
  containers:
    - name: curl
      image: curlimages/curl:8.10.1
      command: ["curl", "-sSf", "${fullname('podinfo')}.{{ .Release.Namespace }}:{{ .Values.service.externalPort }}/api/info"]
  restartPolicy: Never
`;

export const PODINFO_CHART: ChartSource = {
	name: 'podinfo',
	description: 'Podinfo Helm chart for Kubernetes',
	home: 'https://github.com/stefanprodan/podinfo',
	keywords: [],
	versions: VERSIONS,
	kubeVersion: '>=1.23.0-0',
	files: ({ appVersion }) => [
		['values.yaml', VALUES(appVersion)],
		['README.md', '# Podinfo\n\nA tiny web application that says who it is.\n'],
		helpers('podinfo'),
		['templates/deployment.yaml', DEPLOYMENT],
		['templates/service.yaml', SERVICE],
		['templates/hpa.yaml', AUTOSCALER],
		['templates/ingress.yaml', INGRESS],
		['templates/tests/service.yaml', TEST],
		[
			'templates/NOTES.txt',
			`1. Get the application URL by running these commands:
{{- if eq .Values.service.type "NodePort" }}
  export NODE_PORT=$(kubectl get --namespace {{ .Release.Namespace }} -o jsonpath="{.spec.ports[0].nodePort}" services ${fullname('podinfo')})
  export NODE_IP=$(kubectl get nodes --namespace {{ .Release.Namespace }} -o jsonpath="{.items[0].status.addresses[0].address}")
  echo http://$NODE_IP:$NODE_PORT
{{- else }}
  echo "Visit http://127.0.0.1:8080 to use your application"
  kubectl -n {{ .Release.Namespace }} port-forward deploy/${fullname('podinfo')} 8080:{{ .Values.service.externalPort }}
{{- end }}
`,
		],
	],
};
