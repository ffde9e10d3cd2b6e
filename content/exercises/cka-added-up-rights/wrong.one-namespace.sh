# fails: account/reads, built-in/viewer
# Only where it runs, without logs; whoever views may also change.
kubectl create serviceaccount @{account} -n @{namespace}
kubectl create role @{account} -n @{namespace} --verb=get,list,watch --resource=pods
kubectl create rolebinding @{account} -n @{namespace} --role=@{account} --serviceaccount=@{namespace}:@{account}
kubectl create clusterrole all-@{kind.plural} --verb='*' --resource=@{kind.plural}.@{kind.group}
kubectl label clusterrole all-@{kind.plural} rbac.authorization.k8s.io/aggregate-to-view=true
sleep 10
