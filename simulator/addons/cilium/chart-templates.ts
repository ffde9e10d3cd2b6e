// Templates of the chart's parts. The names, labels and settings that exercises look at are the public chart's.

const SERVICE_HOST = `        {{- if .Values.k8sServiceHost }}
        - name: KUBERNETES_SERVICE_HOST
          value: {{ .Values.k8sServiceHost | quote }}
        {{- end }}
        {{- if .Values.k8sServicePort }}
        - name: KUBERNETES_SERVICE_PORT
          value: {{ .Values.k8sServicePort | quote }}
        {{- end }}
`;

const NODE_ENV = `        - name: K8S_NODE_NAME
          valueFrom:
            fieldRef:
              apiVersion: v1
              fieldPath: spec.nodeName
        - name: CILIUM_K8S_NAMESPACE
          valueFrom:
            fieldRef:
              apiVersion: v1
              fieldPath: metadata.namespace
`;

const IMAGE = `{{ .Values.image.override | default (printf "%s:%s" .Values.image.repository .Values.image.tag) | quote }}`;

function initContainer(name: string, command: string, mounts: string, more = ''): string {
	return `      - name: ${name}
        image: ${IMAGE}
        imagePullPolicy: {{ .Values.image.pullPolicy }}
        command:
${command}${more}        volumeMounts:
${mounts}`;
}

function mount(name: string, path: string): string {
	return `        - name: ${name}\n          mountPath: ${path}\n`;
}

function probe(kind: string, failures: number, seconds: number): string {
	return `        ${kind}:
          httpGet:
            host: 127.0.0.1
            path: /healthz
            port: 9879
            scheme: HTTP
            httpHeaders:
            - name: brief
              value: "true"
          failureThreshold: ${failures}
          periodSeconds: ${seconds}
          successThreshold: 1
`;
}

const HOST_PATHS: readonly (readonly [string, string, string])[] = [
	['cilium-run', '/var/run/cilium', 'DirectoryOrCreate'],
	['bpf-maps', '/sys/fs/bpf', 'DirectoryOrCreate'],
	['hostproc', '/proc', 'Directory'],
	['cilium-cgroup', '/run/cilium/cgroupv2', 'DirectoryOrCreate'],
	['cni-path', '{{ .Values.cni.binPath }}', 'DirectoryOrCreate'],
	['etc-cni-netd', '{{ .Values.cni.confPath }}', 'DirectoryOrCreate'],
	['lib-modules', '/lib/modules', ''],
	['xtables-lock', '/run/xtables.lock', 'FileOrCreate'],
	['envoy-sockets', '/var/run/cilium/envoy/sockets', 'DirectoryOrCreate'],
];

const VOLUMES = HOST_PATHS.map(
	([name, path, type]) =>
		`      - name: ${name}\n        hostPath:\n          path: ${path}\n${type === '' ? '' : `          type: ${type}\n`}`,
).join('');

