# fails: egress/new-pods, ingress/app
# The policy is for all Pods of the namespace, and the one way in is written over the other.
kubectl apply -n @{namespace} -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: @{policy} }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - { to: [{ namespaceSelector: {} }], ports: [{ port: 53, protocol: UDP }, { port: 53 }] }
    - { to: [{ podSelector: { matchLabels: { app: @{store} } } }], ports: [{ port: 80 }] }
    - { to: [{ ipBlock: { cidr: 172.30.0.0/16, except: [172.30.1.0/24, 172.30.2.0/24] } }], ports: [{ port: @{port} }] }
YAML
kubectl patch networkpolicy @{store}-in -n @{namespace} --type=merge -p '{"spec": {"ingress": [{"from": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "@{other}"}}, "podSelector": {"matchLabels": {"app": "auditor"}}}], "ports": [{"port": 80}]}]}}'
