# fails: mend/bounded
kubectl get job @{bad} -n @{namespace} -o json | jq 'del(.spec.selector, .spec.template.metadata.labels, .metadata.uid, .metadata.resourceVersion, .status, .spec.activeDeadlineSeconds) | .spec.backoffLimit = 20' > bad.json
kubectl replace --force -f bad.json
sleep 200
