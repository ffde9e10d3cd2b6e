# fails: till/once
# Nothing is lost, but what comes twice counts twice.
cat > /tmp/till.sh <<'TILL'
q() { redis-cli -h queue "$@"; }
while begun=$(q LMOVE doing payments RIGHT RIGHT) && [ -n "$begun" ]; do :; done
while :; do
  payment=$(q LMOVE payments doing RIGHT LEFT)
  if [ -z "$payment" ]; then sleep 1; continue; fi
  sleep 3
  q INCRBY revenue "${payment#* }"
  q LREM doing 1 "$payment"
done
TILL
kubectl create configmap till -n events --from-file=/tmp/till.sh --dry-run=client -o yaml | kubectl apply -f -
kubectl rollout restart deployment/till -n events
kubectl rollout status deployment/till -n events --timeout=120s
