import { type ChartSource, type ChartText, releases } from './chart-source.ts';

const VALUES = (appVersion: string): string => `nameOverride: argocd
fullnameOverride: ""

crds:
  ## Whether the kinds are installed
  install: true
  ## Whether they stay when the release goes
  keep: true
  annotations: {}

global:
  domain: argocd.example.com
  image:
    repository: quay.io/argoproj/argocd
    tag: ""
    imagePullPolicy: IfNotPresent
  nodeSelector:
    kubernetes.io/os: linux
  tolerations: []

configs:
  cm:
    admin.enabled: true
    application.instanceLabelKey: argocd.argoproj.io/instance
    exec.enabled: false
    timeout.reconciliation: 180s
  params:
    server.insecure: false
    controller.status.processors: 20
    controller.operation.processors: 10
  rbac:
    policy.default: ""
    policy.csv: ""
    scopes: "[groups]"
  secret:
    createSecret: true

controller:
  replicas: 1
  resources: {}

dex:
  enabled: true
  image: ghcr.io/dexidp/dex:v2.44.0

redis:
  enabled: true
  image: ecr-public.aws.com/docker/library/redis:7.2.8-alpine

server:
  replicas: 1
  resources: {}
  service:
    type: ClusterIP
    servicePortHttp: 80
    servicePortHttps: 443
    nodePortHttp: 30080
    nodePortHttps: 30443
  ingress:
    enabled: false
    ingressClassName: ""

repoServer:
  replicas: 1
  resources: {}

applicationSet:
  replicas: 1
  resources: {}

notifications:
  enabled: true
  resources: {}

## What this chart was made for: ${appVersion}
`;

const HELPERS = `{{- define "argo-cd.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "argo-cd.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else if contains (include "argo-cd.name" .) .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "argo-cd.name" .) | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* What the component's objects are labelled with. Takes a dict of context, component and name. */}}
{{- define "argo-cd.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .context.Chart.Name .context.Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{ include "argo-cd.selectorLabels" . }}
app.kubernetes.io/managed-by: {{ .context.Release.Service }}
app.kubernetes.io/part-of: argocd
app.kubernetes.io/version: {{ .context.Chart.AppVersion | quote }}
{{- with .component }}
app.kubernetes.io/component: {{ . }}
{{- end }}
{{- end -}}

{{- define "argo-cd.selectorLabels" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/instance: {{ .context.Release.Name }}
{{- end -}}

{{- define "argo-cd.image" -}}
{{ .Values.global.image.repository }}:{{ default .Chart.AppVersion .Values.global.image.tag }}
{{- end -}}

{{- define "argo-cd.container" -}}
{{- $name := printf "%s-%s" (include "argo-cd.fullname" .context) .component -}}
spec:
  serviceAccountName: {{ $name }}
  {{- with .context.Values.global.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .context.Values.global.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  containers:
    - name: {{ .component }}
      image: {{ .image }}
      imagePullPolicy: {{ .context.Values.global.image.imagePullPolicy }}
      args:
        {{- toYaml .args | nindent 8 }}
      envFrom:
        - configMapRef:
            name: argocd-cmd-params-cm
      ports:
        {{- range $portName, $port := .ports }}
        - name: {{ $portName }}
          containerPort: {{ $port }}
          protocol: TCP
        {{- end }}
      resources:
        {{- toYaml .resources | nindent 8 }}
{{- end -}}
`;

const labels = (component: string, name: string): string =>
	`{{- include "argo-cd.labels" (dict "context" . "component" ${JSON.stringify(component)} "name" ${JSON.stringify(name)}) | nindent 4 }}`;

interface Component {
	readonly folder: string;
	readonly component: string;
	readonly kind: 'Deployment' | 'StatefulSet';
	readonly values: string;
	readonly condition?: string;
	readonly image: string;
	readonly args: readonly string[];
	readonly ports: Readonly<Record<string, number>>;
	/** Ports of its Service. */
	readonly service?: string;
	readonly rules: string;
}

