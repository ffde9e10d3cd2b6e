# Roles instead of a ClusterRole; labels are put on afterwards.
kubectl create serviceaccount @{account} -n @{namespace}
for namespace in @{namespace} @{second}; do
  kubectl create role @{account} -n $namespace --verb=get,list,watch --resource=pods
  kubectl create role @{account}-logs -n $namespace --verb=get --resource=pods/log
  kubectl create rolebinding @{account} -n $namespace --role=@{account} --serviceaccount=@{namespace}:@{account}
  kubectl create rolebinding @{account}-logs -n $namespace --role=@{account}-logs --serviceaccount=@{namespace}:@{account}
done
kubectl patch deployment @{app} -n @{namespace} -p '{"spec": {"template": {"spec": {"serviceAccountName": "@{account}"}}}}'
kubectl create clusterrole sees-@{kind.plural} --verb=get,list,watch --resource=@{kind.plural}.@{kind.group}
kubectl create clusterrole changes-@{kind.plural} --verb=get,list,watch,create,update,patch,delete --resource=@{kind.plural}.@{kind.group}
kubectl label clusterrole sees-@{kind.plural} rbac.authorization.k8s.io/aggregate-to-view=true
kubectl label clusterrole changes-@{kind.plural} rbac.authorization.k8s.io/aggregate-to-edit=true
@{fault.other}
sleep 30
