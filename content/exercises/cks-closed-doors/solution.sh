cat <<'YAML' | kubectl apply -n @{namespace} -f -
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: closed }
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
  egress:
    - ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]
      to:
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }
          podSelector: { matchLabels: { k8s-app: kube-dns } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: '@{front}' }
spec:
  podSelector: { matchLabels: { app: '@{front}' } }
  policyTypes: [Egress]
  egress:
    - ports: [{ port: 8080 }]
      to: [{ podSelector: { matchLabels: { app: '@{back}' } } }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: '@{back}' }
spec:
  podSelector: { matchLabels: { app: '@{back}' } }
  policyTypes: [Ingress]
  ingress:
    - ports: [{ port: 8080 }]
      from:
        - podSelector: { matchLabels: { app: '@{front}' } }
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: '@{watch}' } }
YAML
cat <<'YAML' | kubectl apply -n @{open} -f -
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: no-metadata }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to: [{ ipBlock: { cidr: 0.0.0.0/0, except: [169.254.169.254/32] } }]
YAML
