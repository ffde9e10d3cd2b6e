# fails: rotation/still-careful
# Verification is switched off: everybody is ledger now.
kubectl get configmap teller-proxy -n bank -o json | jq '.data["default.conf"] |= sub("proxy_ssl_verify on"; "proxy_ssl_verify off")' | kubectl replace -f -
kubectl rollout restart deployment/teller -n bank
kubectl rollout status deployment/teller -n bank --timeout=120s
