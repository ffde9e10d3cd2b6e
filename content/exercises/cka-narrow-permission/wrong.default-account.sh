# fails: bot/works, bot/no-more, bot/deployment
# Bound to the account of another name.
kubectl create role @{bot} -n @{namespace} --verb=get,patch --resource=deployments.apps,deployments.apps/scale --resource-name=@{target}
kubectl create rolebinding @{bot} -n @{namespace} --role=@{bot} --serviceaccount=@{namespace}:default
sleep 30
