# fails: saga/declined
# Takes back what was never done: jun gets 30 that he has not paid.
cat > /tmp/saga.sh <<'SAGA'
. /app/steps.sh
order=$(q RPOP new-orders)
id=${order% *} customer=${order#* }
if reserve && charge "$customer" && book_courier; then
  q SET "order:$id" done
else
  refund "$customer"
  release
  q SET "order:$id" cancelled
fi
SAGA
kubectl create configmap saga -n events --from-file=/tmp/saga.sh --from-file=/root/events/steps.sh --dry-run=client -o yaml | kubectl apply -f -
