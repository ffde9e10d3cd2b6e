# fails: slow/fast, slow/once
# What waits for others is not faster for being there three times.
kubectl scale deployment price rates -n shop --replicas=3
kubectl rollout status deployment/rates -n shop --timeout=120s
