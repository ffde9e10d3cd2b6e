import { type ChartSource, fullname, head, helpers, releases, scheduling, serviceAccount } from './chart-source.ts';

/** The example of Helm's own documentation. */
export const HELLO_WORLD_CHART: ChartSource = {
	name: 'hello-world',
	description: 'A Helm chart for Kubernetes',
	home: 'https://github.com/helm/examples',
	keywords: [],
	versions: releases('0.1.0 1.16.0 2023-08-10'),
	files: () => [
		[
			'values.yaml',
			`replicaCount: 1

image:
  registry: ""
  repository: nginx
  pullPolicy: IfNotPresent
  tag: ""

nameOverride: ""
fullnameOverride: ""

serviceAccount:
  create: true
  name: ""
  annotations: {}

service:
  type: ClusterIP
  port: 80
`,
		],
		helpers('hello-world'),
		serviceAccount('hello-world'),
		[
			'templates/deployment.yaml',
			`${head('hello-world', 'apps/v1', 'Deployment')}spec:
  replicas: {{ .Values.replicaCount }}
  selector:
    matchLabels:
      {{- include "hello-world.selectorLabels" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "hello-world.selectorLabels" . | nindent 8 }}
    spec:
      serviceAccountName: {{ include "hello-world.serviceAccountName" . }}
      containers:
        - name: {{ .Chart.Name }}
          image: {{ include "hello-world.image" . | quote }}
          imagePullPolicy: {{ .Values.image.pullPolicy }}
          ports:
            - name: http
              containerPort: 80
              protocol: TCP
          livenessProbe:
            httpGet:
              path: /
              port: http
          readinessProbe:
            httpGet:
              path: /
              port: http
`,
		],
		[
			'templates/service.yaml',
			`${head('hello-world', 'v1', 'Service')}spec:
  type: {{ .Values.service.type }}
  ports:
    - port: {{ .Values.service.port }}
      targetPort: http
      protocol: TCP
      name: http
  selector:
    {{- include "hello-world.selectorLabels" . | nindent 4 }}
`,
		],
		[
			'templates/NOTES.txt',
			`1. Get the application URL by running these commands:
  export POD_NAME=$(kubectl get pods --namespace {{ .Release.Namespace }} -l "app.kubernetes.io/name={{ include "hello-world.name" . }},app.kubernetes.io/instance={{ .Release.Name }}" -o jsonpath="{.items[0].metadata.name}")
  echo "Visit http://127.0.0.1:8080 to use your application"
  kubectl --namespace {{ .Release.Namespace }} port-forward $POD_NAME 8080:80
`,
		],
	],
};

const NFS = 'nfs-subdir-external-provisioner';

/** Its image is no program of this world: its Pod waits for it. */
export const NFS_PROVISIONER_CHART: ChartSource = {
	name: NFS,
	description: 'nfs-subdir-external-provisioner makes volumes in directories of an NFS server that is there already.',
	home: 'https://github.com/kubernetes-sigs/nfs-subdir-external-provisioner',
	keywords: ['nfs', 'storage', 'provisioner'],
	versions: releases(`
4.0.18 4.0.2 2023-03-13
4.0.17 4.0.2 2022-08-11`),
	files: () => [
		[
			'values.yaml',
			`replicaCount: 1

image:
  registry: ""
  repository: registry.k8s.io/sig-storage/nfs-subdir-external-provisioner
  tag: v4.0.2
  pullPolicy: IfNotPresent

nameOverride: ""
fullnameOverride: ""

nfs:
  server:
  path: /nfs-storage
  mountOptions:

storageClass:
  create: true
  defaultClass: false
  name: nfs-client
  allowVolumeExpansion: true
  reclaimPolicy: Delete
  archiveOnDelete: true
  accessModes: ReadWriteOnce
  annotations: {}

serviceAccount:
  create: true
  annotations: {}
  name:

resources: {}
nodeSelector: {}
tolerations: []
affinity: {}
`,
		],
		['README.md', `# ${NFS}\n\nSet \`nfs.server\` and \`nfs.path\`.\n`],
		helpers(NFS),
		serviceAccount(NFS),
		[
			'templates/storageclass.yaml',
			`{{- if .Values.storageClass.create }}
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: {{ .Values.storageClass.name }}
  labels:
    {{- include "${NFS}.labels" . | nindent 4 }}
  annotations:
    {{- if .Values.storageClass.defaultClass }}
    storageclass.kubernetes.io/is-default-class: "true"
    {{- end }}
    {{- with .Values.storageClass.annotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
provisioner: cluster.local/${fullname(NFS)}
allowVolumeExpansion: {{ .Values.storageClass.allowVolumeExpansion }}
reclaimPolicy: {{ .Values.storageClass.reclaimPolicy }}
parameters:
  archiveOnDelete: {{ .Values.storageClass.archiveOnDelete | quote }}
{{- end }}
`,
		],
		[
			'templates/rbac.yaml',
			`apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: ${fullname(NFS, '-runner')}
  labels:
    {{- include "${NFS}.labels" . | nindent 4 }}
rules:
  - apiGroups: [""]
    resources: ["nodes"]
    verbs: ["get", "list", "watch"]
  - apiGroups: [""]
    resources: ["persistentvolumes"]
    verbs: ["get", "list", "watch", "create", "delete"]
  - apiGroups: [""]
    resources: ["persistentvolumeclaims"]
    verbs: ["get", "list", "watch", "update"]
  - apiGroups: ["storage.k8s.io"]
    resources: ["storageclasses"]
    verbs: ["get", "list", "watch"]
  - apiGroups: [""]
    resources: ["events"]
    verbs: ["create", "update", "patch"]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: run-${fullname(NFS)}
  labels:
    {{- include "${NFS}.labels" . | nindent 4 }}
subjects:
  - kind: ServiceAccount
    name: {{ include "${NFS}.serviceAccountName" . }}
    namespace: {{ .Release.Namespace }}
roleRef:
  kind: ClusterRole
  name: ${fullname(NFS, '-runner')}
  apiGroup: rbac.authorization.k8s.io
`,
		],
		[
			'templates/deployment.yaml',
			`${head(NFS, 'apps/v1', 'Deployment')}spec:
  replicas: {{ .Values.replicaCount }}
  strategy:
    type: Recreate
  selector:
    matchLabels:
      {{- include "${NFS}.selectorLabels" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "${NFS}.selectorLabels" . | nindent 8 }}
    spec:
      serviceAccountName: {{ include "${NFS}.serviceAccountName" . }}
${scheduling()}      containers:
        - name: ${NFS}
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"
          imagePullPolicy: {{ .Values.image.pullPolicy }}
          env:
            - name: PROVISIONER_NAME
              value: cluster.local/${fullname(NFS)}
            - name: NFS_SERVER
              value: {{ required "nfs.server is required" .Values.nfs.server }}
            - name: NFS_PATH
              value: {{ .Values.nfs.path }}
          {{- with .Values.resources }}
          resources:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          volumeMounts:
            - name: nfs-subdir-external-provisioner-root
              mountPath: /persistentvolumes
      volumes:
        - name: nfs-subdir-external-provisioner-root
          nfs:
            server: {{ .Values.nfs.server }}
            path: {{ .Values.nfs.path }}
`,
		],
	],
};
