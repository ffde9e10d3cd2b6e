# fails: cluster/services, cluster/both, cluster/outside
# Pods of their own serve instead; the cluster's stay as they are.
kubectl rollout restart deployment/names -n @{namespace}
kubectl create deployment dns -n kube-system --image=registry.k8s.io/coredns/coredns:v1.13.1
sleep 30
