kubectl get replicasets -n @{namespace} -o json \
  | jq -r '[.items[] | select(.metadata.labels.app == "@{bad}")] | max_by(.status.readyReplicas // 0) | .metadata.annotations["deployment.kubernetes.io/revision"]' > /opt/answers/rollout/revision.txt
kubectl get deployment @{bad} -n @{namespace} -o json | jq '
  .spec.template.spec.containers[0] |= (.image = "nginx:1.27" | .env[0].value = "second" | del(.command, .readinessProbe))' | kubectl replace -f -
kubectl get deployment @{good} -n @{namespace} -o json | jq '
  .spec.strategy = {type: "RollingUpdate", rollingUpdate: {maxUnavailable: "0%", maxSurge: "@{replicas.surgePercent}"}}
  | .metadata.annotations["kubernetes.io/change-cause"] = "nginx 1.29"
  | .spec.template.spec.containers[0].image = "nginx:1.29"' | kubectl replace -f -
sleep 60
