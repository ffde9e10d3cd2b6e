# fails: pool/red-there, pool/healthy
# The node is emptied and gone.
kubectl drain node02 --ignore-daemonsets --delete-emptydir-data --force
kubectl delete daemonset kube-proxy -n kube-system
sleep 20
