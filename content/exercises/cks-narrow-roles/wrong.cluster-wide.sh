# fails: rights/elsewhere, tokens/default-account
# The right rights, but everywhere; only the web's own token is thought of.
@{fault.take}
kubectl delete rolebinding readers -n @{neighbour}
kubectl delete rolebinding @{bot} -n @{namespace}
kubectl create clusterrole looks-on --verb=get,list,watch --resource=@{needs.resources}
kubectl create clusterrolebinding looks-on --clusterrole=looks-on --serviceaccount=@{namespace}:@{bot}
kubectl create serviceaccount @{web} -n @{namespace}
kubectl patch deployment @{web} -n @{namespace} -p '{"spec": {"template": {"spec": {"serviceAccountName": "@{web}", "automountServiceAccountToken": false}}}}'
sleep 20
