# fails: log-reader/no-exec, log-reader/no-more
kubectl create rolebinding support-edit -n shop --clusterrole=edit --user=support
