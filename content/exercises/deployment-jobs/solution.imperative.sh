# Made by `kubectl create`, finished by `patch`; the CronJob without the account it named; a program that ends the other.
kubectl create job migrate -n batch --image=busybox:1.36 -- echo migrated
kubectl patch job migrate -n batch -p '{"spec":{"backoffLimit":2,"ttlSecondsAfterFinished":3600}}'

kubectl create job render -n batch --image=busybox:1.36 --dry-run=client -o yaml -- sh -c 'echo "frame $JOB_COMPLETION_INDEX"' \
  | sed 's/^spec:$/spec:\n  completions: 6\n  parallelism: 3\n  completionMode: Indexed/' | kubectl create -f -

kubectl create cronjob report -n batch --image=busybox:1.36 --schedule='30 3 * * MON-FRI' -- date
kubectl patch cronjob report -n batch -p '{"spec":{"timeZone":"Asia/Seoul","concurrencyPolicy":"Forbid","successfulJobsHistoryLimit":5}}'

kubectl patch cronjob cleanup -n ops -p '{"spec":{"suspend":false,"jobTemplate":{"spec":{"template":{"spec":{"serviceAccountName":"default"}}}}}}'

kubectl patch cronjob backup -n vault -p '{"spec":{"jobTemplate":{"spec":{"backoffLimit":0,"template":{"spec":{"containers":[{"name":"backup","command":["sh","-c","echo waiting for the lock; timeout 100 sleep 86400; exit 1"]}]}}}}}}'
kubectl delete job -n vault $(kubectl get cronjob backup -n vault -o jsonpath='{.status.active[*].name}')

kubectl wait -n batch --for=condition=complete job/migrate job/render --timeout=120s
