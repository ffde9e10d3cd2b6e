# fails: remove/objects
# Helm's record was deleted; what the release made is still there.
kubectl delete secret -n @{old.namespace} -l owner=helm,name=@{old.name}
