# fails: throttled/free
kubectl set resources deployment search -n shop --limits=cpu=100m,memory=32Mi
kubectl rollout status deployment/search -n shop --timeout=120s
