# fails: hook/stops, hook/first, hook/goes-on, subchart/optional
# A Job without annotations is one object among the others; a dependency without a condition is always there.
cat >> /root/portal/Chart.yaml <<'YAML'
dependencies: [{ name: podinfo, version: 6.9.2, repository: 'https://stefanprodan.github.io/podinfo', alias: backend }]
YAML
cat >> /root/portal/values.yaml <<'YAML'
backend: { ui: { message: this is the backend } }
migrate: { script: 'true' }
YAML
helm dependency update /root/portal
cat > /root/portal/templates/job.yaml <<'TPL'
apiVersion: batch/v1
kind: Job
metadata: { name: '{{ .Release.Name }}-migrate' }
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      containers: [{ name: migrate, image: 'busybox:1.36', command: [sh, -c, {{ .Values.migrate.script | quote }}] }]
TPL
helm install portal /root/portal -n portal --wait
