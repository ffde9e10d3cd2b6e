# fails: workload/running, workload/answers
# The volume goes with the host path, and the program has nowhere to write.
kubectl get deployment @{app} -n @{namespace} -o json | jq '.spec.template.spec |= (del(.hostPID, .hostIPC) | del(.volumes) | del(.containers[0].volumeMounts)
  | .containers[0].securityContext = {runAsUser: @{uid}, runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: {drop: ["ALL"]}, seccompProfile: {type: "RuntimeDefault"}})' | kubectl replace --force -f -
sleep 30
