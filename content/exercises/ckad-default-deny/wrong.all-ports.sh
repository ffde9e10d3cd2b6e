# fails: flows/no-more, metrics/scraped
# Whole Pods and namespaces are let in, and the earlier policy stays.
cat <<'YAML' | kubectl apply -n @{namespace} -f -
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default }
spec: { podSelector: {}, policyTypes: [Ingress, Egress], egress: [{ ports: [{ port: 53, protocol: UDP }] }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: front }
spec:
  podSelector: { matchLabels: { app: '@{front}' } }
  policyTypes: [Ingress, Egress]
  ingress: [{}]
  egress: [{ to: [{ podSelector: { matchLabels: { app: '@{back}' } } }] }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: back }
spec:
  podSelector: { matchLabels: { app: '@{back}' } }
  ingress: [{ from: [{ podSelector: {} }, { namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: '@{other}' } } }] }]
YAML
sleep 5
