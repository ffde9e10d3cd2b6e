kubectl create namespace @{namespace}
kubectl create namespace @{neighbour}
for account in @{bot} reporter; do kubectl create serviceaccount $account -n @{namespace}; done
kubectl create role @{bot} -n @{namespace} --verb='*' --resource='*'
kubectl create rolebinding @{bot} -n @{namespace} --role=@{bot} --serviceaccount=@{namespace}:@{bot}
kubectl create role reader -n @{neighbour} --verb=get,list --resource=secrets
kubectl create rolebinding readers -n @{neighbour} --role=reader --serviceaccount=@{namespace}:@{bot}
@{fault.give}
kubectl create deployment @{bot} -n @{namespace} --image=busybox:1.37 -- sh -c 'while true; do sleep 5; done'
kubectl set serviceaccount deployment @{bot} @{bot} -n @{namespace}
kubectl create deployment @{web} -n @{namespace} --image=nginx:1.27
kubectl rollout status deployment/@{bot} -n @{namespace} --timeout=60s
kubectl rollout status deployment/@{web} -n @{namespace} --timeout=60s
