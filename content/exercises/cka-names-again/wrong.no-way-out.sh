# fails: cluster/outside, zone/forwarded
# All that is not of the cluster goes to the new server, by a name that it cannot resolve.
@{fault.mend}
kubectl get configmap coredns -n kube-system -o json |
  jq '.data.Corefile |= gsub("forward . /etc/resolv.conf"; "forward @{zone} 10.96.0.99")' | kubectl replace -f -
kubectl rollout restart deployment/coredns -n kube-system
kubectl rollout status deployment/coredns -n kube-system --timeout=120s
