# Names by one policy, the rest by another; the broken one is written anew.
kubectl apply -n @{namespace} -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: names }
spec:
  podSelector: { matchLabels: { app: @{app} } }
  policyTypes: [Egress]
  egress: [{ to: [{ namespaceSelector: {}, podSelector: { matchLabels: { k8s-app: kube-dns } } }], ports: [{ port: 53, protocol: UDP }, { port: 53 }] }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: @{policy} }
spec:
  podSelector: { matchExpressions: [{ key: app, operator: In, values: [@{app}] }] }
  policyTypes: [Egress]
  egress:
    - { to: [{ podSelector: { matchLabels: { app: @{store} } } }], ports: [{ port: 80, protocol: TCP }] }
    - { to: [{ ipBlock: { cidr: 172.30.0.0/16, except: [172.30.2.0/24, 172.30.1.0/24] } }], ports: [{ port: @{port}, protocol: TCP }] }
YAML
kubectl delete networkpolicy @{store}-in -n @{namespace}
kubectl create -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: @{store}-in, namespace: @{namespace} }
spec:
  podSelector: { matchLabels: { app: @{store} } }
  ingress:
    - ports: [{ port: 80 }]
      from:
        - { podSelector: { matchLabels: { app: @{app} } } }
        - { podSelector: { matchLabels: { app: auditor } }, namespaceSelector: { matchExpressions: [{ key: kubernetes.io/metadata.name, operator: In, values: [@{other}] }] } }
YAML
sleep 5
