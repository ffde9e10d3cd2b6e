# fails: standard/runs
# All that the standard asks for, but nobody can write to the volume.
kubectl patch deployment @{tool} -n @{guarded} --patch '{"spec":{"template":{"spec":{"securityContext":{"runAsNonRoot":true,"runAsUser":@{ids.user},"seccompProfile":{"type":"RuntimeDefault"}},
  "containers":[{"name":"main","securityContext":{"privileged":false,"allowPrivilegeEscalation":false,"readOnlyRootFilesystem":true,"capabilities":{"drop":["ALL"]}}}]}}}}'
kubectl rollout status deployment/@{tool} -n @{guarded} --timeout=60s
sleep 10
