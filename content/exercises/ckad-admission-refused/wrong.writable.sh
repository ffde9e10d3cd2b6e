# fails: standard/runs
kubectl patch deployment @{tool} -n @{guarded} --patch '{"spec":{"template":{"spec":{"securityContext":{"runAsNonRoot":true,"runAsUser":@{ids.user},"fsGroup":@{ids.files},"seccompProfile":{"type":"RuntimeDefault"}},
  "volumes":[{"name":"out","emptyDir":{}}],"containers":[{"name":"main","volumeMounts":[{"name":"out","mountPath":"@{path}"}],"securityContext":{"privileged":false,"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}}}]}}}}'
kubectl rollout status deployment/@{tool} -n @{guarded} --timeout=60s
sleep 10
