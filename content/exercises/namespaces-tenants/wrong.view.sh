# fails: fence/still-works, fence/reporter
# Safe, and of no use to anybody.
kubectl delete rolebinding devs -n blue
kubectl create rolebinding devs -n blue --clusterrole=view --group=blue-devs
kubectl delete clusterrolebinding cost-labels
