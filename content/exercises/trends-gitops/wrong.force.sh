# fails: owner/state, owner/no-conflict
# Who forces takes all fields of the manifest, the number of replicas too.
kubectl apply --server-side --field-manager=gitops --force-conflicts -f /root/pay/api.yaml
kubectl rollout status deployment/api -n pay --timeout=120s
