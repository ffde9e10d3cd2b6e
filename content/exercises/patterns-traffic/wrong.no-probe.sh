# fails: probe/ill-one-out
# Without a probe nobody is ever left out.
kubectl patch deployment checkout -n shop --type=json -p '[{"op": "remove", "path": "/spec/template/spec/containers/0/readinessProbe"}]'
kubectl rollout status deployment/checkout -n shop --timeout=120s
