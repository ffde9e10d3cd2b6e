cat <<'YAML' | kubectl apply -f -
apiVersion: batch/v1
kind: CronJob
metadata:
  name: @{name}
  namespace: @{namespace}
spec:
  schedule: '@{when.cron}'
  startingDeadlineSeconds: @{late}
  concurrencyPolicy: @{overlap.policy}
  successfulJobsHistoryLimit: @{keep.good}
  failedJobsHistoryLimit: @{keep.bad}
  jobTemplate:
    spec:
      activeDeadlineSeconds: @{most}
      backoffLimit: 0
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: main
              image: busybox:1.36
              command: [echo, @{name} is ready]
YAML
kubectl create job @{name}-now -n @{namespace} --from=cronjob/@{name}
cat <<'YAML' | kubectl apply -f -
apiVersion: batch/v1
kind: Job
metadata:
  name: @{name}-parts
  namespace: @{namespace}
spec:
  completions: @{parts.all}
  parallelism: @{parts.once}
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: main
          image: busybox:1.36
          command: [echo, part done]
YAML
kubectl wait -n @{namespace} --for=condition=complete job/@{name}-now job/@{name}-parts --timeout=120s
