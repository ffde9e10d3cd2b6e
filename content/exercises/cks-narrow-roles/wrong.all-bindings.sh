# fails: rights/others, tokens/default-account
# The shared binding goes as a whole; nobody gets tokens any more.
kubectl delete clusterrolebinding builders @{bot}-edit
kubectl delete rolebinding readers -n @{neighbour}
kubectl create role @{bot} -n @{namespace} --verb=get,list,watch --resource=@{needs.resources} --dry-run=client -o yaml | kubectl replace -f -
kubectl create serviceaccount @{web} -n @{namespace}
for account in default @{web} @{bot}; do kubectl patch serviceaccount $account -n @{namespace} -p '{"automountServiceAccountToken": false}'; done
kubectl set serviceaccount deployment @{web} @{web} -n @{namespace}
sleep 20
