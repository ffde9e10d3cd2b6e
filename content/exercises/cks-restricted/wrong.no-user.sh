# fails: workload/running, workload/answers
# Admitted, but the image runs as root.
kubectl label namespace @{namespace} pod-security.kubernetes.io/enforce=restricted
kubectl get deployment @{app} -n @{namespace} -o json | jq '.spec.template.spec |= (del(.hostPID, .hostIPC) | .volumes = [{name: "data", emptyDir: {}}]
  | .containers[0].securityContext = {runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: {drop: ["ALL"]}, seccompProfile: {type: "RuntimeDefault"}})' | kubectl replace --force -f -
sleep 30
