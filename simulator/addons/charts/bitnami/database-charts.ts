import {
	type ChartRelease,
	type ChartSource,
	claimSpec,
	fullname,
	head,
	helpers,
	releases,
	scheduling,
	serviceAccount,
} from '../chart-source.ts';

/** What differs between the charts of databases that have one primary. */
interface Database {
	readonly name: string;
	readonly description: string;
	readonly keywords: readonly string[];
	readonly versions: readonly ChartRelease[];
	readonly port: number;
	/** The name of the port. */
	readonly portName: string;
	readonly dataPath: string;
	/** Keys of the Secret and the environment variables that they become, with the values that give them. */
	readonly passwords: readonly { readonly key: string; readonly variable: string; readonly value: string }[];
	/** Further environment, as YAML. */
	readonly environment: string;
	/** Values under `auth`. */
	readonly auth: string;
	/** A command that says whether it is ready. */
	readonly ready: string;
	/** How a user gets in. */
	readonly connect: string;
}

function values(database: Database): string {
	return `global:
  imageRegistry: ""
  storageClass: ""

nameOverride: ""
fullnameOverride: ""

image:
  registry: docker.io
  repository: bitnami/${database.name}
  tag: ""
  pullPolicy: IfNotPresent

## Users and passwords. Passwords that are empty are made up.
auth:
${database.auth}  ## A Secret with the passwords
  existingSecret: ""

serviceAccount:
  create: true
  name: ""
  annotations: {}

primary:
  podAnnotations: {}
  podLabels: {}
  resources: {}
  nodeSelector: {}
  affinity: {}
  tolerations: []
  extraEnvVars: []
  initdbScripts: {}
  service:
    type: ClusterIP
    port: ${database.port}
    nodePort: ""
  persistence:
    enabled: true
    storageClass: ""
    existingClaim: ""
    accessModes:
      - ReadWriteOnce
    size: 8Gi
`;
}

function secret({ name, passwords }: Database): string {
	const lines = passwords.map(
		({
			key,
			value,
		}) => `  {{- $${key.replaceAll('-', '')} := default (index $old ${JSON.stringify(key)} | default "" | b64dec) ${value} }}
  ${key}: {{ default (randAlphaNum 10) $${key.replaceAll('-', '')} | b64enc | quote }}
`,
	);
	return `{{- if not .Values.auth.existingSecret }}
{{- $found := lookup "v1" "Secret" .Release.Namespace (include "${name}.fullname" .) }}
{{- $old := default (dict) $found.data }}
${head(name, 'v1', 'Secret')}type: Opaque
data:
${lines.join('')}{{- end }}
`;
}

function statefulSet(database: Database): string {
	const { name, port, portName, dataPath, passwords, environment, ready } = database;
	const secretName = `{{ default (include "${name}.fullname" .) .Values.auth.existingSecret }}`;
	const secrets = passwords
		.map(
			({ key, variable }) => `            - name: ${variable}
              valueFrom:
                secretKeyRef:
                  name: ${secretName}
                  key: ${key}
`,
		)
		.join('');
	return `${head(name, 'apps/v1', 'StatefulSet', fullname(name), 'primary')}spec:
  replicas: 1
  serviceName: ${fullname(name, '-hl')}
  selector:
    matchLabels:
      {{- include "${name}.selectorLabels" . | nindent 6 }}
      app.kubernetes.io/component: primary
  template:
    metadata:
      labels:
        {{- include "${name}.labels" . | nindent 8 }}
        app.kubernetes.io/component: primary
        {{- with .Values.primary.podLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- with .Values.primary.podAnnotations }}
      annotations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
    spec:
      serviceAccountName: {{ include "${name}.serviceAccountName" . }}
${scheduling('.Values.primary')}      containers:
        - name: ${name}
          image: {{ include "${name}.image" . }}
          imagePullPolicy: {{ .Values.image.pullPolicy | quote }}
          env:
${secrets}${environment}            {{- with .Values.primary.extraEnvVars }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
          ports:
            - name: ${portName}
              containerPort: ${port}
          livenessProbe:
            tcpSocket:
              port: ${portName}
            initialDelaySeconds: 30
            periodSeconds: 10
          readinessProbe:
            exec:
              command:
                - /bin/sh
                - -c
                - ${ready}
            initialDelaySeconds: 5
            periodSeconds: 10
          {{- with .Values.primary.resources }}
          resources:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          volumeMounts:
            - name: data
              mountPath: ${dataPath}
            {{- if .Values.primary.initdbScripts }}
            - name: custom-init-scripts
              mountPath: /docker-entrypoint-initdb.d
            {{- end }}
      {{- if or (not .Values.primary.persistence.enabled) .Values.primary.persistence.existingClaim .Values.primary.initdbScripts }}
      volumes:
        {{- if .Values.primary.initdbScripts }}
        - name: custom-init-scripts
          configMap:
            name: ${fullname(name, '-init-scripts')}
        {{- end }}
        {{- if not .Values.primary.persistence.enabled }}
        - name: data
          emptyDir: {}
        {{- else if .Values.primary.persistence.existingClaim }}
        - name: data
          persistentVolumeClaim:
            claimName: {{ .Values.primary.persistence.existingClaim }}
        {{- end }}
      {{- end }}
  {{- if and .Values.primary.persistence.enabled (not .Values.primary.persistence.existingClaim) }}
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
${claimSpec('.Values.primary.persistence', 8)}  {{- end }}
`;
}

