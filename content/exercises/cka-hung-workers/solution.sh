kubectl patch deployment @{worker} -n @{namespace} -p '{"spec": {"template": {"spec": {"containers": [{"name": "main",
  "livenessProbe": {"exec": {"command": ["sh", "-c", "test $(( $(date +%s) - $(stat -c %Y /tmp/beat) )) -lt @{limit}"]}, "initialDelaySeconds": 90, "periodSeconds": 5, "failureThreshold": 1}}]}}}}'

kubectl patch cronjob @{report} -n @{namespace} -p '{"spec": {"failedJobsHistoryLimit": 3, "jobTemplate": {"spec": {"activeDeadlineSeconds": @{most}, "backoffLimit": 0}}}}'
kubectl delete jobs -n @{namespace} --all

cp /opt/files/hung/job.yaml .
cat > /tmp/fields <<'YAML'
  backoffLimit: @{retries}
  podFailurePolicy:
    rules:
      - action: FailJob
        onExitCodes:
          operator: In
          values: [@{code}]
YAML
sed -i -e '/^spec:/r /tmp/fields' -e 's/^      containers:/      restartPolicy: Never\n&/' job.yaml
kubectl apply -f job.yaml
kubectl rollout status deployment/@{worker} -n @{namespace}
sleep 100
