# The Deployment is replaced by one like it; the other's fields come by JSON.
kubectl get deployment @{app} -n @{namespace} -o json | jq '.spec.strategy = {type: "Recreate"}' | kubectl replace --force -f -
kubectl get deployment @{other} -n @{namespace} -o json | jq '.spec += {minReadySeconds: @{pace.ready}, progressDeadlineSeconds: @{pace.deadline}, revisionHistoryLimit: @{pace.history}}' | kubectl replace -f -
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
sleep 60
