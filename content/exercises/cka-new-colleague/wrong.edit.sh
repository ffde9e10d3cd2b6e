# fails: namespaced/no-more, cluster/group-lists
# A ready-made role that gives far more; and the second one is bound to a user.
kubectl create rolebinding @{user} -n @{namespace} --clusterrole=edit --user=@{user}
kubectl create clusterrole look --verb=get,list --resource=@{look.qualified}
kubectl create clusterrolebinding look --clusterrole=look --user=@{group}
