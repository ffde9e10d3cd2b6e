kubectl create cronjob @{name} -n @{namespace} --image=busybox:1.36 --schedule='@{when.cron}' -- sh -c 'echo @{name} is ready'
kubectl patch cronjob @{name} -n @{namespace} --type=merge -p '{"spec":{"startingDeadlineSeconds":@{late},"concurrencyPolicy":"@{overlap.policy}","successfulJobsHistoryLimit":@{keep.good},"failedJobsHistoryLimit":@{keep.bad}}}'
kubectl patch cronjob @{name} -n @{namespace} --type=merge -p '{"spec":{"jobTemplate":{"spec":{"activeDeadlineSeconds":@{most},"backoffLimit":0,"template":{"spec":{"restartPolicy":"Never"}}}}}}'
kubectl create job @{name}-now -n @{namespace} --from=cronjob/@{name}
kubectl create job @{name}-parts -n @{namespace} --image=busybox:1.36 --dry-run=client -o json -- sh -c 'echo part done' \
  | jq '.spec += {completions: @{parts.all}, parallelism: @{parts.once}}' | kubectl create -f -
sleep 40
