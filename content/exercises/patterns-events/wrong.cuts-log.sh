# fails: replay/log-untouched
# The refunds are appended to the log a second time.
kubectl exec -n events deployment/queue -- redis-cli LSET ledger 0 "deposited mina 112"
kubectl exec -n events deployment/queue -- redis-cli RPUSH ledger "refunded mina 12" "refunded jun 5" "refunded sora 7"
kubectl exec -n events deployment/queue -- redis-cli LPOP ledger
sleep 20
