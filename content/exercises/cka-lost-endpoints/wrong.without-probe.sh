# fails: back/still-probed
kubectl patch deployment @{back} -n @{namespace} --type=json -p '[{"op": "remove", "path": "/spec/template/spec/containers/0/readinessProbe"}]'
kubectl rollout status deployment/@{back} -n @{namespace} --timeout=120s
