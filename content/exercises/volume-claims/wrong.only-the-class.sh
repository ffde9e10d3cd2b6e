# fails: pending/bound, pending/runs
kubectl get pvc ledger -n bank -o json | jq '.spec.storageClassName = "bank-ssd" | del(.status, .metadata.uid, .metadata.resourceVersion)' > claim.json
kubectl replace --force -f claim.json
sleep 20