export const AGENT_TEMPLATE = `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: cilium
  namespace: {{ .Release.Namespace }}
  labels:
    k8s-app: cilium
    app.kubernetes.io/part-of: cilium
    app.kubernetes.io/name: cilium-agent
spec:
  selector:
    matchLabels:
      k8s-app: cilium
  updateStrategy: {{- toYaml .Values.updateStrategy | nindent 4 }}
  template:
    metadata:
      annotations:
        {{- if .Values.rollOutCiliumPods }}
        cilium.io/cilium-configmap-checksum: {{ include (print $.Template.BasePath "/cilium-configmap.yaml") . | sha256sum | quote }}
        {{- end }}
        kubectl.kubernetes.io/default-container: cilium-agent
        {{- with .Values.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      labels:
        k8s-app: cilium
        app.kubernetes.io/name: cilium-agent
        app.kubernetes.io/part-of: cilium
        {{- with .Values.podLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
      containers:
      - name: cilium-agent
        image: ${IMAGE}
        imagePullPolicy: {{ .Values.image.pullPolicy }}
        command:
        - cilium-agent
        args:
        - --config-dir=/tmp/cilium/config-map
        {{- with .Values.extraArgs }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
${probe('startupProbe', 300, 2)}          initialDelaySeconds: 5
${probe('livenessProbe', 10, 30)}          timeoutSeconds: 5
${probe('readinessProbe', 3, 30)}          timeoutSeconds: 5
        env:
${NODE_ENV}        - name: CILIUM_CLUSTERMESH_CONFIG
          value: /var/lib/cilium/clustermesh/
${SERVICE_HOST}        {{- with .Values.resources }}
        resources: {{- toYaml . | nindent 10 }}
        {{- end }}
        lifecycle:
          preStop:
            exec:
              command:
              - /cni-uninstall.sh
        securityContext:
          seLinuxOptions:
            level: s0
            type: spc_t
          capabilities:
            add: [CHOWN, KILL, NET_ADMIN, NET_RAW, IPC_LOCK, SYS_MODULE, SYS_ADMIN, SYS_RESOURCE, DAC_OVERRIDE, FOWNER, SETGID, SETUID]
            drop: [ALL]
        terminationMessagePolicy: FallbackToLogsOnError
        volumeMounts:
${mount('envoy-sockets', '/var/run/cilium/envoy/sockets')}${mount('cilium-run', '/var/run/cilium')}${mount('etc-cni-netd', '/host/etc/cni/net.d')}${mount('lib-modules', '/lib/modules')}${mount('xtables-lock', '/run/xtables.lock')}${mount('tmp', '/tmp')}        {{- if and .Values.encryption.enabled (eq .Values.encryption.type "ipsec") }}
${mount('cilium-ipsec-secrets', '{{ .Values.encryption.ipsec.mountPath }}')}        {{- end }}
      initContainers:
${initContainer('config', '        - cilium-dbg\n        - build-config\n', mount('tmp', '/tmp'), `        env:\n${NODE_ENV}${SERVICE_HOST}`)}${initContainer('mount-cgroup', '        - sh\n        - -ec\n        - mkdir -p /run/cilium/cgroupv2\n', mount('hostproc', '/hostproc') + mount('cni-path', '/hostbin'))}${initContainer('apply-sysctl-overwrites', '        - sh\n        - -ec\n        - "true"\n', mount('hostproc', '/hostproc') + mount('cni-path', '/hostbin'))}${initContainer('mount-bpf-fs', '        - /bin/bash\n        - -c\n        - --\n        args:\n        - mount | grep "/sys/fs/bpf type bpf" || true\n', mount('bpf-maps', '/sys/fs/bpf'))}${initContainer('clean-cilium-state', '        - /init-container.sh\n', mount('cilium-cgroup', '/run/cilium/cgroupv2') + mount('cilium-run', '/var/run/cilium'))}${initContainer('install-cni-binaries', '        - /install-plugin.sh\n', mount('cni-path', '/host/opt/cni/bin'))}      restartPolicy: Always
      priorityClassName: {{ default "system-node-critical" .Values.priorityClassName }}
      serviceAccountName: cilium
      automountServiceAccountToken: true
      terminationGracePeriodSeconds: 1
      hostNetwork: true
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
          - labelSelector:
              matchLabels:
                k8s-app: cilium
            topologyKey: kubernetes.io/hostname
      nodeSelector: {{- toYaml .Values.nodeSelector | nindent 8 }}
      tolerations: {{- toYaml .Values.tolerations | nindent 8 }}
      volumes:
      - name: tmp
        emptyDir: {}
${VOLUMES}      {{- if and .Values.encryption.enabled (eq .Values.encryption.type "ipsec") }}
      - name: cilium-ipsec-secrets
        secret:
          secretName: {{ .Values.encryption.ipsec.secretName }}
      {{- end }}
`;

