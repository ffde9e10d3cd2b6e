# fails: watcher/own-account, watcher/default-powerless
# Rights for the account that every Pod of the namespace has.
kubectl create role pod-reader -n tools --verb=get,list --resource=pods
kubectl create rolebinding watcher -n tools --role=pod-reader --serviceaccount=tools:default
