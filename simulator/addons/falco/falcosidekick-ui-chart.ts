import { type ChartText, fullname, scheduling } from '../charts/chart-source.ts';
import { headOf, NAME, securityContexts } from './falcosidekick-chart-pieces.ts';

export const UI_VALUES = `webui:
  enabled: false
  replicaCount: 2
  loglevel: "info"
  # How long an event is kept: 24h, 7d; 0 is for ever.
  ttl: 0
  user: "admin:admin"
  disableauth: false
  existingSecret: ""
  allowcors: false
  image:
    registry: docker.io
    repository: falcosecurity/falcosidekick-ui
    tag: "2.2.0"
    pullPolicy: IfNotPresent
  initContainer:
    image:
      registry: docker.io
      repository: redis/redis-stack
      tag: "7.2.0-v11"
    securityContext: {}
    resources: {}
  podSecurityContext:
    runAsUser: 1234
    fsGroup: 1234
  securityContext: {}
  priorityClassName: ""
  podLabels: {}
  podAnnotations: {}
  service:
    type: ClusterIP
    port: 2802
    nodePort: 30282
    targetPort: 2802
    annotations: {}
  resources: {}
  nodeSelector: {}
  tolerations: []
  affinity: {}
  externalRedis:
    enabled: false
    url: ""
    password: ""
    port: 6379
  redis:
    enabled: true
    image:
      registry: docker.io
      repository: redis/redis-stack
      tag: "7.2.0-v11"
      pullPolicy: IfNotPresent
    existingSecret: ""
    password: ""
    podLabels: {}
    podAnnotations: {}
    # Needs a StorageClass.
    storageEnabled: true
    storageSize: "1Gi"
    storageClass: ""
    service:
      type: ClusterIP
      port: 6379
      targetPort: 6379
      annotations: {}
    podSecurityContext: {}
    securityContext: {}
    resources: {}
    nodeSelector: {}
    tolerations: []
    affinity: {}
`;

function whenOn(text: string, condition = '.Values.webui.enabled'): string {
	return `{{- if ${condition} }}\n${text}{{- end }}\n`;
}

const WITH_REDIS = 'and .Values.webui.enabled .Values.webui.redis.enabled';
const REDIS_NAME = fullname(NAME, '-ui-redis');

const CONFIG_MAP = whenOn(`${headOf('v1', 'ConfigMap', '-ui-redis', 'ui-redis')}data:
  ping-redis.sh: |-
    #!/bin/bash
    {{- if .Values.webui.redis.enabled }}
    server=(-h ${REDIS_NAME} -p 6379)
    {{- else }}
    server=(-h {{ .Values.webui.externalRedis.url }} -p {{ .Values.webui.externalRedis.port }})
    {{- end }}
    [ -z "$REDIS_PASSWORD" ] || server+=(-a "$REDIS_PASSWORD")
    for attempt in 1 2 3 4 5 6 7 8 9 10; do
      [ "$(timeout 30 redis-cli "\${server[@]}" ping)" != PONG ] || exit 0
      sleep 3
    done
    exit 1
`);

const SECRETS = whenOn(`${headOf('v1', 'Secret', '-ui', 'ui')}type: Opaque
data:
  {{- with .Values.webui.user }}
  FALCOSIDEKICK_UI_USER: {{ . | b64enc | quote }}
  {{- end }}
  {{- with .Values.webui.redis.password }}
  FALCOSIDEKICK_UI_REDIS_PASSWORD: {{ . | b64enc | quote }}
  REDIS_PASSWORD: {{ . | b64enc | quote }}
  {{- end }}
{{- if not .Values.webui.redis.existingSecret }}
---
${headOf('v1', 'Secret', '-ui-redis', 'ui')}type: Opaque
data:
  {{- with .Values.webui.redis.password }}
  REDIS_ARGS: {{ printf "--requirepass %s" . | b64enc | quote }}
  REDIS_PASSWORD: {{ . | b64enc | quote }}
  {{- end }}
{{- end }}
`);

