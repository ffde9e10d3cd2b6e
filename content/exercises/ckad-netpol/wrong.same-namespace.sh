# fails: policy/allowed
# A podSelector alone means Pods of the policy's own namespace.
kubectl apply -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: @{vault}-in, namespace: @{namespace} }
spec:
  podSelector: { matchLabels: { app: @{vault} } }
  policyTypes: [Ingress]
  ingress: [{ from: [{ podSelector: { matchLabels: { job: reader } } }], ports: [{ port: 8080 }] }]
YAML
