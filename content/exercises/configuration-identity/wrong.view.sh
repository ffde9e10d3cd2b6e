# fails: watcher/no-more
# It works, and it may do far too much.
kubectl create serviceaccount watcher -n tools
kubectl create rolebinding watcher -n tools --clusterrole=edit --serviceaccount=tools:watcher
kubectl set serviceaccount deployment/watcher -n tools watcher
kubectl rollout status deployment/watcher -n tools --timeout=120s
