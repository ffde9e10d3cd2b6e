# fails: parts/each-once
# As many Pods, but none knows its number.
kubectl create job @{job} -n @{namespace} --image=busybox:1.36 --dry-run=client -o json -- sh -c 'echo part 0' |
  jq '.spec += {completions: @{parts.all}, parallelism: @{parts.once}, backoffLimit: @{parts.retries}, activeDeadlineSeconds: @{parts.seconds}}' | kubectl create -f -
sleep 30
