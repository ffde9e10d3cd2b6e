# fails: ready/leaves, ready/same
kubectl patch deployment @{web} -n @{namespace} --type=json -p '[{"op": "replace", "path": "/spec/template/spec/containers/0/readinessProbe", "value": {"httpGet": {"path": "/", "port": 8000}}}]'
kubectl rollout status deployment/@{web} -n @{namespace} --timeout=120s
