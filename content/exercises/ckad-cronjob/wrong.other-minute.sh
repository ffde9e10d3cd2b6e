# fails: schedule/when, schedule/rules
kubectl create cronjob @{name} -n @{namespace} --image=busybox:1.36 --schedule='10 * * * *' -- echo @{name} is ready
