# fails: rightsize/all-run, rightsize/archive
kubectl set resources deployment/mail -n office --requests=cpu=100m,memory=64Mi
kubectl rollout status deployment/mail -n office --timeout=60s
