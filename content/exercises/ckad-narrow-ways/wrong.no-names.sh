# fails: out/store
# Without DNS nothing is found by name.
kubectl create -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: @{worker}-out, namespace: @{namespace} }
spec:
  podSelector: { matchLabels: { role: @{worker} } }
  policyTypes: [Egress]
  egress: [{ to: [{ namespaceSelector: { matchLabels: { zone: inner } }, podSelector: { matchLabels: { app: @{store} } } }], ports: [{ port: 6379 }] }]
YAML
sleep 5
