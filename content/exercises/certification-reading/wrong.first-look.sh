# fails: inventory/unbounded, inventory/key-users, inventory/network
# Only the first container, only volumes, and the ranges the wrong way round.
kubectl get deployments -A -o json | jq -r '.items[] | select(.spec.template.spec.containers[0].resources.limits.memory == null) | "\(.metadata.namespace)/\(.metadata.name)"' > /root/inventory/unbounded.txt
kubectl get deployments -n ledger -o json | jq -r '.items[] | select(any(.spec.template.spec.volumes[]?; .secret.secretName == "signing-key")) | .metadata.name' > /root/inventory/key-users.txt
printf '192.168.0.0/16\n10.96.0.0/12\n' > /root/inventory/network.txt
