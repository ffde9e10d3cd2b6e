import {
	type ChartSource,
	claimSpec,
	fullname,
	head,
	helpers,
	releases,
	scheduling,
	serviceAccount,
} from '../chart-source.ts';

const VALUES = `global:
  imageRegistry: ""
  storageClass: ""

nameOverride: ""
fullnameOverride: ""

image:
  registry: docker.io
  repository: bitnami/redis
  tag: ""
  pullPolicy: IfNotPresent

## standalone or replication
architecture: replication

auth:
  enabled: true
  ## Made up when it is empty
  password: ""
  existingSecret: ""
  existingSecretPasswordKey: ""

serviceAccount:
  create: true
  name: ""
  annotations: {}

master:
  count: 1
  resources: {}
  nodeSelector: {}
  affinity: {}
  tolerations: []
  service:
    type: ClusterIP
    ports:
      redis: 6379
  persistence: &persistence
    enabled: true
    storageClass: ""
    accessModes:
      - ReadWriteOnce
    size: 8Gi

replica:
  replicaCount: 3
  resources: {}
  nodeSelector: {}
  affinity: {}
  tolerations: []
  service:
    type: ClusterIP
    ports:
      redis: 6379
  persistence: *persistence

metrics:
  enabled: false
`;

const PASSWORD_HELPERS = `
{{- define "redis.secretName" -}}
{{- default (include "redis.fullname" .) .Values.auth.existingSecret -}}
{{- end -}}

{{- define "redis.secretPasswordKey" -}}
{{- default "redis-password" .Values.auth.existingSecretPasswordKey -}}
{{- end -}}
`;

const SECRET = `{{- if and .Values.auth.enabled (not .Values.auth.existingSecret) }}
{{- $found := lookup "v1" "Secret" .Release.Namespace (include "redis.fullname" .) }}
{{- $old := dig "data" "redis-password" "" $found | b64dec }}
${head('redis', 'v1', 'Secret')}type: Opaque
data:
  redis-password: {{ coalesce .Values.auth.password $old (randAlphaNum 10) | b64enc | quote }}
{{- end }}
`;

function statefulSet(role: 'master' | 'replica'): string {
	const values = `.Values.${role}`;
	const suffix = role === 'master' ? '-master' : '-replicas';
	const component = role;
	const follow =
		role === 'master'
			? ''
			: `            - --replicaof
            - ${fullname('redis', '-master-0')}.${fullname('redis', '-headless')}.{{ .Release.Namespace }}.svc.cluster.local
            - "6379"
            {{- if .Values.auth.enabled }}
            - --masterauth
            - $(REDIS_PASSWORD)
            {{- end }}
`;
	return `${head('redis', 'apps/v1', 'StatefulSet', fullname('redis', suffix), component)}spec:
  replicas: {{ ${role === 'master' ? '.Values.master.count' : '.Values.replica.replicaCount'} }}
  serviceName: ${fullname('redis', '-headless')}
  selector:
    matchLabels:
      {{- include "redis.selectorLabels" . | nindent 6 }}
      app.kubernetes.io/component: ${component}
  template:
    metadata:
      labels:
        {{- include "redis.labels" . | nindent 8 }}
        app.kubernetes.io/component: ${component}
    spec:
      serviceAccountName: {{ include "redis.serviceAccountName" . }}
${scheduling(values)}      containers:
        - name: redis
          image: {{ include "redis.image" . }}
          imagePullPolicy: {{ .Values.image.pullPolicy | quote }}
          args:
            - redis-server
            {{- if .Values.auth.enabled }}
            - --requirepass
            - $(REDIS_PASSWORD)
            {{- end }}
${follow}          env:
            - name: REDIS_REPLICATION_MODE
              value: ${role}
            - name: ALLOW_EMPTY_PASSWORD
              value: {{ ternary "no" "yes" .Values.auth.enabled | quote }}
            {{- if .Values.auth.enabled }}
            - name: REDIS_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: {{ include "redis.secretName" . }}
                  key: {{ include "redis.secretPasswordKey" . }}
            {{- end }}
          ports:
            - name: redis
              containerPort: 6379
          livenessProbe:
            tcpSocket:
              port: redis
            initialDelaySeconds: 20
            periodSeconds: 5
          readinessProbe:
            tcpSocket:
              port: redis
            initialDelaySeconds: 5
            periodSeconds: 5
          {{- with ${values}.resources }}
          resources:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          volumeMounts:
            - name: redis-data
              mountPath: /data
      {{- if not ${values}.persistence.enabled }}
      volumes:
        - name: redis-data
          emptyDir: {}
      {{- end }}
  {{- if ${values}.persistence.enabled }}
  volumeClaimTemplates:
    - metadata:
        name: redis-data
      spec:
${claimSpec(`${values}.persistence`, 8)}  {{- end }}
`;
}