const RIGHTS = whenOn(`${headOf('v1', 'ServiceAccount', '-ui', 'ui')}---
${headOf('rbac.authorization.k8s.io/v1', 'Role', '-ui', 'ui')}rules: []
---
${headOf('rbac.authorization.k8s.io/v1', 'RoleBinding', '-ui', 'ui')}roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: ${fullname(NAME, '-ui')}
subjects:
  - kind: ServiceAccount
    name: ${fullname(NAME, '-ui')}
    namespace: {{ .Release.Namespace }}
`);

function annotations(values: string): string {
	return `  {{- with ${values}.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
`;
}

const SERVICES =
	whenOn(`${headOf('v1', 'Service', '-ui', 'ui')}${annotations('.Values.webui.service')}spec:
  type: {{ .Values.webui.service.type }}
  ports:
    - name: http
      port: {{ .Values.webui.service.port }}
      {{- if eq .Values.webui.service.type "NodePort" }}
      nodePort: {{ .Values.webui.service.nodePort }}
      {{- end }}
      targetPort: {{ .Values.webui.service.targetPort }}
      protocol: TCP
  selector:
    {{- include "${NAME}.selectorLabels" . | nindent 4 }}
    app.kubernetes.io/component: ui
`) +
	whenOn(
		`---
${headOf('v1', 'Service', '-ui-redis', 'ui')}${annotations('.Values.webui.redis.service')}spec:
  type: {{ .Values.webui.redis.service.type }}
  ports:
    - name: redis
      port: {{ .Values.webui.redis.service.port }}
      targetPort: {{ .Values.webui.redis.service.targetPort }}
      protocol: TCP
  selector:
    {{- include "${NAME}.selectorLabels" . | nindent 4 }}
    app.kubernetes.io/component: ui-redis
`,
		WITH_REDIS,
	);

/** Selector, labels and annotations of the Pods of a component. */
function podsOf(component: string, values: string): string {
	return `  selector:
    matchLabels:
      {{- include "${NAME}.selectorLabels" . | nindent 6 }}
      app.kubernetes.io/component: ${component}
  template:
    metadata:
      labels:
        {{- include "${NAME}.labels" . | nindent 8 }}
        app.kubernetes.io/component: ${component}
        {{- with ${values}.podLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- with ${values}.podAnnotations }}
      annotations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
`;
}

function image(values: string): string {
	return `"{{ ${values}.registry }}/{{ ${values}.repository }}:{{ ${values}.tag }}"`;
}

function resources(values: string): string {
	return `          {{- with ${values}.resources }}
          resources:
            {{- toYaml . | nindent 12 }}
          {{- end }}
`;
}

const ENVIRONMENT = `          envFrom:
            - secretRef:
                name: ${fullname(NAME, '-ui')}
            {{- with .Values.webui.existingSecret }}
            - secretRef:
                name: {{ . }}
            {{- end }}
`;

function probe(kind: string): string {
	return `          ${kind}:
            httpGet:
              path: /api/v1/healthz
              port: http
            initialDelaySeconds: 10
            periodSeconds: 5
`;
}

