# A policy for each direction; DNS to any address; two halves of the address space and Pods by namespace.
for direction in Ingress Egress; do
  echo "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: no-${direction,}, namespace: @{namespace}}, spec: {podSelector: {}, policyTypes: [$direction]}}" | kubectl apply -f -
done
cat <<'YAML' | kubectl apply -f -
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: names, namespace: '@{namespace}' }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress: [{ ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }], to: [{ namespaceSelector: {}, podSelector: { matchLabels: { k8s-app: kube-dns } } }] }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ask, namespace: '@{namespace}' }
spec:
  podSelector: { matchLabels: { app: '@{front}' } }
  policyTypes: [Egress]
  egress: [{ ports: [{ port: 8080 }], to: [{ podSelector: { matchExpressions: [{ key: app, operator: In, values: ['@{back}'] }] } }] }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: answer, namespace: '@{namespace}' }
spec:
  podSelector: { matchLabels: { app: '@{back}' } }
  ingress:
    - { ports: [{ port: 8080 }], from: [{ podSelector: { matchLabels: { app: '@{front}' } } }] }
    - { ports: [{ port: 8080 }], from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: '@{watch}' } }, podSelector: {} }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: away-from-metadata, namespace: '@{open}' }
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
  ingress: [{}]
  egress:
    - to: [{ namespaceSelector: {} }]
    - to: [{ ipBlock: { cidr: 0.0.0.0/1 } }, { ipBlock: { cidr: 128.0.0.0/1, except: [169.254.169.254/32] } }]
YAML
