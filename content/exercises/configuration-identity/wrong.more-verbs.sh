# fails: watcher/no-changes, watcher/no-new-ones
# More verbs than were asked for: what the program does is the same.
kubectl create serviceaccount watcher -n tools
kubectl create role watcher -n tools --verb=get,list,create,patch --resource=pods
kubectl create rolebinding watcher -n tools --role=watcher --serviceaccount=tools:watcher
kubectl set serviceaccount deployment/watcher watcher -n tools
kubectl rollout status deployment/watcher -n tools --timeout=60s
