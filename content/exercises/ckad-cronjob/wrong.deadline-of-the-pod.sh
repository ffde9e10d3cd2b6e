# fails: schedule/ends
# The deadline of the Pod, and a Pod that is tried again.
kubectl create cronjob @{name} -n @{namespace} --image=busybox:1.36 --schedule='@{when.cron}' -- echo @{name} is ready
kubectl patch cronjob @{name} -n @{namespace} --type=merge -p '{"spec":{"startingDeadlineSeconds":@{late},"concurrencyPolicy":"@{overlap.policy}","successfulJobsHistoryLimit":@{keep.good},"failedJobsHistoryLimit":@{keep.bad},"jobTemplate":{"spec":{"template":{"spec":{"activeDeadlineSeconds":@{most}}}}}}}'
