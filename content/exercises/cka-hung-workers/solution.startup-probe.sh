# A startup probe instead of a delay; find by minutes and a threshold; the deadline is the Pods' own; the Job and the CronJob are made anew.
kubectl get deployment @{worker} -n @{namespace} -o json | jq '.spec.template.spec.containers[0] += {
  startupProbe: {exec: {command: ["test", "-e", "/tmp/beat"]}, periodSeconds: 5, failureThreshold: 60},
  livenessProbe: {exec: {command: ["sh", "-c", "last=$(stat -c %Y /tmp/beat); now=$(date +%s); [ $((now - last)) -le @{limit} ]"]}, periodSeconds: 10, failureThreshold: 1}}' | kubectl replace -f -
kubectl get cronjob @{report} -n @{namespace} -o json | jq '.spec.failedJobsHistoryLimit = 3 | .spec.jobTemplate.spec.backoffLimit = 0 | .spec.jobTemplate.spec.template.spec += {activeDeadlineSeconds: @{most}, restartPolicy: "Never"}' | kubectl replace --force -f -
sed 's/^spec:/spec: { backoffLimit: @{retries}, podFailurePolicy: { rules: [{ action: FailJob, onExitCodes: { containerName: main, operator: In, values: [@{code}] } }] }, template: { spec: { restartPolicy: Never, containers: [{ name: main, image: "busybox:1.36", command: [sh, -c, exit $CODE], env: [{ name: CODE, valueFrom: { configMapKeyRef: { name: @{job}, key: code } } }] }] } } }/; /^  template:/,$d' /opt/files/hung/job.yaml | kubectl create -f -
sleep 100
