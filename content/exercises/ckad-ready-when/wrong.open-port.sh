# fails: grpc/asks-health
# The port is open whatever the application says of itself.
kubectl patch deployment @{rpc} -n @{namespace} --type=json -p '[{"op": "replace", "path": "/spec/template/spec/containers/0/readinessProbe",
  "value": {"tcpSocket": {"port": @{rpcPort}}, "periodSeconds": @{pace.every}, "failureThreshold": @{pace.out}}}]'
kubectl rollout status deployment/@{rpc} -n @{namespace} --timeout=60s
