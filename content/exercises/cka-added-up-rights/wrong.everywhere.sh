# fails: account/no-more, trimmed/least
# Bound for the whole cluster; and all is given back.
kubectl create serviceaccount @{account} -n @{namespace}
kubectl create clusterrolebinding @{account} --clusterrole=view --serviceaccount=@{namespace}:@{account}
kubectl set serviceaccount deployment @{app} @{account} -n @{namespace}
kubectl create rolebinding all -n @{namespace} --clusterrole=admin --serviceaccount=@{namespace}:@{reporter}
sleep 30
