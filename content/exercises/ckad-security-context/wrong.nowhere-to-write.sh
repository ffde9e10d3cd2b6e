# fails: confine/works
# Nobody has thought of where the program writes.
kubectl patch deployment @{app} -n @{namespace} --patch '{"spec":{"template":{"spec":{"containers":[{"name":"main","securityContext":
  {"runAsUser":@{ids.user},"runAsGroup":@{ids.group},"allowPrivilegeEscalation":false,"readOnlyRootFilesystem":true}}]}}}}'
sleep 30
