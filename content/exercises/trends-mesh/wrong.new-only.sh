# fails: rotation/both
# The new authority in the place of the old one: archive is a stranger now.
kubectl create configmap trust -n bank --from-file=ca.crt=/root/mesh/new-ca.crt --dry-run=client -o yaml | kubectl replace -f -
kubectl rollout restart deployment/teller -n bank
kubectl rollout status deployment/teller -n bank --timeout=120s
