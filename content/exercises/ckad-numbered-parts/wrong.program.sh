# fails: mend/program
# It ends well because it does nothing any more.
kubectl get job @{bad} -n @{namespace} -o json | jq 'del(.spec.selector, .spec.template.metadata.labels, .metadata.uid, .metadata.resourceVersion, .status) | .spec.template.spec.containers[0].command = ["echo", "@{bad} is done"]' > bad.json
kubectl replace --force -f bad.json
sleep 30
