# fails: blind/active, new/bounds
# The Pods are counted by hand, and the utilization is an amount.
kubectl scale deployment @{other} -n @{namespace} --replicas=2
kubectl autoscale deployment @{app} -n @{namespace} --min=@{least} --max=@{most} --cpu=@{percent}m
sleep 60