function service({ name, portName }: Database, headless: boolean): string {
	const body = headless
		? '  type: ClusterIP\n  clusterIP: None\n  publishNotReadyAddresses: true\n'
		: '  type: {{ .Values.primary.service.type }}\n';
	const nodePort = headless
		? ''
		: `      {{- with .Values.primary.service.nodePort }}
      nodePort: {{ . }}
      {{- end }}
`;
	return `${head(name, 'v1', 'Service', fullname(name, headless ? '-hl' : ''), 'primary')}spec:
${body}  ports:
    - name: ${portName}
      port: {{ .Values.primary.service.port }}
      targetPort: ${portName}
${nodePort}  selector:
    {{- include "${name}.selectorLabels" . | nindent 4 }}
    app.kubernetes.io/component: primary
`;
}

function databaseChart(database: Database): ChartSource {
	const { name } = database;
	return {
		name,
		description: database.description,
		home: 'https://bitnami.com',
		keywords: database.keywords,
		versions: database.versions,
		files: () => [
			['values.yaml', values(database)],
			['README.md', `# ${name}\n\n${database.description}\n`],
			helpers(name),
			serviceAccount(name),
			['templates/secret.yaml', secret(database)],
			['templates/primary/statefulset.yaml', statefulSet(database)],
			['templates/primary/svc.yaml', service(database, false)],
			['templates/primary/svc-headless.yaml', service(database, true)],
			[
				'templates/primary/initialization-configmap.yaml',
				`{{- if .Values.primary.initdbScripts }}
${head(name, 'v1', 'ConfigMap', fullname(name, '-init-scripts'), 'primary')}data:
  {{- range $file, $text := .Values.primary.initdbScripts }}
  {{ $file }}: |
    {{- tpl $text $ | nindent 4 }}
  {{- end }}
{{- end }}
`,
			],
			[
				'templates/NOTES.txt',
				`CHART NAME: {{ .Chart.Name }}
CHART VERSION: {{ .Chart.Version }}
APP VERSION: {{ .Chart.AppVersion }}

${name} can be reached from within the cluster under this DNS name:

    ${fullname(name)}.{{ .Release.Namespace }}.svc.cluster.local - port {{ .Values.primary.service.port }}

${database.connect}`,
			],
		],
	};
}

const password = (name: string, key: string): string =>
	`$(kubectl get secret --namespace {{ .Release.Namespace }} ${fullname(name)} -o jsonpath="{.data.${key}}" | base64 -d)`;

export const POSTGRESQL_CHART = databaseChart({
	name: 'postgresql',
	description: 'PostgreSQL is an object-relational database known for reliability and data integrity.',
	keywords: ['postgresql', 'postgres', 'database', 'sql', 'replication', 'cluster'],
	versions: releases(`
18.1.4 18.0 2025-11-04
16.7.27 17.6 2025-08-21
15.5.38 16.10 2024-10-16
12.12.10 15.4 2023-09-26`),
	port: 5432,
	portName: 'tcp-postgresql',
	dataPath: '/bitnami/postgresql',
	passwords: [{ key: 'postgres-password', variable: 'POSTGRES_PASSWORD', value: '.Values.auth.postgresPassword' }],
	environment: `            - name: PGDATA
              value: /bitnami/postgresql/data
            - name: POSTGRES_USER
              value: {{ .Values.auth.username | default "postgres" | quote }}
            {{- with .Values.auth.database }}
            - name: POSTGRES_DB
              value: {{ . | quote }}
            {{- end }}
`,
	auth: `  postgresPassword: ""
  username: ""
  database: ""
`,
	ready: 'exec pg_isready -U postgres -h 127.0.0.1 -p 5432',
	connect: `To get the password for "postgres" run:

    export POSTGRES_PASSWORD=${password('postgresql', 'postgres-password')}
`,
});

const mysqlLike = (name: 'mysql' | 'mariadb', title: string, versions: string): ChartSource =>
	databaseChart({
		name,
		description: `${title} is a fast, reliable, scalable and easy to use relational database.`,
		keywords: [name, 'mysql', 'database', 'sql', 'cluster'],
		versions: releases(versions),
		port: 3306,
		portName: 'mysql',
		dataPath: '/var/lib/mysql',
		passwords: [
			{ key: `${name}-root-password`, variable: 'MYSQL_ROOT_PASSWORD', value: '.Values.auth.rootPassword' },
			{ key: `${name}-password`, variable: 'MYSQL_PASSWORD', value: '.Values.auth.password' },
		],
		environment: `            {{- with .Values.auth.username }}
            - name: MYSQL_USER
              value: {{ . | quote }}
            {{- end }}
            {{- with .Values.auth.database }}
            - name: MYSQL_DATABASE
              value: {{ . | quote }}
            {{- end }}
`,
		auth: `  rootPassword: ""
  username: ""
  password: ""
  database: "my_database"
`,
		ready: `${name === 'mysql' ? 'mysqladmin' : 'mariadb-admin'} ping -uroot -p"$MYSQL_ROOT_PASSWORD"`,
		connect: `To get the administrator's password run:

    export MYSQL_ROOT_PASSWORD=${password(name, `${name}-root-password`)}
`,
	});

export const MYSQL_CHART = mysqlLike(
	'mysql',
	'MySQL',
	`
14.0.3 9.5.0 2025-10-28
12.0.1 8.4.7 2024-11-19
9.23.0 8.0.36 2024-02-21`,
);

export const MARIADB_CHART = mysqlLike(
	'mariadb',
	'MariaDB',
	`
22.0.0 11.8.3 2025-08-18
20.4.2 11.4.8 2025-02-20
18.0.6 11.2.6 2024-05-21`,
);