const READ_ALL = `  - apiGroups: ["argoproj.io"]
    resources: ["applications", "applicationsets", "appprojects"]
    verbs: ["create", "delete", "get", "list", "patch", "update", "watch"]
  - apiGroups: [""]
    resources: ["secrets", "configmaps", "events"]
    verbs: ["create", "get", "list", "patch", "update", "watch"]
`;
const ARGOCD_IMAGE = '(include "argo-cd.image" .)';

const COMPONENTS: readonly Component[] = [
	{
		folder: 'argocd-application-controller',
		component: 'application-controller',
		kind: 'StatefulSet',
		values: 'controller',
		image: ARGOCD_IMAGE,
		args: ['/usr/local/bin/argocd-application-controller', '--metrics-port=8082'],
		ports: { metrics: 8082 },
		rules: READ_ALL,
	},
	{
		folder: 'argocd-applicationset',
		component: 'applicationset-controller',
		kind: 'Deployment',
		values: 'applicationSet',
		image: ARGOCD_IMAGE,
		args: ['/usr/local/bin/argocd-applicationset-controller', '--metrics-addr=:8080'],
		ports: { metrics: 8080, webhook: 7000 },
		service: '    - name: http-webhook\n      port: 7000\n      targetPort: webhook\n',
		rules: READ_ALL,
	},
	{
		folder: 'argocd-notifications',
		component: 'notifications-controller',
		kind: 'Deployment',
		values: 'notifications',
		condition: '.Values.notifications.enabled',
		image: ARGOCD_IMAGE,
		args: ['/usr/local/bin/argocd-notifications', '--metrics-port=9001'],
		ports: { metrics: 9001 },
		rules: READ_ALL,
	},
	{
		folder: 'argocd-repo-server',
		component: 'repo-server',
		kind: 'Deployment',
		values: 'repoServer',
		image: ARGOCD_IMAGE,
		args: ['/usr/local/bin/argocd-repo-server', '--port=8081', '--metrics-port=8084'],
		ports: { 'repo-server': 8081, metrics: 8084 },
		service: '    - name: tcp-repo-server\n      port: 8081\n      targetPort: repo-server\n',
		rules: '  []\n',
	},
	{
		folder: 'argocd-server',
		component: 'server',
		kind: 'Deployment',
		values: 'server',
		image: ARGOCD_IMAGE,
		args: ['/usr/local/bin/argocd-server', '--port=8080', '--metrics-port=8083'],
		ports: { server: 8080, metrics: 8083 },
		rules: READ_ALL,
	},
	{
		folder: 'dex',
		component: 'dex-server',
		kind: 'Deployment',
		values: 'dex',
		condition: '.Values.dex.enabled',
		image: '.Values.dex.image',
		args: ['/shared/argocd-dex', 'rundex'],
		ports: { http: 5556, grpc: 5557 },
		service:
			'    - name: http\n      port: 5556\n      targetPort: http\n    - name: grpc\n      port: 5557\n      targetPort: grpc\n',
		rules: '  - apiGroups: [""]\n    resources: ["secrets", "configmaps"]\n    verbs: ["get", "list", "watch"]\n',
	},
	{
		folder: 'redis',
		component: 'redis',
		kind: 'Deployment',
		values: 'redis',
		condition: '.Values.redis.enabled',
		image: '.Values.redis.image',
		args: ['--save', '', '--appendonly', 'no'],
		ports: { redis: 6379 },
		service: '    - name: tcp-redis\n      port: 6379\n      targetPort: redis\n',
		rules: '  []\n',
	},
];

