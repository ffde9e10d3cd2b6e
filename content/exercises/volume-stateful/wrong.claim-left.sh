# fails: stuck/ready, stuck/claims
# The claim of the first attempt is still there, and is used again.
kubectl get statefulset ledger -n bank -o yaml | sed 's/csi-hostpath-ssd/csi-hostpath-sc/' > ledger.yaml
kubectl delete statefulset ledger -n bank
kubectl create -f ledger.yaml
sleep 30
