# fails: namespaced/create, namespaced/patch, namespaced/list, cluster/group-gets, cluster/look-only
kubectl create role @{user} -n @{namespace} --verb=get --resource=@{work.qualified}
kubectl create rolebinding @{user} -n @{namespace} --role=@{user} --user=@{user}
kubectl create clusterrole look --verb=list,patch --resource=@{look.qualified}
kubectl create clusterrolebinding look --clusterrole=look --group=@{group}
