# fails: rightsize/archive, rightsize/search
# Everybody gets a quarter.
kubectl set resources deployment/archive -n office --requests=cpu=250m,memory=256Mi
kubectl set resources deployment/search -n office --requests=cpu=250m,memory=256Mi
kubectl rollout status deployment/mail -n office --timeout=60s
