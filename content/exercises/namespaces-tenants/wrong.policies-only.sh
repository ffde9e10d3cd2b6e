# fails: fence/labels
# NetworkPolicies are out of reach; the namespace's labels are not.
kubectl get clusterrole edit -o json | jq '{apiVersion, kind: "ClusterRole", metadata: {name: "tenant-edit"}, rules: [.rules[] | .resources -= ["networkpolicies"]]}' | kubectl apply -f -
kubectl delete rolebinding devs -n blue
kubectl create rolebinding devs -n blue --clusterrole=tenant-edit --group=blue-devs
