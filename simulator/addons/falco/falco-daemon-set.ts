import { fullname, head, scheduling } from '../charts/chart-source.ts';

const NAME = 'falco';

function probe(name: string): string {
	const values = `.Values.healthChecks.${name}`;
	const numbers = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'failureThreshold'];
	return `          ${name}:
${numbers.map((each) => `            ${each}: {{ ${values}.${each} }}\n`).join('')}            httpGet:
              path: {{ .Values.falco.webserver.k8s_healthz_endpoint }}
              port: {{ .Values.falco.webserver.listen_port }}
`;
}

function hostFolders(pairs: string): string {
	return pairs
		.split(' ')
		.map((pair) => {
			const [name, path] = pair.split('=');
			return `        - name: ${name}\n          hostPath:\n            path: ${path}\n`;
		})
		.join('');
}

function falcoctl(verb: 'install' | 'follow'): string {
	return `        - name: falcoctl-artifact-${verb}
          image: {{ printf "%s/%s:%s" .Values.falcoctl.image.registry .Values.falcoctl.image.repository .Values.falcoctl.image.tag }}
          imagePullPolicy: {{ .Values.falcoctl.image.pullPolicy }}
          args:
            - artifact
            - ${verb}
            {{- toYaml .Values.falcoctl.artifact.${verb}.args | nindent 12 }}
          volumeMounts:
            - name: plugins-install-dir
              mountPath: /plugins
            - name: rulesfiles-install-dir
              mountPath: /rulesfiles
            - name: falcoctl-config-volume
              mountPath: /etc/falcoctl
`;
}

const FALCO_CONTAINER = `        - name: {{ .Chart.Name }}
          image: {{ include "falco.image" . }}
          imagePullPolicy: {{ .Values.image.pullPolicy }}
          resources:
            {{- toYaml .Values.resources | nindent 12 }}
          securityContext:
            {{- if .Values.containerSecurityContext }}
            {{- toYaml .Values.containerSecurityContext | nindent 12 }}
            {{- else if and (eq .Values.driver.kind "modern_ebpf") .Values.driver.modernEbpf.leastPrivileged }}
            capabilities:
              add: [BPF, SYS_RESOURCE, PERFMON, SYS_PTRACE]
            {{- else }}
            privileged: true
            {{- end }}
          args:
            - /usr/bin/falco
            {{- with .Values.extra.args }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
          env:
            - name: HOST_ROOT
              value: /host
            {{- if .Values.falcoHostnameEnv }}
            - name: FALCO_HOSTNAME
              valueFrom:
                fieldRef:
                  fieldPath: spec.nodeName
            {{- end }}
            - name: FALCO_K8S_NODE_NAME
              valueFrom:
                fieldRef:
                  fieldPath: spec.nodeName
            {{- with .Values.extra.env }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
          tty: {{ .Values.tty }}
          {{- if .Values.falco.webserver.enabled }}
          ports:
            - name: web
              containerPort: {{ .Values.falco.webserver.listen_port }}
              protocol: TCP
${['startupProbe', 'livenessProbe', 'readinessProbe'].map(probe).join('')}          {{- end }}
          volumeMounts:
            - mountPath: /host/run/containerd/
              name: containerd-socket
            - mountPath: /etc/falco
              name: rulesfiles-install-dir
            - mountPath: /usr/share/falco/plugins
              name: plugins-install-dir
            {{- if and .Values.driver.enabled .Values.driver.loader.enabled (ne .Values.driver.kind "modern_ebpf") }}
            - mountPath: /etc/falco/config.d
              name: specialized-falco-configs
            {{- end }}
            - mountPath: /root/.falco
              name: root-falco-fs
            - mountPath: /host/proc
              name: proc-fs
            - mountPath: /host/etc
              name: etc-fs
              readOnly: true
            - mountPath: /host/dev
              name: dev-fs
              readOnly: true
            - mountPath: /etc/falco/falco.yaml
              name: falco-yaml
              subPath: falco.yaml
            {{- if .Values.customRules }}
            - mountPath: /etc/falco/rules.d
              name: rules-volume
            {{- end }}
            {{- with .Values.mounts.volumeMounts }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
`;

const DRIVER_LOADER = `        {{- if and .Values.driver.enabled .Values.driver.loader.enabled (ne .Values.driver.kind "modern_ebpf") }}
        - name: {{ .Chart.Name }}-driver-loader
          {{- $loader := .Values.driver.loader.initContainer.image }}
          image: {{ printf "%s/%s:%s" $loader.registry $loader.repository ($loader.tag | default .Chart.AppVersion) }}
          imagePullPolicy: {{ $loader.pullPolicy }}
          args:
            - {{ .Values.driver.kind }}
          securityContext:
            privileged: true
          volumeMounts:
            - mountPath: /root/.falco
              name: root-falco-fs
            - mountPath: /host/proc
              name: proc-fs
              readOnly: true
            - mountPath: /host/etc
              name: etc-fs
              readOnly: true
            - mountPath: /etc/falco/config.d
              name: specialized-falco-configs
          env:
            - name: HOST_ROOT
              value: /host
        {{- end }}
`;

/** The template of the DaemonSet in the chart of Falco. */
export const FALCO_DAEMON_SET = `${head(NAME, 'apps/v1', 'DaemonSet')}  {{- with .Values.controller.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  selector:
    matchLabels:
      {{- include "falco.selectorLabels" . | nindent 6 }}
  updateStrategy:
    type: RollingUpdate
  template:
    metadata:
      name: ${fullname(NAME)}
      labels:
        {{- include "falco.selectorLabels" . | nindent 8 }}
        {{- with .Values.podLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      annotations:
        checksum/config: {{ include (print $.Template.BasePath "/configmap.yaml") . | sha256sum }}
        checksum/rules: {{ include (print $.Template.BasePath "/rules-configmap.yaml") . | sha256sum }}
        {{- with .Values.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
      serviceAccountName: {{ include "falco.serviceAccountName" . }}
      {{- with .Values.podPriorityClassName }}
      priorityClassName: {{ . }}
      {{- end }}
      {{- with .Values.podSecurityContext }}
      securityContext:
        {{- toYaml . | nindent 8 }}
      {{- end }}
${scheduling()}      containers:
${FALCO_CONTAINER}        {{- if .Values.falcoctl.artifact.follow.enabled }}
${falcoctl('follow')}        {{- end }}
      initContainers:
        {{- with .Values.extra.initContainers }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
${DRIVER_LOADER}        {{- if .Values.falcoctl.artifact.install.enabled }}
${falcoctl('install')}        {{- end }}
      volumes:
        - name: specialized-falco-configs
          emptyDir: {}
        - name: plugins-install-dir
          emptyDir: {}
        - name: rulesfiles-install-dir
          emptyDir: {}
        - name: root-falco-fs
          emptyDir: {}
${hostFolders('containerd-socket=/run/containerd etc-fs=/etc dev-fs=/dev proc-fs=/proc')}        - name: falcoctl-config-volume
          configMap:
            name: ${fullname(NAME, '-falcoctl')}
            items:
              - key: falcoctl.yaml
                path: falcoctl.yaml
        - name: falco-yaml
          configMap:
            name: ${fullname(NAME)}
            items:
              - key: falco.yaml
                path: falco.yaml
        {{- if .Values.customRules }}
        - name: rules-volume
          configMap:
            name: ${fullname(NAME, '-rules')}
        {{- end }}
        {{- with .Values.mounts.volumes }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
`;
