kubectl -n @{namespace} @{fault.other}
kubectl create sa @{bot} -n @{namespace}
kubectl create role @{bot}-pods -n @{namespace} --verb=get,list --resource=pods
kubectl create role @{bot}-reads -n @{namespace} --verb=get --resource=pods/log,deployments.apps,deployments.apps/scale
kubectl create role @{bot}-scales -n @{namespace} --verb=patch --resource=deployments.apps/scale
for role in pods reads scales; do kubectl create rolebinding @{bot}-$role -n @{namespace} --role=@{bot}-$role --serviceaccount=@{namespace}:@{bot}; done
printf '%s\n' @{who.answer} > /opt/answers/rights/delete.txt
sleep 60
