# fails: grant/may
kubectl create sa @{bot} -n @{namespace}
kubectl create role @{bot} -n @{namespace} --verb=get,list --resource=pods
kubectl create rolebinding @{bot} -n @{namespace} --role=@{bot} --serviceaccount=@{namespace}:@{bot}
