# User and group of the Pod, the rest of the container.
kubectl get deployment @{app} -n @{namespace} -o json | jq '.spec.template.spec |= (
  .securityContext = {runAsUser: @{ids.user}, runAsGroup: @{ids.group}, runAsNonRoot: true, fsGroup: @{ids.group}}
  | .volumes = [{name: "var", emptyDir: {medium: "Memory"}}]
  | .containers[0] += {securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: ["ALL"]}},
      volumeMounts: [{name: "var", mountPath: "/var/cache"}]})' | kubectl replace -f -
kubectl get deployment @{tool} -n @{namespace} -o json | jq '.spec.template.spec.containers[0].securityContext =
  {privileged: false, allowPrivilegeEscalation: false, capabilities: {drop: ["ALL"], add: ["@{capability.name}"]}}' | kubectl replace -f -
sleep 60
