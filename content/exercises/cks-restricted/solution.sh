kubectl patch deployment @{app} -n @{namespace} --type=json -p '@{fault.drop}'
kubectl patch deployment @{app} -n @{namespace} --type=json -p '[
  {"op": "add", "path": "/spec/template/spec/volumes/0/emptyDir", "value": {}},
  {"op": "replace", "path": "/spec/template/spec/containers/0/securityContext", "value": {
    "runAsUser": @{uid}, "runAsNonRoot": true, "allowPrivilegeEscalation": false,
    "capabilities": {"drop": ["ALL"]}, "seccompProfile": {"type": "RuntimeDefault"}}}]'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
kubectl label namespace @{namespace} pod-security.kubernetes.io/enforce=restricted
kubectl label namespace @{other} pod-security.kubernetes.io/enforce=baseline pod-security.kubernetes.io/warn=restricted pod-security.kubernetes.io/audit=restricted
sleep 5
