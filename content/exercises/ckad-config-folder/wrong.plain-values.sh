# fails: reload/sources
# The new values are written into the Deployment.
kubectl rollout resume deployment/@{other} -n @{namespace}
kubectl patch deployment @{other} -n @{namespace} --type=json -p '[{"op": "replace", "path": "/spec/template/spec/containers/0/env", "value": [{"name": "LEVEL", "value": "@{level}"}, {"name": "ACCESS_KEY", "value": "@{key}"}]}]'
kubectl rollout status deployment/@{other} -n @{namespace} --timeout=60s
sleep 5