function service(role: 'master' | 'replica' | 'headless'): string {
	const suffix = { master: '-master', replica: '-replicas', headless: '-headless' }[role];
	const values = role === 'replica' ? '.Values.replica' : '.Values.master';
	const type =
		role === 'headless' ? '  type: ClusterIP\n  clusterIP: None\n' : `  type: {{ ${values}.service.type }}\n`;
	return `${head('redis', 'v1', 'Service', fullname('redis', suffix))}spec:
${type}  ports:
    - name: tcp-redis
      port: {{ ${values}.service.ports.redis }}
      targetPort: redis
  selector:
    {{- include "redis.selectorLabels" . | nindent 4 }}
${role === 'headless' ? '' : `    app.kubernetes.io/component: ${role}\n`}`;
}

function onlyReplicated(text: string): string {
	return `{{- if eq .Values.architecture "replication" }}\n${text}{{- end }}\n`;
}

const NOTES = `{{- if not (has .Values.architecture (list "standalone" "replication")) }}
{{- fail "\\nVALUES VALIDATION:\\nredis: architecture\\n    Invalid architecture selected. Valid values are \\"standalone\\" and\\n    \\"replication\\". Please set a valid architecture (--set architecture=\\"xxxx\\")" }}
{{- end -}}
CHART NAME: {{ .Chart.Name }}
CHART VERSION: {{ .Chart.Version }}
APP VERSION: {{ .Chart.AppVersion }}

Redis can be reached from within the cluster under these DNS names:

    ${fullname('redis', '-master')}.{{ .Release.Namespace }}.svc.cluster.local to read and write (port {{ .Values.master.service.ports.redis }})
{{- if eq .Values.architecture "replication" }}
    ${fullname('redis', '-replicas')}.{{ .Release.Namespace }}.svc.cluster.local to read (port {{ .Values.replica.service.ports.redis }})
{{- end }}
{{- if .Values.auth.enabled }}

To get the password run:

    export REDIS_PASSWORD=$(kubectl get secret --namespace {{ .Release.Namespace }} {{ include "redis.secretName" . }} -o jsonpath="{.data.{{ include "redis.secretPasswordKey" . }}}" | base64 -d)
{{- end }}
`;

const [HELPERS_PATH, HELPERS_TEXT] = helpers('redis');

export const REDIS_CHART: ChartSource = {
	name: 'redis',
	description: 'Redis is an advanced key-value store that keeps strings, hashes, lists, sets and sorted sets.',
	home: 'https://bitnami.com',
	keywords: ['redis', 'keyvalue', 'database'],
	versions: releases(`
23.2.6 8.2.2 2025-11-03
22.0.7 8.2.1 2025-09-03
20.13.4 7.4.2 2025-04-30
18.19.4 7.2.4 2024-03-12`),
	files: () => [
		['values.yaml', VALUES],
		['README.md', '# redis\n\nA master and, unless `architecture` is standalone, replicas that follow it.\n'],
		[HELPERS_PATH, HELPERS_TEXT + PASSWORD_HELPERS],
		serviceAccount('redis'),
		['templates/secret.yaml', SECRET],
		['templates/headless-svc.yaml', service('headless')],
		['templates/master/application.yaml', statefulSet('master')],
		['templates/master/service.yaml', service('master')],
		['templates/replicas/application.yaml', onlyReplicated(statefulSet('replica'))],
		['templates/replicas/service.yaml', onlyReplicated(service('replica'))],
		['templates/NOTES.txt', NOTES],
	],
};