function componentFiles(each: Component): ChartText[] {
	const { folder, component, kind, values, condition, image, args, ports, service, rules } = each;
	const name = `{{ include "argo-cd.fullname" . }}-${component}`;
	const label = `argocd-${component}`;
	const wrapped = (text: string): string =>
		condition === undefined ? text : `{{- if ${condition} }}\n${text}{{- end }}\n`;
	const meta = (more = ''): string => `metadata:
  name: ${name}
  namespace: {{ .Release.Namespace | quote }}
  labels:
    ${labels(component, label)}
${more}`;
	const selector = `(dict "context" . "name" "${label}")`;
	const portDict = Object.entries(ports).map(([port, number]) => `"${port}" ${number}`);
	const container = `(dict "context" . "component" "${component}" "image" ${image} "args" (list ${args.map((arg) => JSON.stringify(arg)).join(' ')}) "ports" (dict ${portDict.join(' ')}) "resources" (.Values.${values}.resources | default dict))`;
	const workload = `apiVersion: apps/v1
kind: ${kind}
${meta()}spec:
  replicas: {{ .Values.${values}.replicas | default 1 }}
  revisionHistoryLimit: 3
${kind === 'StatefulSet' ? `  serviceName: ${name}\n` : ''}  selector:
    matchLabels:
      {{- include "argo-cd.selectorLabels" ${selector} | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "argo-cd.labels" (dict "context" . "component" "${component}" "name" "${label}") | nindent 8 }}
    {{- include "argo-cd.container" ${container} | nindent 4 }}
`;
	const access = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
${meta()}rules:
${rules}---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
${meta()}roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: ${name}
subjects:
  - kind: ServiceAccount
    name: ${name}
    namespace: {{ .Release.Namespace }}
`;
	const files: ChartText[] = [
		[`templates/${folder}/serviceaccount.yaml`, wrapped(`apiVersion: v1\nkind: ServiceAccount\n${meta()}`)],
		[`templates/${folder}/role.yaml`, wrapped(access)],
		[`templates/${folder}/${kind.toLowerCase()}.yaml`, wrapped(workload)],
	];
	if (service !== undefined) {
		const text = `apiVersion: v1\nkind: Service\n${meta()}spec:\n  ports:\n${service}  selector:\n    {{- include "argo-cd.selectorLabels" ${selector} | nindent 4 }}\n`;
		files.push([`templates/${folder}/service.yaml`, wrapped(text)]);
	}
	return files;
}

const SERVER_SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: {{ include "argo-cd.fullname" . }}-server
  namespace: {{ .Release.Namespace | quote }}
  labels:
    ${labels('server', 'argocd-server')}
spec:
  type: {{ .Values.server.service.type }}
  ports:
    - name: http
      protocol: TCP
      port: {{ .Values.server.service.servicePortHttp }}
      targetPort: 8080
      {{- if eq .Values.server.service.type "NodePort" }}
      nodePort: {{ .Values.server.service.nodePortHttp }}
      {{- end }}
    - name: https
      protocol: TCP
      port: {{ .Values.server.service.servicePortHttps }}
      targetPort: 8080
      {{- if eq .Values.server.service.type "NodePort" }}
      nodePort: {{ .Values.server.service.nodePortHttps }}
      {{- end }}
  selector:
    {{- include "argo-cd.selectorLabels" (dict "context" . "name" "argocd-server") | nindent 4 }}
`;

function configMap(name: string, data: string): ChartText {
	return [
		`templates/argocd-configs/${name}.yaml`,
		`apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
  namespace: {{ .Release.Namespace | quote }}
  labels:
    ${labels('server', name)}
data:
${data}`,
	];
}

const entries = (values: string): string => `  {{- range $key, $value := ${values} }}
  {{ $key }}: {{ toString $value | quote }}
  {{- end }}
`;

function customKind(kind: string, plural: string, short: readonly string[]): ChartText {
	const names = short.map((each) => `      - ${each}\n`).join('');
	return [
		`templates/crds/crd-${kind.toLowerCase()}.yaml`,
		`{{- if .Values.crds.install }}
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  annotations:
    {{- if .Values.crds.keep }}
    "helm.sh/resource-policy": keep
    {{- end }}
    {{- with .Values.crds.annotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  labels:
    app.kubernetes.io/name: ${plural}.argoproj.io
    app.kubernetes.io/part-of: argocd
  name: ${plural}.argoproj.io
spec:
  group: argoproj.io
  names:
    kind: ${kind}
    listKind: ${kind}List
    plural: ${plural}
    shortNames:
${names}    singular: ${kind.toLowerCase()}
  scope: Namespaced
  versions:
    - name: v1alpha1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          required:
            - metadata
            - spec
          properties:
            apiVersion:
              type: string
            kind:
              type: string
            metadata:
              type: object
            spec:
              type: object
              x-kubernetes-preserve-unknown-fields: true
            status:
              type: object
              x-kubernetes-preserve-unknown-fields: true
      subresources: {}
{{- end }}
`,
	];
}

/** Its objects are those that exercises template and look at. Its images are no programs of this world: its Pods wait for them. */
export const ARGO_CD_CHART: ChartSource = {
	name: 'argo-cd',
	description: 'A Helm chart for Argo CD, a declarative, GitOps continuous delivery tool for Kubernetes.',
	home: 'https://github.com/argoproj/argo-helm',
	keywords: ['argoproj', 'argocd', 'gitops'],
	kubeVersion: '>=1.25.0-0',
	versions: releases(`
9.4.2 v3.3.0 2026-02-06
9.3.4 v3.2.5 2026-01-14
9.2.4 v3.2.3 2025-12-31
9.2.0 v3.2.2 2025-12-17
9.1.9 v3.2.1 2025-12-12
9.1.6 v3.2.1 2025-12-01
9.1.5 v3.2.1 2025-11-30
9.1.4 v3.2.0 2025-11-22
9.1.3 v3.2.0 2025-11-14
9.1.2 v3.2.0 2025-11-13
9.1.1 v3.2.0 2025-11-11
9.1.0 v3.2.0 2025-11-05
9.0.6 v3.1.9 2025-10-30
9.0.5 v3.1.9 2025-10-22
9.0.0 v3.1.9 2025-10-20
8.6.4 v3.1.8 2025-10-07
8.6.0 v3.1.8 2025-10-01
8.5.0 v3.1.5 2025-09-11
8.3.0 v3.1.0 2025-08-14
8.0.17 v3.0.6 2025-06-10
7.9.1 v2.14.11 2025-05-06
7.8.28 v2.14.10 2025-04-17
7.7.3 v2.13.0 2024-11-15
7.7.0 v2.13.0 2024-11-05
7.3.11 v2.11.7 2024-07-25
6.11.1 v2.11.2 2024-05-23
5.55.0 v2.10.0 2024-02-05`),
	files: ({ appVersion }) => [
		['values.yaml', VALUES(appVersion)],
		['README.md', '# argo-cd\n\nGitOps continuous delivery.\n'],
		['templates/_helpers.tpl', HELPERS],
		customKind('Application', 'applications', ['app', 'apps']),
		customKind('ApplicationSet', 'applicationsets', ['appset', 'appsets']),
		customKind('AppProject', 'appprojects', ['appproj', 'appprojs']),
		configMap('argocd-cm', `  url: https://{{ .Values.global.domain }}\n${entries('.Values.configs.cm')}`),
		configMap(
			'argocd-cmd-params-cm',
			`  redis.server: {{ include "argo-cd.fullname" . }}-redis:6379
  repo.server: {{ include "argo-cd.fullname" . }}-repo-server:8081
${entries('.Values.configs.params')}`,
		),
		configMap('argocd-rbac-cm', entries('.Values.configs.rbac')),
		configMap('argocd-ssh-known-hosts-cm', '  ssh_known_hosts: ""\n'),
		configMap('argocd-tls-certs-cm', '  {}\n'),
		configMap('argocd-gpg-keys-cm', '  {}\n'),
		[
			'templates/argocd-configs/argocd-secret.yaml',
			`{{- if .Values.configs.secret.createSecret }}
apiVersion: v1
kind: Secret
metadata:
  name: argocd-secret
  namespace: {{ .Release.Namespace | quote }}
  labels:
    ${labels('server', 'argocd-secret')}
type: Opaque
{{- end }}
`,
		],
		...COMPONENTS.flatMap(componentFiles),
		['templates/argocd-server/service.yaml', SERVER_SERVICE],
		[
			'templates/NOTES.txt',
			`In order to access the server UI:

1. kubectl port-forward service/{{ include "argo-cd.fullname" . }}-server -n {{ .Release.Namespace }} 8080:443

    and then open the browser on http://localhost:8080 and accept the certificate

The password of the user admin is in a Secret:

kubectl -n {{ .Release.Namespace }} get secret argocd-initial-admin-secret -o jsonpath="{.data.password}" | base64 -d
`,
		],
	],
};
