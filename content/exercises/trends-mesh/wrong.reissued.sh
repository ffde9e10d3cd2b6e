# fails: rotation/identities
# ledger shows a certificate of the old authority: that of archive.
kubectl get secret archive-tls -n bank -o json | jq '{data: .data}' > s.json
kubectl patch secret ledger-tls -n bank --patch-file s.json
kubectl rollout restart deployment/ledger -n bank
kubectl rollout status deployment/ledger -n bank --timeout=120s
