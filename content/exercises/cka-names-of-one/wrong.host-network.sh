# fails: pods/follows, members/set, members/all-addresses
# The Pods use the node's network; the set has one Pod.
kubectl patch deployment @{app} -n @{namespace} -p '{"spec": {"template": {"spec": {"hostNetwork": true, "dnsPolicy": "ClusterFirstWithHostNet", "dnsConfig": null, "hostAliases": null}}}}'
kubectl scale statefulset @{set} -n @{namespace} --replicas=1
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
