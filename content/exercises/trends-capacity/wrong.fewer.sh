# fails: fragments/small, fragments/nobody-waits
kubectl scale deployment/small -n plant --replicas=2
kubectl rollout status deployment/big -n plant --timeout=60s
