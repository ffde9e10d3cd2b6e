# fails: chain/strangers, chain/first-step, names/only-names
kubectl apply -n @{namespace} -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: out }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress: [{}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: @{store} }
spec:
  podSelector: { matchLabels: { app: @{store} } }
  policyTypes: [Ingress]
  ingress: [{ from: [{ podSelector: { matchLabels: { app: @{middle} } } }], ports: [{ port: @{storePort} }] }]
YAML
sleep 5
