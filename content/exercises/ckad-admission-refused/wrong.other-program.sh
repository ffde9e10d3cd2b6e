# fails: standard/program, standard/runs
# A program that needs no place to write to.
kubectl patch deployment @{tool} -n @{guarded} --patch '{"spec":{"template":{"spec":{"securityContext":{"runAsNonRoot":true,"runAsUser":@{ids.user},"fsGroup":@{ids.files},"seccompProfile":{"type":"RuntimeDefault"}},
  "containers":[{"name":"main","command":["sleep","1000000"],"securityContext":{"privileged":false,"allowPrivilegeEscalation":false,"readOnlyRootFilesystem":true,"capabilities":{"drop":["ALL"]}}}]}}}}'
kubectl rollout status deployment/@{tool} -n @{guarded} --timeout=60s
