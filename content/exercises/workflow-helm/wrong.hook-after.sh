# fails: hook/stops, hook/first
# A hook after the upgrade comes too late to stop it.
cat >> /root/portal/values.yaml <<'YAML'
migrate: { script: 'true' }
YAML
cat > /root/portal/templates/job.yaml <<'TPL'
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ .Release.Name }}-migrate
  annotations: { helm.sh/hook: "post-install,post-upgrade", helm.sh/hook-delete-policy: "hook-succeeded,before-hook-creation" }
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      containers: [{ name: migrate, image: 'busybox:1.36', command: [sh, -c, {{ .Values.migrate.script | quote }}] }]
TPL
helm install portal /root/portal -n portal --wait
