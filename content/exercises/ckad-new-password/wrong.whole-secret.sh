# fails: use/file, use/variable
# All keys, the usual mode, and everything as variables.
kubectl patch deployment @{app} -n @{namespace} -p '{"spec": {"template": {"spec": {"volumes": [{"name": "login", "secret": {"secretName": "@{secret}"}}],
  "containers": [{"name": "busybox", "envFrom": [{"secretRef": {"name": "@{secret}"}}], "volumeMounts": [{"name": "login", "mountPath": "@{mount}"}]}]}}}}'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
