# fails: immutable/read-only, immutable/not-privileged
# Volumes over places that should not change, from the node.
kubectl patch deployment @{web} -n @{namespace} -p '{"spec": {"template": {"spec": {"volumes": [{"name": "v", "emptyDir": {}}, {"name": "t", "hostPath": {"path": "/tmp"}}],
  "containers": [{"name": "nginx", "securityContext": {"readOnlyRootFilesystem": true}, "volumeMounts": [{"name": "v", "mountPath": "/var/cache/nginx"}, {"name": "v", "mountPath": "/run"}, {"name": "t", "mountPath": "/tmp"}]}]}}}}'
kubectl rollout status deployment/@{web} -n @{namespace} --timeout=120s
