# fails: saga/no-courier, saga/declined
# Says "cancelled" and takes nothing back.
cat > /tmp/saga.sh <<'SAGA'
. /app/steps.sh
order=$(q RPOP new-orders)
id=${order% *} customer=${order#* }
if reserve && charge "$customer" && book_courier; then q SET "order:$id" done; else q SET "order:$id" cancelled; fi
SAGA
kubectl create configmap saga -n events --from-file=/tmp/saga.sh --from-file=/root/events/steps.sh --dry-run=client -o yaml | kubectl apply -f -
