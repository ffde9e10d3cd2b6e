# fails: storm/survives
# Nobody tries again: with one stock ill, every other click fails.
for name in edge api; do
  kubectl get configmap $name -n shop -o yaml | sed 's/proxy_next_upstream error timeout http_503;/proxy_next_upstream off;/' | kubectl apply -f -
done
kubectl rollout restart deployment/edge deployment/api -n shop
for name in edge api; do kubectl rollout status deployment/$name -n shop --timeout=120s; done
