# fails: saga/done
# Everything is cancelled.
cat > /tmp/saga.sh <<'SAGA'
. /app/steps.sh
order=$(q RPOP new-orders)
q SET "order:${order% *}" cancelled
SAGA
kubectl create configmap saga -n events --from-file=/tmp/saga.sh --from-file=/root/events/steps.sh --dry-run=client -o yaml | kubectl apply -f -
