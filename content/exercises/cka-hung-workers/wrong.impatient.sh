# fails: probe/not-before, cron/one-at-a-time, codes/at-once
# The probe begins at once; runs replace each other; the Job only tries more or less often.
kubectl patch deployment @{worker} -n @{namespace} -p '{"spec": {"template": {"spec": {"containers": [{"name": "main",
  "livenessProbe": {"exec": {"command": ["sh", "-c", "test $(( $(date +%s) - $(stat -c %Y /tmp/beat) )) -lt @{limit}"]}, "periodSeconds": 5}}]}}}}'
kubectl patch cronjob @{report} -n @{namespace} -p '{"spec": {"concurrencyPolicy": "Replace"}}'
sed 's/^      containers:/      restartPolicy: Never\n&/; s/^spec:/&\n  backoffLimit: @{retries}/' /opt/files/hung/job.yaml | kubectl apply -f -
sleep 60
