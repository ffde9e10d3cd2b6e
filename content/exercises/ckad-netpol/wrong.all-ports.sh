# fails: policy/other-port, policy/other-direction
# Every port, and nothing goes out any more.
kubectl apply -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: @{vault}-in, namespace: @{namespace} }
spec:
  podSelector: { matchLabels: { app: @{vault} } }
  policyTypes: [Ingress, Egress]
  ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: @{team} } }, podSelector: { matchLabels: { job: reader } } }] }]
YAML
