# fails: watcher/not-elsewhere
# The right verbs, bound for the whole cluster.
kubectl create serviceaccount watcher -n tools
kubectl create clusterrole watcher --verb=get,list --resource=pods
kubectl create clusterrolebinding watcher --clusterrole=watcher --serviceaccount=tools:watcher
kubectl set serviceaccount deployment/watcher watcher -n tools
kubectl rollout status deployment/watcher -n tools --timeout=60s
