# fails: upstream/outside, stub/forwarded
# Names written into CoreDNS itself are not asked from anybody.
kubectl get configmap coredns -n kube-system -o yaml |
  sed 's|^\( *\)ready|\1ready\n\1hosts {\n\1   10.20.30.40 wiki.corp.internal\n\1   fallthrough\n\1}|' | kubectl apply -f -
kubectl rollout restart deployment/coredns -n kube-system
kubectl rollout status deployment/coredns -n kube-system --timeout=180s
sleep 10
