# fails: now/job
# A Job of the right name that is not the CronJob's.
kubectl create cronjob @{name} -n @{namespace} --image=busybox:1.36 --schedule='@{when.cron}' -- echo @{name} is ready
kubectl patch cronjob @{name} -n @{namespace} --type=merge -p '{"spec":{"jobTemplate":{"spec":{"activeDeadlineSeconds":@{most},"backoffLimit":0}}}}'
kubectl create job @{name}-now -n @{namespace} --image=busybox:1.36 -- sh -c 'echo @{name} is ready'
sleep 20
