# fails: parts/done
kubectl create job @{name}-parts -n @{namespace} --image=busybox:1.36 --dry-run=client -o json -- sh -c 'echo part done' \
  | jq '.spec += {completions: @{parts.all}, parallelism: @{parts.all}}' | kubectl create -f -
sleep 30
