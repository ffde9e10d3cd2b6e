# fails: immutable/serves
# Read-only, and nginx does not start.
kubectl patch deployment @{web} -n @{namespace} -p '{"spec": {"template": {"spec": {"containers": [{"name": "nginx", "securityContext": {"readOnlyRootFilesystem": true}}]}}}}'
sleep 30
