# fails: claims/running, volumes/stay
# Made anew with its claims, and with them its volumes.
kubectl get statefulset @{app} -n @{namespace} -o json | jq 'del(.status, .metadata["uid", "resourceVersion"]) | .spec.persistentVolumeClaimRetentionPolicy = @{policy.patch} | .spec.replicas = 1' > /tmp/set.json
kubectl delete statefulset @{app} -n @{namespace}
kubectl delete pvc data-@{app}-0 data-@{app}-1 -n @{namespace}
kubectl create -f /tmp/set.json
sleep 30
