# fails: sidecar/streams
# The sidecar has no volume, and waits for a file of its own.
kubectl patch deployment @{app} -n @{namespace} -p '{"spec": {"template": {"spec": {"initContainers": [{"name": "@{sidecar}", "image": "busybox:1.36", "restartPolicy": "Always", "command": ["tail", "-F", "/var/log/app/@{file}"]}]}}}}'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
sleep 10
