# fails: confine/read-only, capabilities/runs
kubectl patch deployment @{app} -n @{namespace} --patch '{"spec":{"template":{"spec":{
  "volumes":[{"name":"cache","emptyDir":{}}],"containers":[{"name":"main","volumeMounts":[{"name":"cache","mountPath":"/var/cache/@{app}"}],
  "securityContext":{"runAsUser":@{ids.user},"runAsGroup":@{ids.group},"allowPrivilegeEscalation":false}}]}}}}'
kubectl patch deployment @{tool} -n @{namespace} --type=json -p '[{"op": "replace", "path": "/spec/template/spec/containers/0/securityContext", "value": {"runAsNonRoot": true, "capabilities": {"drop": ["ALL"], "add": ["@{capability.name}"]}}}]'
sleep 30
