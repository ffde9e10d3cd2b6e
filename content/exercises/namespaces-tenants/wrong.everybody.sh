# fails: border/apart, border/others
# An empty namespaceSelector is every namespace.
for ns in red blue; do
  cat <<'YAML' | kubectl apply -n $ns -f -
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: tenant }
spec:
  podSelector: {}
  ingress: [{ from: [{ namespaceSelector: {} }] }]
  egress: [{ to: [{ namespaceSelector: {} }] }]
  policyTypes: [Ingress, Egress]
YAML
done
