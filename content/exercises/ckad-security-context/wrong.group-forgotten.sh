# fails: confine/user, confine/works
# A user alone: its group is root's, and `fsGroup` is a group more.
kubectl patch deployment @{app} -n @{namespace} --patch '{"spec":{"template":{"spec":{"securityContext":{"runAsUser":@{ids.user},"fsGroup":@{ids.group}},
  "volumes":[{"name":"cache","emptyDir":{}}],"containers":[{"name":"main","volumeMounts":[{"name":"cache","mountPath":"/var/cache/@{app}"}],
  "securityContext":{"allowPrivilegeEscalation":false,"readOnlyRootFilesystem":true}}]}}}}'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
sleep 5
