# fails: replay/right
# The sums come out right, and the log says now that everything was refunded twice.
kubectl exec -n events deployment/queue -- redis-cli RPUSH ledger "refunded mina 12" "refunded jun 5" "refunded sora 7"
sleep 20
