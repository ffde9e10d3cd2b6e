helm repo add podinfo https://stefanprodan.github.io/podinfo
helm install front podinfo/podinfo --version 6.8.0 -n web --create-namespace -f /root/front/common.yaml -f /root/front/prod.yaml --set logLevel=debug --wait

sed -i 's/replicaCount/replicas/; s/value: {{ .Values.year }}/value: {{ .Values.year | quote }}/; s/nindent 10 /nindent 12 /' /root/shop/templates/deployment.yaml
sed -i 's/    app.kubernetes.io\/name: .*/    {{- include "shop.labels" . | nindent 4 }}/' /root/shop/templates/service.yaml
helm install store /root/shop -n shop --wait

helm rollback pay 2 -n pay --wait

cat >> /root/portal/Chart.yaml <<'YAML'
dependencies:
  - name: podinfo
    version: 6.9.2
    repository: https://stefanprodan.github.io/podinfo
    alias: backend
    condition: backend.enabled
YAML
cat >> /root/portal/values.yaml <<'YAML'
backend:
  enabled: true
  ui:
    message: this is the backend
migrate:
  script: echo nothing to migrate
YAML
helm dependency update /root/portal
helm install portal /root/portal -n portal --wait

cat > /root/portal/templates/migrate.yaml <<'TPL'
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ .Release.Name }}-migrate
  annotations:
    helm.sh/hook: pre-install,pre-upgrade
    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: migrate
          image: busybox:1.36
          command: [sh, -c, {{ .Values.migrate.script | quote }}]
TPL
sleep 30
