kubectl create namespace batch
kubectl create namespace ops
kubectl create namespace vault
kubectl apply -f - <<'YAML'
apiVersion: batch/v1
kind: CronJob
metadata: { name: cleanup, namespace: ops }
spec:
  schedule: '* * * * *'
  suspend: true
  jobTemplate:
    spec:
      template:
        spec:
          serviceAccountName: cleaner
          restartPolicy: OnFailure
          containers:
            - { name: cleanup, image: 'busybox:1.36', command: [sh, -c, 'echo cleaned'] }
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: backup, namespace: vault }
spec:
  schedule: '*/2 * * * *'
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: backup
              image: busybox:1.36
              command: [sh, -c, 'echo waiting for the lock; sleep 86400']
              terminationMessagePolicy: FallbackToLogsOnError
YAML
kubectl wait cronjob/backup -n vault --for=jsonpath='{.status.lastScheduleTime}' --timeout=180s
sleep 280
