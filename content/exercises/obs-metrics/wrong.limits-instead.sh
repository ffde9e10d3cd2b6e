# fails: right-size/request, right-size/runs
# The limits are raised; the scheduler still counts with 20m.
kubectl set resources deployment cart -n shop --limits=cpu=2,memory=64Mi
kubectl rollout status deployment/cart -n shop --timeout=120s
