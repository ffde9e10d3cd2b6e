# fails: one-trace/tree, one-trace/given
kubectl set env deployment/cart -n shop FORWARD='x-request-id x-trace-id'
kubectl rollout status deployment/cart -n shop --timeout=120s
