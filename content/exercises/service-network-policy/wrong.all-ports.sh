# fails: tiers/web-admin, tiers/web-db
# Neighbours in general instead of one in particular, and every port.
kubectl apply -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: neighbours, namespace: shop}
spec:
  podSelector: {}
  ingress: [{from: [{podSelector: {}}]}]
YAML
sleep 5