const DEPLOYMENT = whenOn(`{{- if eq .Values.webui.redis.enabled .Values.webui.externalRedis.enabled }}
{{- fail "the UI needs one Redis: its own (webui.redis.enabled) or another (webui.externalRedis.enabled)" }}
{{- end }}
${headOf('apps/v1', 'Deployment', '-ui', 'ui')}spec:
  replicas: {{ .Values.webui.replicaCount }}
${podsOf('ui', '.Values.webui')}    spec:
      serviceAccountName: ${fullname(NAME, '-ui')}
      {{- with .Values.webui.priorityClassName }}
      priorityClassName: {{ . | quote }}
      {{- end }}
${securityContexts('.Values.webui.podSecurityContext', 6)}      initContainers:
        - name: wait-redis
          image: ${image('.Values.webui.initContainer.image')}
          command: ["sh", "-c", "/scripts/ping-redis.sh"]
${resources('.Values.webui.initContainer')}${securityContexts('.Values.webui.initContainer.securityContext', 10)}${ENVIRONMENT}          volumeMounts:
            - name: scripts
              mountPath: /scripts/ping-redis.sh
              subPath: ping-redis.sh
      containers:
        - name: {{ .Chart.Name }}-ui
          image: ${image('.Values.webui.image')}
          imagePullPolicy: {{ .Values.webui.image.pullPolicy }}
${ENVIRONMENT}          args:
            - "-r"
            {{- if .Values.webui.redis.enabled }}
            - "${REDIS_NAME}:{{ .Values.webui.redis.service.port }}"
            {{- else }}
            - "{{ .Values.webui.externalRedis.url }}:{{ .Values.webui.externalRedis.port }}"
            {{- end }}
            {{- with .Values.webui.ttl }}
            - "-t"
            - {{ . | quote }}
            {{- end }}
            {{- with .Values.webui.loglevel }}
            - "-l"
            - {{ . }}
            {{- end }}
            {{- if .Values.webui.allowcors }}
            - "-x"
            {{- end }}
            {{- if .Values.webui.disableauth }}
            - "-d"
            {{- end }}
          ports:
            - name: http
              containerPort: 2802
              protocol: TCP
${probe('livenessProbe')}${probe('readinessProbe')}${securityContexts('.Values.webui.securityContext', 10)}${resources('.Values.webui')}${scheduling('.Values.webui')}      volumes:
        - name: scripts
          configMap:
            name: ${REDIS_NAME}
            defaultMode: 0555
            items:
              - key: ping-redis.sh
                path: ping-redis.sh
`);

function redisProbe(kind: string): string {
	return `          ${kind}:
            tcpSocket:
              port: 6379
            initialDelaySeconds: 5
            periodSeconds: 5
            timeoutSeconds: 2
            successThreshold: 1
            failureThreshold: 3
`;
}

const STATEFUL_SET = whenOn(
	`${headOf('apps/v1', 'StatefulSet', '-ui-redis', 'ui-redis')}spec:
  replicas: 1
  serviceName: ${REDIS_NAME}
${podsOf('ui-redis', '.Values.webui.redis')}    spec:
      serviceAccountName: ${fullname(NAME, '-ui')}
${securityContexts('.Values.webui.redis.podSecurityContext', 6)}      containers:
        - name: redis
          image: ${image('.Values.webui.redis.image')}
          imagePullPolicy: {{ .Values.webui.redis.image.pullPolicy }}
          {{- if .Values.webui.redis.password }}
          envFrom:
            - secretRef:
                name: {{ .Values.webui.redis.existingSecret | default (print (include "${NAME}.fullname" .) "-ui-redis") }}
          {{- end }}
          args: []
          ports:
            - name: redis
              containerPort: 6379
              protocol: TCP
${redisProbe('livenessProbe')}${redisProbe('readinessProbe')}${securityContexts('.Values.webui.redis.securityContext', 10)}          {{- if .Values.webui.redis.storageEnabled }}
          volumeMounts:
            - name: ${REDIS_NAME}-data
              mountPath: /data
          {{- end }}
${resources('.Values.webui.redis')}${scheduling('.Values.webui.redis')}  {{- if .Values.webui.redis.storageEnabled }}
  volumeClaimTemplates:
    - apiVersion: v1
      kind: PersistentVolumeClaim
      metadata:
        name: ${REDIS_NAME}-data
      spec:
        accessModes: ["ReadWriteOnce"]
        resources:
          requests:
            storage: {{ .Values.webui.redis.storageSize }}
        {{- with .Values.webui.redis.storageClass }}
        storageClassName: {{ . }}
        {{- end }}
  {{- end }}
`,
	WITH_REDIS,
);

export const UI_FILES: readonly ChartText[] = [
	['templates/configmap-ui.yaml', CONFIG_MAP],
	['templates/secrets-ui.yaml', SECRETS],
	['templates/rbac-ui.yaml', RIGHTS],
	['templates/service-ui.yaml', SERVICES],
	['templates/deployment-ui.yaml', DEPLOYMENT],
	['templates/statefulset-ui-redis.yaml', STATEFUL_SET],
];
