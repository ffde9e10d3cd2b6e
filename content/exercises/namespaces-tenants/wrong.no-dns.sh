# fails: border/inside, border/platform
# Egress is closed, and the DNS with it.
for ns in red blue; do
  cat <<'YAML' | kubectl apply -n $ns -f -
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: tenant }
spec:
  podSelector: {}
  ingress: [{ from: [{ podSelector: {} }, { namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: platform } } }] }]
  egress: [{ to: [{ podSelector: {} }, { namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: platform } } }] }]
  policyTypes: [Ingress, Egress]
YAML
done
