# fails: fragments/big
# big fits when it asks for less than it needs.
kubectl set resources deployment/big -n plant --requests=cpu=800m
kubectl rollout status deployment/big -n plant --timeout=60s
