# fails: account/not-default
# A binding to all accounts of the namespace.
kubectl create serviceaccount @{account} -n @{namespace}
kubectl create role @{account} -n @{namespace} --verb=get,list,watch --resource=@{thing.plural}.@{thing.group}
kubectl create rolebinding @{account} -n @{namespace} --role=@{account} --group=system:serviceaccounts:@{namespace}
kubectl set serviceaccount deployment @{app} @{account} -n @{namespace}
sleep 20
