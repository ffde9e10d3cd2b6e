// Parts of the chart that few installations have.

const NAMESPACE = '{{ .Values.authentication.mutual.spire.install.namespace }}';

export const HUBBLE_TEMPLATE = `{{- if .Values.hubble.enabled }}
apiVersion: v1
kind: Service
metadata:
  name: hubble-peer
  namespace: {{ .Release.Namespace }}
  labels:
    k8s-app: cilium
    app.kubernetes.io/part-of: cilium
    app.kubernetes.io/name: hubble-peer
spec:
  selector:
    k8s-app: cilium
  ports:
  - name: peer-service
    port: 443
    protocol: TCP
    targetPort: 4244
  internalTrafficPolicy: Local
{{- if .Values.hubble.relay.enabled }}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: hubble-relay
  namespace: {{ .Release.Namespace }}
automountServiceAccountToken: false
---
apiVersion: v1
kind: Service
metadata:
  name: hubble-relay
  namespace: {{ .Release.Namespace }}
  labels:
    k8s-app: hubble-relay
    app.kubernetes.io/name: hubble-relay
    app.kubernetes.io/part-of: cilium
spec:
  type: ClusterIP
  selector:
    k8s-app: hubble-relay
  ports:
  - protocol: TCP
    port: 80
    targetPort: grpc
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: hubble-relay
  namespace: {{ .Release.Namespace }}
  labels:
    k8s-app: hubble-relay
    app.kubernetes.io/name: hubble-relay
    app.kubernetes.io/part-of: cilium
spec:
  replicas: {{ .Values.hubble.relay.replicas }}
  selector:
    matchLabels:
      k8s-app: hubble-relay
  template:
    metadata:
      labels:
        k8s-app: hubble-relay
        app.kubernetes.io/name: hubble-relay
        app.kubernetes.io/part-of: cilium
    spec:
      serviceAccountName: hubble-relay
      automountServiceAccountToken: false
      nodeSelector:
        kubernetes.io/os: linux
      containers:
      - name: hubble-relay
        image: "{{ .Values.hubble.relay.image.repository }}:{{ .Values.hubble.relay.image.tag }}"
        imagePullPolicy: IfNotPresent
        command:
        - hubble-relay
        args:
        - serve
        ports:
        - name: grpc
          containerPort: 4245
{{- end }}
{{- if .Values.hubble.ui.enabled }}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: hubble-ui
  namespace: {{ .Release.Namespace }}
---
apiVersion: v1
kind: Service
metadata:
  name: hubble-ui
  namespace: {{ .Release.Namespace }}
  labels:
    k8s-app: hubble-ui
    app.kubernetes.io/name: hubble-ui
    app.kubernetes.io/part-of: cilium
spec:
  type: {{ .Values.hubble.ui.service.type }}
  selector:
    k8s-app: hubble-ui
  ports:
  - name: http
    port: 80
    targetPort: 8081
    {{- if eq .Values.hubble.ui.service.type "NodePort" }}
    nodePort: {{ .Values.hubble.ui.service.nodePort }}
    {{- end }}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: hubble-ui
  namespace: {{ .Release.Namespace }}
  labels:
    k8s-app: hubble-ui
    app.kubernetes.io/name: hubble-ui
    app.kubernetes.io/part-of: cilium
spec:
  replicas: {{ .Values.hubble.ui.replicas }}
  selector:
    matchLabels:
      k8s-app: hubble-ui
  template:
    metadata:
      labels:
        k8s-app: hubble-ui
        app.kubernetes.io/name: hubble-ui
        app.kubernetes.io/part-of: cilium
    spec:
      serviceAccountName: hubble-ui
      nodeSelector:
        kubernetes.io/os: linux
      containers:
      - name: frontend
        image: "{{ .Values.hubble.ui.frontend.image.repository }}:{{ .Values.hubble.ui.frontend.image.tag }}"
        ports:
        - name: http
          containerPort: 8081
      - name: backend
        image: "{{ .Values.hubble.ui.backend.image.repository }}:{{ .Values.hubble.ui.backend.image.tag }}"
        ports:
        - name: grpc
          containerPort: 8090
{{- end }}
{{- end }}
`;

export const SPIRE_TEMPLATE = `{{- if and .Values.authentication.mutual.spire.enabled .Values.authentication.mutual.spire.install.enabled }}
{{- if not .Values.authentication.mutual.spire.install.existingNamespace }}
apiVersion: v1
kind: Namespace
metadata:
  name: ${NAMESPACE}
---
{{- end }}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: spire-server
  namespace: ${NAMESPACE}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: spire-agent
  namespace: ${NAMESPACE}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: spire-server
  namespace: ${NAMESPACE}
data:
  server.conf: |
    server {
      bind_address = "0.0.0.0"
      bind_port = "8081"
      trust_domain = {{ .Values.authentication.mutual.spire.trustDomain | quote }}
    }
---
apiVersion: v1
kind: Service
metadata:
  name: spire-server
  namespace: ${NAMESPACE}
spec:
  type: ClusterIP
  ports:
  - name: grpc
    port: 8081
    targetPort: grpc
    protocol: TCP
  selector:
    app: spire-server
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: spire-server
  namespace: ${NAMESPACE}
  labels:
    app: spire-server
spec:
  replicas: 1
  serviceName: spire-server
  selector:
    matchLabels:
      app: spire-server
  template:
    metadata:
      labels:
        app: spire-server
    spec:
      serviceAccountName: spire-server
      shareProcessNamespace: true
      containers:
      - name: spire-server
        image: "{{ .Values.authentication.mutual.spire.install.server.image.repository }}:{{ .Values.authentication.mutual.spire.install.server.image.tag }}"
        args: ["-config", "/run/spire/config/server.conf"]
        ports:
        - name: grpc
          containerPort: 8081
        volumeMounts:
        - name: spire-config
          mountPath: /run/spire/config
          readOnly: true
        {{- if .Values.authentication.mutual.spire.install.server.dataStorage.enabled }}
        - name: spire-data
          mountPath: /run/spire/data
        {{- end }}
      volumes:
      - name: spire-config
        configMap:
          name: spire-server
  {{- if .Values.authentication.mutual.spire.install.server.dataStorage.enabled }}
  volumeClaimTemplates:
  - metadata:
      name: spire-data
    spec:
      accessModes:
      - {{ .Values.authentication.mutual.spire.install.server.dataStorage.accessMode }}
      resources:
        requests:
          storage: {{ .Values.authentication.mutual.spire.install.server.dataStorage.size }}
      {{- with .Values.authentication.mutual.spire.install.server.dataStorage.storageClass }}
      storageClassName: {{ . }}
      {{- end }}
  {{- end }}
---
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: spire-agent
  namespace: ${NAMESPACE}
  labels:
    app: spire-agent
spec:
  selector:
    matchLabels:
      app: spire-agent
  template:
    metadata:
      labels:
        app: spire-agent
    spec:
      hostPID: true
      hostNetwork: true
      dnsPolicy: ClusterFirstWithHostNet
      serviceAccountName: spire-agent
      tolerations:
      - effect: NoSchedule
        key: node.kubernetes.io/not-ready
      - effect: NoSchedule
        key: node-role.kubernetes.io/control-plane
      containers:
      - name: spire-agent
        image: "{{ .Values.authentication.mutual.spire.install.agent.image.repository }}:{{ .Values.authentication.mutual.spire.install.agent.image.tag }}"
        args: ["-config", "/run/spire/config/agent.conf"]
{{- end }}
`;
