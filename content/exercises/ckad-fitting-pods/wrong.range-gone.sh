# fails: refused/file, refused/rules
kubectl get limitrange bounds -n @{namespace} -o json | jq 'del(.metadata.uid, .metadata.resourceVersion)' > range.json
kubectl delete limitrange bounds -n @{namespace}
kubectl create -f /opt/work/fit/@{pod}.yaml
kubectl create -f range.json
sleep 15
