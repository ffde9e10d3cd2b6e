# fails: mend/no-more, mend/as
# The namespace's default account gets what the application needs.
kubectl create clusterrole everything --verb=get,list --resource=pods,configmaps
kubectl create rolebinding everything -n @{namespace} --clusterrole=everything --group=system:serviceaccounts
kubectl set serviceaccount deployment @{app} default -n @{namespace}
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
sleep 15
