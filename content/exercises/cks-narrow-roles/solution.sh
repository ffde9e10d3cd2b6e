@{fault.take}
kubectl delete rolebinding readers -n @{neighbour}
kubectl create role @{bot} -n @{namespace} --verb=get,list,watch --resource=@{needs.resources} --dry-run=client -o yaml | kubectl replace -f -
kubectl create serviceaccount @{web} -n @{namespace}
kubectl patch deployment @{web} -n @{namespace} -p '{"spec": {"template": {"spec": {"serviceAccountName": "@{web}", "automountServiceAccountToken": false}}}}'
kubectl patch serviceaccount default -n @{namespace} -p '{"automountServiceAccountToken": false}'
kubectl rollout status deployment/@{web} -n @{namespace} --timeout=60s
sleep 10
