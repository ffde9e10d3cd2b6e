# fails: fence/only-front-comes-in
# An empty podSelector in `from` is every Pod of the namespace, and newcomers have no policy of their own.
kubectl apply -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: cart, namespace: shop }
spec:
  podSelector: { matchLabels: { app: cart } }
  policyTypes: [Ingress, Egress]
  ingress: [{ from: [{ podSelector: {} }] }]
YAML
