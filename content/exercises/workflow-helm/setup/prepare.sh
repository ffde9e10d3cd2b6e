# No repository is known to the student's helm: adding one is a part of the work.
PODINFO=https://stefanprodan.github.io/podinfo

mkdir -p /root/front
cat > /root/front/common.yaml <<'YAML'
replicaCount: 2
ui:
  message: welcome
  color: "#0f766e"
resources:
  requests: { cpu: 10m, memory: 32Mi }
YAML
cat > /root/front/prod.yaml <<'YAML'
ui:
  message: welcome to production
resources:
  limits: { memory: 64Mi }
YAML

# A chart that does not install.
mkdir -p /root/shop/templates
cat > /root/shop/Chart.yaml <<'YAML'
apiVersion: v2
name: shop
description: The shop's web page
version: 0.3.0
appVersion: 6.9.2
YAML
cat > /root/shop/values.yaml <<'YAML'
replicas: 2
year: 2026
image:
  repository: ghcr.io/stefanprodan/podinfo
  tag: 6.9.2
resources:
  requests:
    cpu: 10m
    memory: 32Mi
YAML
cat > /root/shop/templates/_helpers.tpl <<'TPL'
{{- define "shop.fullname" -}}
{{ .Release.Name }}-{{ .Chart.Name }}
{{- end }}

{{- define "shop.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}
TPL
cat > /root/shop/templates/deployment.yaml <<'TPL'
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "shop.fullname" . }}
  labels:
    {{- include "shop.labels" . | nindent 4 }}
spec:
  replicas: {{ .Values.replicaCount }}
  selector:
    matchLabels:
      {{- include "shop.labels" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "shop.labels" . | nindent 8 }}
    spec:
      containers:
        - name: web
          image: {{ .Values.image.repository }}:{{ .Values.image.tag }}
          env:
            - name: PODINFO_UI_MESSAGE
              value: {{ .Values.year }}
          ports:
            - containerPort: 9898
          resources:
            {{- toYaml .Values.resources | nindent 10 }}
TPL
cat > /root/shop/templates/service.yaml <<'TPL'
apiVersion: v1
kind: Service
metadata:
  name: {{ include "shop.fullname" . }}
spec:
  selector:
    app.kubernetes.io/name: {{ .Release.Name }}
  ports:
    - port: 80
      targetPort: 9898
TPL
kubectl create namespace shop

# A chart that works, and wants a part more.
mkdir -p /root/portal/templates
cat > /root/portal/Chart.yaml <<'YAML'
apiVersion: v2
name: portal
description: The page that customers log in to
version: 1.0.0
appVersion: "1.27"
YAML
cat > /root/portal/values.yaml <<'YAML'
replicas: 1
image: nginx:1.27
YAML
cat > /root/portal/templates/deployment.yaml <<'TPL'
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
spec:
  replicas: {{ .Values.replicas }}
  selector:
    matchLabels: { app: portal, release: {{ .Release.Name }} }
  template:
    metadata:
      labels: { app: portal, release: {{ .Release.Name }} }
    spec:
      containers:
        - name: web
          image: {{ .Values.image | quote }}
TPL
kubectl create namespace portal

# Two good revisions, and an upgrade whose helm was killed while it waited.
kubectl create namespace pay
helm install pay podinfo --repo $PODINFO --version 6.8.0 -n pay --set replicaCount=2,ui.message='pay in USD' --wait
helm upgrade pay podinfo --repo $PODINFO --version 6.9.0 -n pay --set replicaCount=3,ui.message='pay in KRW' --wait
timeout -s KILL 12 helm upgrade pay podinfo --repo $PODINFO --version 6.9.0 -n pay --reuse-values --set image.tag=6.9.0-rc7 --wait
true
