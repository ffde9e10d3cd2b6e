# A payment stays where it is until it is booked; a saga that remembers by its exit path; replay while the projector waits; contexts by kubectl; overlays with patches.
kubectl create configmap till -n events --dry-run=client -o yaml --from-file=till.sh=/dev/stdin <<'TILL' | kubectl replace -f -
q() { redis-cli -h queue "$@"; }
while :; do
  payment=$(q LINDEX payments -1)
  if [ -z "$payment" ]; then sleep 1; continue; fi
  set -- $payment
  if [ "$(q HEXISTS bookings "$1")" = 1 ]; then q RPOP payments; continue; fi
  sleep 3
  printf 'MULTI\nHSET bookings %s %s\nINCRBY revenue %s\nRPOP payments\nEXEC\n' "$1" "$2" "$2" | q
done
TILL
kubectl rollout restart deployment/till -n events

cat > /tmp/saga.sh <<'SAGA'
. /app/steps.sh
set -- $(q RPOP new-orders)
[ -n "$1" ] || exit 0
if reserve; then
  if charge "$2"; then
    if book_courier; then
      q SET "order:$1" done
      exit 0
    fi
    refund "$2"
  fi
  release
fi
q SET "order:$1" cancelled
SAGA
kubectl create configmap saga -n events --from-file=/tmp/saga.sh --from-file=/root/events/steps.sh --dry-run=client -o yaml | kubectl replace -f -

kubectl scale deployment/projector -n events --replicas=0
kubectl wait --for=delete pod -n events -l app=projector --timeout=60s
kubectl exec -n events deployment/queue -- redis-cli DEL balances
kubectl exec -n events deployment/queue -- redis-cli SET projector:offset 0
kubectl scale deployment/projector -n events --replicas=1

cp /root/clusters/east.conf /root/fleet.conf
export KUBECONFIG=/root/fleet.conf
kubectl config rename-context kubernetes-admin@kubernetes east
raw() { kubectl --kubeconfig /root/clusters/west.conf config view --raw -o jsonpath="{$1}"; }
raw '.clusters[0].cluster.certificate-authority-data' | base64 -d > /tmp/ca.crt
raw '.users[0].user.client-certificate-data' | base64 -d > /tmp/admin.crt
raw '.users[0].user.client-key-data' | base64 -d > /tmp/admin.key
kubectl config set-cluster west --server="$(raw '.clusters[0].cluster.server')" --certificate-authority=/tmp/ca.crt --embed-certs=true
kubectl config set-credentials west --client-certificate=/tmp/admin.crt --client-key=/tmp/admin.key --embed-certs=true
kubectl config set-context west --cluster=west --user=west
unset KUBECONFIG

for name in east west; do
  mkdir -p /root/fleet/overlays/$name
  cat > /root/fleet/overlays/$name/kustomization.yaml <<YAML
namespace: shop
resources: [../../base]
patches:
  - target: {kind: Deployment, name: shop}
    patch: '[{"op": "replace", "path": "/spec/replicas", "value": $([ $name = east ] && echo 2 || echo 5)}]'
  - target: {kind: ConfigMap, name: region}
    patch: '[{"op": "replace", "path": "/data/REGION", "value": "$name"}]'
YAML
done
kubectl kustomize /root/fleet/overlays/east | kubectl apply -f -
kubectl rollout status deployment/shop -n shop --timeout=120s
kubectl rollout status deployment/till -n events --timeout=120s
sleep 25
