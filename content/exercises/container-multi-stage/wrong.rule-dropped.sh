# fails: nonroot/rule-kept, nonroot/number
kubectl patch deployment api -n team --type=json -p '[{"op": "remove", "path": "/spec/template/spec/securityContext/runAsNonRoot"}]'
kubectl rollout status deployment/api -n team --timeout=120s
