# fails: rescue/image
# Fewer Pods hide the broken one and do not mend it.
kubectl scale deployment cafe --namespace=cafe --replicas=0
sleep 60
