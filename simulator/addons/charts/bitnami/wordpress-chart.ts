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
import { COMMON_CHART } from './common-chart.ts';
import { MARIADB_CHART } from './database-charts.ts';
import { MEMCACHED_CHART } from './memcached-chart.ts';

const BITNAMI = 'https://charts.bitnami.com/bitnami';

const VALUES = `global:
  imageRegistry: ""
  storageClass: ""

nameOverride: ""
fullnameOverride: ""

image:
  registry: docker.io
  repository: bitnami/wordpress
  tag: ""
  pullPolicy: IfNotPresent

wordpressUsername: user
## Made up when it is empty
wordpressPassword: ""
wordpressBlogName: User's Blog!

replicaCount: 1
resources: {}
nodeSelector: {}
affinity: {}
tolerations: []

serviceAccount:
  create: true
  name: ""
  annotations: {}

service:
  type: LoadBalancer
  ports:
    http: 80

ingress:
  enabled: false
  ingressClassName: ""
  hostname: wordpress.local

persistence:
  enabled: true
  storageClass: ""
  accessModes:
    - ReadWriteOnce
  size: 10Gi

## The database that comes along
mariadb:
  enabled: true
  auth:
    rootPassword: ""
    database: bitnami_wordpress
    username: bn_wordpress
    password: ""
  primary:
    persistence:
      enabled: true
      size: 8Gi

## A cache that comes along
memcached:
  enabled: false
  service:
    ports:
      memcached: 11211

## Another one
externalDatabase:
  host: localhost
  port: 3306
  user: bn_wordpress
  password: ""
  database: bitnami_wordpress
`;

const DATABASE_HELPER = `
{{- define "wordpress.databaseHost" -}}
{{- if .Values.mariadb.enabled -}}
{{- printf "%s-mariadb" .Release.Name -}}
{{- else -}}
{{- .Values.externalDatabase.host -}}
{{- end -}}
{{- end -}}
`;

const DEPLOYMENT = `${head('wordpress', 'apps/v1', 'Deployment')}spec:
  replicas: {{ .Values.replicaCount }}
  selector:
    matchLabels:
      {{- include "wordpress.selectorLabels" . | nindent 6 }}
  strategy:
    type: RollingUpdate
  template:
    metadata:
      labels:
        {{- include "wordpress.labels" . | nindent 8 }}
    spec:
      serviceAccountName: {{ include "wordpress.serviceAccountName" . }}
${scheduling()}      containers:
        - name: wordpress
          image: {{ include "wordpress.image" . }}
          imagePullPolicy: {{ .Values.image.pullPolicy | quote }}
          env:
            - name: WORDPRESS_DB_HOST
              value: {{ include "wordpress.databaseHost" . | quote }}
            - name: WORDPRESS_DB_NAME
              value: {{ ternary .Values.mariadb.auth.database .Values.externalDatabase.database .Values.mariadb.enabled | quote }}
            - name: WORDPRESS_DB_USER
              value: {{ ternary .Values.mariadb.auth.username .Values.externalDatabase.user .Values.mariadb.enabled | quote }}
            {{- if .Values.mariadb.enabled }}
            - name: WORDPRESS_DB_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: {{ include "wordpress.databaseHost" . }}
                  key: mariadb-password
            {{- end }}
            - name: WORDPRESS_USERNAME
              value: {{ .Values.wordpressUsername | quote }}
            - name: WORDPRESS_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: ${fullname('wordpress')}
                  key: wordpress-password
          ports:
            - name: http
              containerPort: 80
          readinessProbe:
            httpGet:
              path: /
              port: http
            initialDelaySeconds: 10
          {{- with .Values.resources }}
          resources:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          volumeMounts:
            - name: wordpress-data
              mountPath: /var/www/html
      volumes:
        - name: wordpress-data
          {{- if .Values.persistence.enabled }}
          persistentVolumeClaim:
            claimName: ${fullname('wordpress')}
          {{- else }}
          emptyDir: {}
          {{- end }}
`;

const [HELPERS_PATH, HELPERS_TEXT] = helpers('wordpress');

export const WORDPRESS_CHART: ChartSource = {
	name: 'wordpress',
	description: 'WordPress is the most popular blogging and content management platform.',
	home: 'https://bitnami.com',
	keywords: ['application', 'blog', 'cms', 'http', 'php', 'web', 'wordpress'],
	versions: releases(`
27.0.1 6.8.3 2025-10-15
15.2.5 6.2 2023-05-02`),
	dependencies: [
		{ chart: MEMCACHED_CHART, condition: 'memcached.enabled', range: '7.x.x', repository: BITNAMI },
		{ chart: MARIADB_CHART, condition: 'mariadb.enabled', range: '22.x.x', repository: BITNAMI },
		{ chart: COMMON_CHART, tags: ['bitnami-common'], range: '2.x.x', repository: BITNAMI },
	],
	files: () => [
		['values.yaml', VALUES],
		['README.md', '# wordpress\n\nWordPress with a database.\n'],
		[HELPERS_PATH, HELPERS_TEXT + DATABASE_HELPER],
		serviceAccount('wordpress'),
		[
			'templates/secrets.yaml',
			`${head('wordpress', 'v1', 'Secret')}type: Opaque
data:
  {{- $found := lookup "v1" "Secret" .Release.Namespace (include "wordpress.fullname" .) }}
  wordpress-password: {{ coalesce .Values.wordpressPassword (dig "data" "wordpress-password" "" $found | b64dec) (randAlphaNum 10) | b64enc | quote }}
`,
		],
		['templates/deployment.yaml', DEPLOYMENT],
		[
			'templates/pvc.yaml',
			`{{- if .Values.persistence.enabled }}
${head('wordpress', 'v1', 'PersistentVolumeClaim')}spec:
${claimSpec('.Values.persistence', 2)}{{- end }}
`,
		],
		[
			'templates/svc.yaml',
			`${head('wordpress', 'v1', 'Service')}spec:
  type: {{ .Values.service.type }}
  ports:
    - name: http
      port: {{ .Values.service.ports.http }}
      targetPort: http
  selector:
    {{- include "wordpress.selectorLabels" . | nindent 4 }}
`,
		],
		[
			'templates/NOTES.txt',
			`Your WordPress site can be accessed through the following DNS name from within your cluster:

    ${fullname('wordpress')}.{{ .Release.Namespace }}.svc.cluster.local (port {{ .Values.service.ports.http }})

    echo Username: {{ .Values.wordpressUsername }}
    echo Password: $(kubectl get secret --namespace {{ .Release.Namespace }} ${fullname('wordpress')} -o jsonpath="{.data.wordpress-password}" | base64 -d)
`,
		],
	],
};
