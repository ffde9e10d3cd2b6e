# fails: rights/exact, rights/works, rights/elsewhere, rights/others, tokens/own-account
# Rights that come from elsewhere are overlooked; the web keeps its old Pods' account.
kubectl create role @{bot} -n @{namespace} --verb=get,list,watch --resource=@{needs.resources} --dry-run=client -o yaml | kubectl replace -f -
kubectl create serviceaccount @{web} -n @{namespace}
kubectl patch serviceaccount default @{web} -n @{namespace} -p '{"automountServiceAccountToken": false}'
kubectl patch deployment @{web} -n @{namespace} -p '{"spec": {"template": {"spec": {"automountServiceAccountToken": false}}}}'
sleep 20
