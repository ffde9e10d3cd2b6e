# fails: files/mounted, files/environment
# All keys, readable by all, and the variables are still there.
kubectl patch deployment @{app} -n @{namespace} -p '{"spec": {"template": {"spec": {"volumes": [{"name": "files", "secret": {"secretName": "@{secret}"}}],
  "containers": [{"name": "main", "volumeMounts": [{"name": "files", "mountPath": "@{directory}"}]}]}}}}'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
