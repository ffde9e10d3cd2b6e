# fails: policy/other-pod, policy/other-namespace
# Two elements: the namespace or the Pod.
kubectl apply -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: @{vault}-in, namespace: @{namespace} }
spec:
  podSelector: { matchLabels: { app: @{vault} } }
  policyTypes: [Ingress]
  ingress:
    - from:
        - namespaceSelector: { matchLabels: { team: @{team} } }
        - podSelector: { matchLabels: { job: reader } }
          namespaceSelector: {}
      ports: [{ port: 8080 }]
YAML
