# Labels first; the Deployment replaced, the context at the Pod as far as it goes there.
kubectl label namespace @{namespace} pod-security.kubernetes.io/{enforce,warn,audit}=restricted pod-security.kubernetes.io/enforce-version=latest
kubectl label namespace @{other} pod-security.kubernetes.io/enforce=baseline pod-security.kubernetes.io/{warn,audit}=restricted
kubectl get deployment @{app} -n @{namespace} -o json | jq '.spec.template.spec |= (del(.hostPID, .hostIPC)
  | .securityContext = {runAsUser: @{uid}, runAsGroup: @{uid}, fsGroup: @{uid}, runAsNonRoot: true, seccompProfile: {type: "RuntimeDefault"}}
  | .volumes = [{name: "data", emptyDir: {medium: "Memory", sizeLimit: "8Mi"}}]
  | .containers[0].securityContext = {allowPrivilegeEscalation: false, capabilities: {drop: ["ALL"]}})' | kubectl replace --force -f -
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
sleep 5
