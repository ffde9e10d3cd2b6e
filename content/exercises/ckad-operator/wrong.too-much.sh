# fails: account/no-change, account/no-delete, account/nothing-else, account/nowhere-else, token/others
kubectl create serviceaccount @{account} -n @{namespace}
kubectl create clusterrole @{account} --verb='*' --resource=@{thing.plural}.@{thing.group},pods
kubectl create clusterrolebinding @{account} --clusterrole=@{account} --serviceaccount=@{namespace}:@{account}
kubectl patch serviceaccount @{account} -n @{namespace} -p '{"automountServiceAccountToken":false}'
kubectl patch serviceaccount default -n @{namespace} -p '{"automountServiceAccountToken":false}'
kubectl set serviceaccount deployment @{app} @{account} -n @{namespace}
kubectl rollout restart deployment/@{web} -n @{namespace}
sleep 20
