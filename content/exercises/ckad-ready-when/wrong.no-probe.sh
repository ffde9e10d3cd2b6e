# fails: grpc/pace, grpc/asks-health
kubectl patch deployment @{rpc} -n @{namespace} --type=json -p '[{"op": "remove", "path": "/spec/template/spec/containers/0/readinessProbe"}]'
kubectl rollout status deployment/@{rpc} -n @{namespace} --timeout=60s
