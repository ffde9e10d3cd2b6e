mkdir -p /opt/work/chart/noticeboard/templates /opt/answers/chart /opt/lab
chmod 777 /opt/answers/chart
cd /opt/work/chart
cat > noticeboard/Chart.yaml <<'YAML'
apiVersion: v2
name: noticeboard
description: A board with one message
type: application
version: 0.3.0
appVersion: "1.27"
YAML
cat > noticeboard/values.yaml <<'YAML'
# How many Pods
replicas: 2
image:
  repository: nginx
  tag: "1.27"
# What is on the board; must be given
message: ""
tier: none
memory: 16Mi
YAML
cat > noticeboard/templates/deployment.yaml <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-noticeboard
  namespace: {{ .Release.Namespace }}
  labels:
    app: {{ .Release.Name }}
    tier: {{ .Values.tier }}
spec:
  replicas: {{ .Values.replicas }}
  selector:
    matchLabels:
      app: {{ .Release.Name }}
  template:
    metadata:
      labels:
        app: {{ .Release.Name }}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: web
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"
          env:
            - name: MESSAGE
              value: {{ required "the message is missing" .Values.message | quote }}
          resources:
            requests:
              memory: {{ .Values.memory }}
YAML
cat > noticeboard/templates/service.yaml <<'YAML'
apiVersion: v1
kind: Service
metadata:
  name: {{ .Release.Name }}-noticeboard
  namespace: {{ .Release.Namespace }}
spec:
  selector:
    app: {{ .Release.Name }}
  ports:
    - port: 80
YAML
cat > live.yaml <<'YAML'
replicas: 7
image:
  tag: "1.28"
tier: @{tier}
message: not yet written
YAML
chmod -R a+rX /opt/work/chart
cp -r /opt/work/chart /opt/lab/chart
release() { # FLAGS…
  helm upgrade --install @{old} noticeboard -n @{shop} --create-namespace "$@"
}
release --set message='@{good.first}'
release --set message='come in' --set replicas=2
release --set message='@{good.third}' --set replicas=2
kubectl rollout status deployment/@{old}-noticeboard -n @{shop} --timeout=60s
release --set message='last words' --set replicas=2 --set @{fault.set}
sleep 5
