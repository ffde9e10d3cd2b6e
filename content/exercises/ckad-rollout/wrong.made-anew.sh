# fails: forth/history
# A Deployment that is deleted takes its history along.
kubectl get deployment @{good} -n @{namespace} -o json | jq '
  .spec.strategy.rollingUpdate = {maxUnavailable: 0, maxSurge: @{replicas.surge}} | .metadata.annotations["kubernetes.io/change-cause"] = "nginx 1.29"
  | .spec.template.spec.containers[0].image = "nginx:1.29"' | kubectl replace --force -f -
kubectl rollout status deployment/@{good} -n @{namespace} --timeout=60s
