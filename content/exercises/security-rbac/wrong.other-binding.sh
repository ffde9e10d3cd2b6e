# fails: too-much/not-admin, too-much/not-by-escalation
# The account's own binding was the harmless one; the rights come from its group.
kubectl delete clusterrolebinding metrics-reader
kubectl patch clusterrolebinding monitor-quick-fix -p '{"metadata":{"labels":{"checked":"yes"}}}'
