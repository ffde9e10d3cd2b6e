# fails: codes/at-once, codes/tries, cron/one-at-a-time
# Failed containers start again in the same Pod; the CronJob is suspended.
kubectl patch cronjob @{report} -n @{namespace} -p '{"spec": {"suspend": true}}'
sed 's/^      containers:/      restartPolicy: OnFailure\n&/; s/^spec:/&\n  backoffLimit: @{retries}/' /opt/files/hung/job.yaml | kubectl apply -f -
sleep 60
