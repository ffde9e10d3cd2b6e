cat <<'YAML' | kubectl apply -f -
apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
  namespace: batch
spec:
  backoffLimit: 2
  ttlSecondsAfterFinished: 3600
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: migrate
          image: busybox:1.36
          command: [echo, migrated]
---
apiVersion: batch/v1
kind: Job
metadata:
  name: render
  namespace: batch
spec:
  completions: 6
  parallelism: 3
  completionMode: Indexed
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: render
          image: busybox:1.36
          command: [sh, -c, 'echo frame $JOB_COMPLETION_INDEX']
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: report
  namespace: batch
spec:
  schedule: '30 3 * * 1-5'
  timeZone: Asia/Seoul
  concurrencyPolicy: Forbid
  successfulJobsHistoryLimit: 5
  failedJobsHistoryLimit: 1
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: OnFailure
          containers:
            - name: report
              image: busybox:1.36
              command: [date]
YAML

kubectl create serviceaccount cleaner -n ops
kubectl patch cronjob cleanup -n ops -p '{"spec":{"suspend":false}}'

kubectl patch cronjob backup -n vault -p '{"spec":{"jobTemplate":{"spec":{"activeDeadlineSeconds":90}}}}'
kubectl delete jobs --all -n vault

kubectl wait -n batch --for=condition=complete job/migrate job/render --timeout=120s
