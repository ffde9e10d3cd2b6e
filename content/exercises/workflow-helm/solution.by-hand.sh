# A file of one's own instead of --set; the templates written anew; the stuck revision's Secret deleted; the chart's archive laid into charts/ by hand.
PODINFO=https://stefanprodan.github.io/podinfo
kubectl create namespace web
cat > mine.yaml <<'YAML'
logLevel: debug
YAML
helm upgrade --install front podinfo --repo $PODINFO --version 6.8.0 -n web -f /root/front/common.yaml -f /root/front/prod.yaml -f mine.yaml

cat > /root/shop/templates/service.yaml <<'TPL'
apiVersion: v1
kind: Service
metadata:
  name: {{ template "shop.fullname" . }}
spec:
  selector:
    app.kubernetes.io/instance: {{ .Release.Name | quote }}
  ports: [{ port: 80, targetPort: 9898 }]
TPL
cat > /root/shop/templates/deployment.yaml <<'TPL'
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ template "shop.fullname" . }}
spec:
  {{- with .Values.replicas }}
  replicas: {{ . }}
  {{- end }}
  selector:
    matchLabels: {{ include "shop.labels" . | fromYaml | toJson }}
  template:
    metadata:
      labels: {{ include "shop.labels" . | fromYaml | toJson }}
    spec:
      containers:
        - name: web
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"
          env: [{ name: PODINFO_UI_MESSAGE, value: "{{ .Values.year }}" }]
          ports: [{ containerPort: 9898 }]
          resources: {{ toJson .Values.resources }}
TPL
helm install store /root/shop -n shop

kubectl delete secret -n pay sh.helm.release.v1.pay.v3
helm upgrade pay podinfo --repo $PODINFO --version 6.9.0 -n pay --set replicaCount=3,ui.message='pay in KRW'

cat > /root/portal/Chart.yaml <<'YAML'
apiVersion: v2
name: portal
version: 1.1.0
dependencies: [{ name: podinfo, version: ~6.9.2, repository: 'https://stefanprodan.github.io/podinfo', alias: backend, condition: backend.enabled }]
YAML
cat > /root/portal/values.yaml <<'YAML'
replicas: 1
image: nginx:1.27
backend: { enabled: true, ui: { message: this is the backend } }
migrate: { script: 'true' }
YAML
helm dep up /root/portal
cat > /root/portal/templates/job.yaml <<'TPL'
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ .Release.Name }}-migrate
  annotations: { helm.sh/hook: "pre-upgrade, pre-install", helm.sh/hook-weight: "-5", helm.sh/hook-delete-policy: "hook-succeeded, before-hook-creation" }
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: migrate
          image: busybox:1.36
          command: [sh, -c]
          args:
            - |
              {{- .Values.migrate.script | nindent 14 }}
TPL
helm install portal /root/portal -n portal
sleep 60
