kubectl create job @{job} -n @{namespace} --image=busybox:1.36 --dry-run=client -o json -- sh -c 'echo "part $JOB_COMPLETION_INDEX"' |
  jq '.spec += {completionMode: "Indexed", completions: @{parts.all}, parallelism: @{parts.once}, backoffLimit: @{parts.retries}, activeDeadlineSeconds: @{parts.seconds}}' | kubectl create -f -
kubectl get job @{bad} -n @{namespace} -o json > old.json
kubectl delete job @{bad} -n @{namespace}
jq 'del(.spec.selector, .spec.manualSelector, .metadata, .status, .spec.template.metadata) | .metadata = {name: "@{bad}", namespace: "@{namespace}"} | .spec.backoffLimit = 6 | .spec.activeDeadlineSeconds = 300' old.json | kubectl create -f -
kubectl get job @{long} -n @{namespace} -o json | jq '.spec.suspend = true' | kubectl replace -f -
sleep 180
