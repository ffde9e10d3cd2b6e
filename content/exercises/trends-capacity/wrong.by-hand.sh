# fails: fair/peak, fair/classes
# Room is made once, by hand.
kubectl scale deployment/report -n team-a --replicas=2
kubectl rollout status deployment/checkout -n team-b --timeout=60s
kubectl scale deployment/report -n team-a --replicas=5
