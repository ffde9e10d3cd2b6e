# fails: ready/leaves, ready/same
kubectl patch deployment @{web} -n @{namespace} --type=json -p '[{"op": "remove", "path": "/spec/template/spec/containers/0/readinessProbe"}]'
kubectl rollout status deployment/@{web} -n @{namespace} --timeout=120s
