import { type ChartSource, fullname, head, helpers, releases, scheduling, serviceAccount } from '../chart-source.ts';

const VALUES = `global:
  imageRegistry: ""

nameOverride: ""
fullnameOverride: ""

image:
  registry: docker.io
  repository: bitnami/memcached
  tag: ""
  pullPolicy: IfNotPresent

## standalone or high-availability
architecture: standalone
replicaCount: 1

serviceAccount:
  create: true
  name: ""
  annotations: {}

service:
  type: ClusterIP
  ports:
    memcached: 11211

resources: {}
nodeSelector: {}
affinity: {}
tolerations: []
`;

const NAME = 'memcached';

export const MEMCACHED_CHART: ChartSource = {
	name: NAME,
	description: 'Memcached keeps small pieces of data in memory for those who ask for them often.',
	home: 'https://bitnami.com',
	keywords: ['memcached', 'cache'],
	versions: releases(`
7.9.4 1.6.39 2025-08-14
7.5.2 1.6.31 2024-10-14
7.0.2 1.6.23 2024-01-29`),
	files: () => [
		['values.yaml', VALUES],
		['README.md', '# memcached\n\nA cache.\n'],
		helpers(NAME),
		serviceAccount(NAME),
		[
			'templates/deployment.yaml',
			`{{- if not (has .Values.architecture (list "standalone" "high-availability")) }}
{{- fail "Invalid architecture selected. Valid values are \\"standalone\\" and \\"high-availability\\"." }}
{{- end }}
${head(NAME, 'apps/v1', '{{ eq .Values.architecture "standalone" | ternary "Deployment" "StatefulSet" }}')}spec:
  replicas: {{ .Values.replicaCount }}
  {{- if ne .Values.architecture "standalone" }}
  serviceName: ${fullname(NAME)}
  {{- end }}
  selector:
    matchLabels:
      {{- include "${NAME}.selectorLabels" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "${NAME}.labels" . | nindent 8 }}
    spec:
      serviceAccountName: {{ include "${NAME}.serviceAccountName" . }}
${scheduling()}      containers:
        - name: memcached
          image: {{ include "${NAME}.image" . }}
          imagePullPolicy: {{ .Values.image.pullPolicy | quote }}
          ports:
            - name: memcache
              containerPort: 11211
          livenessProbe:
            tcpSocket:
              port: memcache
          readinessProbe:
            tcpSocket:
              port: memcache
          {{- with .Values.resources }}
          resources: {{- toYaml . | nindent 12 }}
          {{- end }}
`,
		],
		[
			'templates/service.yaml',
			`${head(NAME, 'v1', 'Service')}spec:
  type: {{ .Values.service.type }}
  ports:
    - name: memcache
      port: {{ .Values.service.ports.memcached }}
      targetPort: memcache
  selector:
    {{- include "${NAME}.selectorLabels" . | nindent 4 }}
`,
		],
		[
			'templates/NOTES.txt',
			`Memcached listens at ${fullname(NAME)}.{{ .Release.Namespace }}.svc.cluster.local:{{ .Values.service.ports.memcached }}\n`,
		],
	],
};
