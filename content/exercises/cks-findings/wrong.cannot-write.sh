# fails: manifest/runs
# A good score, and nobody tried it.
yq -i 'del(.spec.hostPID) | del(.spec.volumes) | del(.spec.containers[0].volumeMounts) | .spec.securityContext = {"runAsNonRoot": true, "runAsUser": 10101, "runAsGroup": 10101, "seccompProfile": {"type": "RuntimeDefault"}}
  | .spec.containers[0].securityContext = {"readOnlyRootFilesystem": true, "allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}}
  | .spec.containers[0].resources = {"requests": {"cpu": "5m", "memory": "8Mi"}, "limits": {"cpu": "100m", "memory": "64Mi"}}
  | .spec.automountServiceAccountToken = false' /opt/work/@{pod}.yaml
kubectl create -f /opt/work/@{pod}.yaml
sleep 20
