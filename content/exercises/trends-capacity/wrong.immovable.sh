# fails: spot/orderly
# A budget that allows nothing: the node cannot be drained.
kubectl patch deployment render -n media -p '{"spec":{"template":{"spec":{"tolerations":[{"key":"pool","value":"spot"},{"key":"node.kubernetes.io/unreachable","operator":"Exists","effect":"NoExecute","tolerationSeconds":20},{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":20}]}}}}'
kubectl create poddisruptionbudget render -n media --selector=app=render --min-available=4
kubectl rollout status deployment/render -n media --timeout=60s
