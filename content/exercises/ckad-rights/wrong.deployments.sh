# fails: grant/may-not
# Who may change Deployments may change more than their number of Pods.
kubectl create sa @{bot} -n @{namespace}
kubectl create role @{bot} -n @{namespace} --verb=get,list,patch --resource=pods,pods/log,deployments,deployments/scale
kubectl create rolebinding @{bot} -n @{namespace} --role=@{bot} --serviceaccount=@{namespace}:@{bot}
