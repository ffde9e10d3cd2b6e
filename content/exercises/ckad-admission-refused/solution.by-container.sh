# The file is edited; all of the security context that can be is the container's.
cd /opt/work/admission
@{fault.edit}
kubectl create -f @{app}.yaml --save-config
kubectl get deployment @{tool} -n @{guarded} -o json | jq '.spec.template.spec |= (.securityContext = {fsGroup: @{ids.files}}
  | .volumes = [{name: "out", emptyDir: {medium: "Memory"}}]
  | .containers[0] += {volumeMounts: [{name: "out", mountPath: "@{path}"}], securityContext: {runAsNonRoot: true, runAsUser: @{ids.user}, seccompProfile: {type: "RuntimeDefault"},
      allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: ["ALL"]}}})' | kubectl replace -f -
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
kubectl rollout status deployment/@{tool} -n @{guarded} --timeout=120s
sleep 10
