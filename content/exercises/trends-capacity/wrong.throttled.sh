# fails: rightsize/search, rightsize/still-works
# search is slowed down until it looks small.
kubectl set resources deployment/archive -n office --requests=cpu=20m,memory=200Mi
kubectl set resources deployment/search -n office --requests=cpu=100m,memory=360Mi --limits=cpu=100m
kubectl rollout status deployment/search -n office --timeout=60s
