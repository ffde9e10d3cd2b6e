# fails: out/not-elsewhere, out/others
# Two elements: the namespace or the Pod; and nobody may come in.
kubectl create -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: @{worker}-out, namespace: @{namespace} }
spec:
  podSelector: { matchLabels: { role: @{worker} } }
  policyTypes: [Ingress, Egress]
  egress:
    - to:
        - namespaceSelector: { matchLabels: { zone: inner } }
        - podSelector: { matchLabels: { app: @{store} } }
    - ports: [{ protocol: UDP, port: 53 }]
YAML
sleep 5
