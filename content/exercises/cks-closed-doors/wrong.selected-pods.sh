# fails: closed/closed-in, closed/new-pods, metadata/blocked
# Only the Pods that there are, and every port between them; the metadata's block is an allowance, not a refusal.
cat <<'YAML' | kubectl apply -f -
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: '@{front}', namespace: '@{namespace}' }
spec:
  podSelector: { matchLabels: { app: '@{front}' } }
  policyTypes: [Ingress, Egress]
  egress:
    - to: [{ podSelector: { matchLabels: { app: '@{back}' } } }, { namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } } }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: '@{back}', namespace: '@{namespace}' }
spec:
  podSelector: { matchLabels: { app: '@{back}' } }
  policyTypes: [Ingress, Egress]
  ingress:
    - from: [{ podSelector: { matchLabels: { app: '@{front}' } } }, { namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: '@{watch}' } } }]
  egress:
    - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } } }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: no-metadata, namespace: '@{open}' }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress: [{ to: [{ ipBlock: { cidr: 0.0.0.0/0 } }] }]
YAML
