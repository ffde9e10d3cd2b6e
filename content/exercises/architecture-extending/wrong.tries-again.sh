# fails: gate/mill, gate/stays-open
# The next attempt meets the same gate.
kubectl rollout restart deployment/mill -n stuck
kubectl scale deployment mill -n stuck --replicas=0
kubectl scale deployment mill -n stuck --replicas=2
sleep 30
