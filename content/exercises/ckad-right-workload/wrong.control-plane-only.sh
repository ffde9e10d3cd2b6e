# fails: each-node/everywhere
# One taint is tolerated, others are not.
kubectl get deployment @{agent} -n @{namespace} -o json | jq '.kind = "DaemonSet" | .metadata |= {name, namespace} | del(.status, .spec.replicas, .spec.strategy, .spec.progressDeadlineSeconds)
  | .spec.updateStrategy.rollingUpdate.maxUnavailable = @{most}
  | .spec.template.spec.tolerations = [{key: "node-role.kubernetes.io/control-plane", operator: "Exists"}]
  | .spec.template.spec.containers[0].env = [{name: "NODE", valueFrom: {fieldRef: {fieldPath: "spec.nodeName"}}}]' > /tmp/agent.json
kubectl delete deployment @{agent} -n @{namespace}
kubectl apply -f /tmp/agent.json
kubectl rollout status daemonset/@{agent} -n @{namespace} --timeout=60s
sleep 30
