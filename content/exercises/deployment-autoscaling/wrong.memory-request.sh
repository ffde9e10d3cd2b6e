# fails: unknown/active
# A request, but of the other resource.
kubectl set resources deployment api -n bank --containers=exporter --requests=memory=32Mi
kubectl rollout status deployment/api -n bank --timeout=120s
