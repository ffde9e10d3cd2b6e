# fails: pending/announced
kubectl apply -f - <<'YAML'
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: {name: pool, namespace: metallb-system}
spec: {addresses: [172.30.1.200-172.30.1.220]}
YAML
sleep 15