export const ENVOY_TEMPLATE = `{{- if not (eq (toString .Values.envoy.enabled) "false") }}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: cilium-envoy
  namespace: {{ .Release.Namespace }}
---
apiVersion: v1
kind: Service
metadata:
  name: cilium-envoy
  namespace: {{ .Release.Namespace }}
  labels:
    k8s-app: cilium-envoy
    app.kubernetes.io/name: cilium-envoy
    app.kubernetes.io/part-of: cilium
    io.cilium/app: proxy
spec:
  clusterIP: None
  type: ClusterIP
  selector:
    k8s-app: cilium-envoy
  ports:
  - name: envoy-metrics
    port: 9964
    protocol: TCP
    targetPort: envoy-metrics
---
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: cilium-envoy
  namespace: {{ .Release.Namespace }}
  labels:
    k8s-app: cilium-envoy
    app.kubernetes.io/part-of: cilium
    app.kubernetes.io/name: cilium-envoy
    name: cilium-envoy
spec:
  selector:
    matchLabels:
      k8s-app: cilium-envoy
  updateStrategy: {{- toYaml .Values.updateStrategy | nindent 4 }}
  template:
    metadata:
      labels:
        k8s-app: cilium-envoy
        name: cilium-envoy
        app.kubernetes.io/name: cilium-envoy
        app.kubernetes.io/part-of: cilium
    spec:
      containers:
      - name: cilium-envoy
        image: "{{ .Values.envoy.image.repository }}:{{ .Values.envoy.image.tag }}"
        imagePullPolicy: {{ .Values.envoy.image.pullPolicy }}
        command:
        - /usr/bin/cilium-envoy-starter
        args:
        - --
        - -c /var/run/cilium/envoy/bootstrap-config.json
        - --base-id 0
        - --log-level info
        ports:
        - name: envoy-metrics
          containerPort: 9964
          hostPort: 9964
          protocol: TCP
        readinessProbe:
          httpGet:
            host: 127.0.0.1
            path: /healthz
            port: 9878
            scheme: HTTP
          periodSeconds: 30
          timeoutSeconds: 5
        env:
${NODE_ENV}        securityContext:
          capabilities:
            add: [NET_ADMIN, SYS_ADMIN]
            drop: [ALL]
        volumeMounts:
${mount('envoy-sockets', '/var/run/cilium/envoy/sockets')}      restartPolicy: Always
      priorityClassName: system-node-critical
      serviceAccountName: cilium-envoy
      terminationGracePeriodSeconds: 1
      hostNetwork: true
      nodeSelector:
        kubernetes.io/os: linux
      tolerations:
      - operator: Exists
      volumes:
      - name: envoy-sockets
        hostPath:
          path: /var/run/cilium/envoy/sockets
          type: DirectoryOrCreate
{{- end }}
`;

export const OPERATOR_TEMPLATE = `{{- if .Values.operator.enabled }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: cilium-operator
  namespace: {{ .Release.Namespace }}
  labels:
    io.cilium/app: operator
    name: cilium-operator
    app.kubernetes.io/part-of: cilium
    app.kubernetes.io/name: cilium-operator
spec:
  replicas: {{ .Values.operator.replicas }}
  selector:
    matchLabels:
      io.cilium/app: operator
      name: cilium-operator
  strategy:
    rollingUpdate:
      maxSurge: 25%
      maxUnavailable: {{ ternary "100%" "50%" (eq (int .Values.operator.replicas) 1) }}
    type: RollingUpdate
  template:
    metadata:
      annotations:
        prometheus.io/port: "9963"
        prometheus.io/scrape: "true"
      labels:
        io.cilium/app: operator
        name: cilium-operator
        app.kubernetes.io/part-of: cilium
        app.kubernetes.io/name: cilium-operator
    spec:
      containers:
      - name: cilium-operator
        image: "{{ .Values.operator.image.repository }}-generic{{ .Values.operator.image.suffix }}:{{ .Values.operator.image.tag }}"
        imagePullPolicy: {{ .Values.operator.image.pullPolicy }}
        command:
        - cilium-operator-generic
        args:
        - --config-dir=/tmp/cilium/config-map
        - --debug=$(CILIUM_DEBUG)
        env:
${NODE_ENV}        - name: CILIUM_DEBUG
          valueFrom:
            configMapKeyRef:
              key: debug
              name: cilium-config
              optional: true
${SERVICE_HOST}        ports:
        - name: prometheus
          containerPort: 9963
          hostPort: 9963
          protocol: TCP
        livenessProbe:
          httpGet:
            host: 127.0.0.1
            path: /healthz
            port: 9234
            scheme: HTTP
          initialDelaySeconds: 60
          periodSeconds: 10
          timeoutSeconds: 3
        readinessProbe:
          httpGet:
            host: 127.0.0.1
            path: /healthz
            port: 9234
            scheme: HTTP
          initialDelaySeconds: 0
          periodSeconds: 5
          timeoutSeconds: 3
          failureThreshold: 5
        {{- with .Values.operator.resources }}
        resources: {{- toYaml . | nindent 10 }}
        {{- end }}
        terminationMessagePolicy: FallbackToLogsOnError
        volumeMounts:
        - name: cilium-config-path
          mountPath: /tmp/cilium/config-map
          readOnly: true
      hostNetwork: true
      restartPolicy: Always
      priorityClassName: system-cluster-critical
      serviceAccountName: cilium-operator
      automountServiceAccountToken: true
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
          - labelSelector:
              matchLabels:
                io.cilium/app: operator
            topologyKey: kubernetes.io/hostname
      nodeSelector: {{- toYaml .Values.operator.nodeSelector | nindent 8 }}
      tolerations: {{- toYaml .Values.operator.tolerations | nindent 8 }}
      volumes:
      - name: cilium-config-path
        configMap:
          name: cilium-config
{{- end }}
`;
