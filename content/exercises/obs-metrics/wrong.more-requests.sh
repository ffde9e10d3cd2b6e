# fails: throttled/free
# A request is for the scheduler; the quota follows from the limit.
kubectl set resources deployment search -n shop --requests=cpu=40m
kubectl rollout status deployment/search -n shop --timeout=120s
