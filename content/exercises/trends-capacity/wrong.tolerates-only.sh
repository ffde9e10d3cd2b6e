# fails: spot/fallback, spot/vanished, spot/orderly, spot/patience
# Lets it in, sends it there with a condition, and thinks of no way out.
kubectl patch deployment render -n media -p '{"spec":{"template":{"spec":{"tolerations":[{"key":"pool","operator":"Exists"}]}}}}'
kubectl rollout status deployment/render -n media --timeout=60s
