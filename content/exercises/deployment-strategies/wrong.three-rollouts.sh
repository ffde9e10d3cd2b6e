# fails: batch/once
kubectl set image deployment/cart -n store nginx=nginx:1.27
kubectl set resources deployment/cart -n store --requests=cpu=50m
kubectl set env deployment/cart -n store MODE=fast
kubectl rollout status deployment/cart -n store --timeout=180s
