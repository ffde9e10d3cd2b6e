# fails: pull/login, pull/account
kubectl create secret generic @{pull} -n @{namespace} --from-literal=username=@{login} --from-literal=password=@{word}
kubectl patch serviceaccount default -n @{namespace} -p '{"imagePullSecrets": [{"name": "@{pull}"}]}'
