cd /root/events
cat > till.sh <<'TILL'
q() { redis-cli -h queue "$@"; }
while begun=$(q LMOVE doing payments RIGHT RIGHT) && [ -n "$begun" ]; do :; done
while :; do
  payment=$(q LMOVE payments doing RIGHT LEFT)
  if [ -z "$payment" ]; then sleep 1; continue; fi
  id=${payment% *} amount=${payment#* }
  if [ "$(q SISMEMBER booked "$id")" = 0 ]; then
    sleep 3
    printf 'MULTI\nSADD booked %s\nINCRBY revenue %s\nEXEC\n' "$id" "$amount" | q > /dev/null
  fi
  q LREM doing 1 "$payment" > /dev/null
done
TILL
kubectl create configmap till -n events --from-file=till.sh --dry-run=client -o yaml | kubectl apply -f -
kubectl rollout restart deployment/till -n events

cat > saga.sh <<'SAGA'
. /app/steps.sh
order=$(q RPOP new-orders)
if [ -z "$order" ]; then exit 0; fi
id=${order% *} customer=${order#* }
cancel() {
  for step in $undo; do $step "$customer"; done
  q SET "order:$id" cancelled
  exit 0
}
reserve || cancel
undo='release'
charge "$customer" || cancel
undo='refund release'
book_courier || cancel
q SET "order:$id" done
SAGA
kubectl create configmap saga -n events --from-file=saga.sh --from-file=steps.sh --dry-run=client -o yaml | kubectl apply -f -

kubectl exec -i -n events deployment/queue -- redis-cli <<'REDIS'
MULTI
DEL balances
SET projector:offset 0
EXEC
REDIS

cd /root/clusters
for name in east west; do
  sed "s/kubernetes-admin@kubernetes/$name/; s/: kubernetes-admin$/: $name-admin/; s/: kubernetes$/: $name/" $name.conf > /tmp/$name.conf
done
KUBECONFIG=/tmp/east.conf:/tmp/west.conf kubectl config view --flatten > /root/fleet.conf
kubectl --kubeconfig /root/fleet.conf config use-context east

for line in 'east 2' 'west 5'; do
  set -- $line
  mkdir -p /root/fleet/overlays/$1
  cat > /root/fleet/overlays/$1/kustomization.yaml <<YAML
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: shop
resources:
  - ../../base
replicas:
  - name: shop
    count: $2
patches:
  - patch: |
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: region
      data:
        REGION: $1
YAML
done
kubectl apply -k /root/fleet/overlays/east
kubectl rollout status deployment/shop -n shop --timeout=120s
kubectl rollout status deployment/till -n events --timeout=120s
kubectl rollout status deployment/projector -n events --timeout=120s
sleep 20
