# fails: spot/placed
# The selector is gone, and no wish stands in its place.
kubectl patch deployment render -n media -p '{"spec":{"template":{"spec":{"nodeSelector":null}}}}'
kubectl rollout status deployment/render -n media --timeout=60s
