# fails: slow/once
kubectl set env deployment/rates -n shop DELAY=0.01
kubectl rollout status deployment/rates -n shop --timeout=120s
