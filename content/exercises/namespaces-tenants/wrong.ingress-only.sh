# fails: border/others
# Nobody comes in; but out they go, to everybody else.
for ns in red blue; do
  cat <<'YAML' | kubectl apply -n $ns -f -
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: tenant }
spec:
  podSelector: {}
  ingress: [{ from: [{ podSelector: {} }, { namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: platform } } }] }]
  policyTypes: [Ingress]
YAML
done
