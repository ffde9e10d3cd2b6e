# fails: probe/when-hung, cron/goes-on, codes/tries
# The file is there, however old; the deadline is of the Pod's grace; one try only.
kubectl patch deployment @{worker} -n @{namespace} -p '{"spec": {"template": {"spec": {"containers": [{"name": "main",
  "livenessProbe": {"exec": {"command": ["test", "-e", "/tmp/beat"]}, "initialDelaySeconds": 90}}]}}}}'
kubectl patch cronjob @{report} -n @{namespace} -p '{"spec": {"startingDeadlineSeconds": @{most}, "failedJobsHistoryLimit": 3}}'
sed 's/^      containers:/      restartPolicy: Never\n&/; s/^spec:/&\n  backoffLimit: 0/' /opt/files/hung/job.yaml | kubectl apply -f -
sleep 60
