# fails: cluster/both, zone/follows, alias/same-address
@{fault.mend}
kubectl scale deployment coredns -n kube-system --replicas=1
kubectl exec -n @{namespace} client -- sh -c 'echo "@{record.address} @{record.name}.@{zone} @{alias}" >> /etc/hosts'
sleep 60
