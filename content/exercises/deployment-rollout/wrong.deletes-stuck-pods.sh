# fails: rescue/image, rescue/healthy, rescue/no-leftovers
# The ReplicaSet makes the same broken Pod again.
kubectl delete pods -n bank -l app=payments --field-selector=status.phase=Pending
sleep 60
