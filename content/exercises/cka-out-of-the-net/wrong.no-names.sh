# fails: egress/allowed, ingress/auditor
# DNS is forgotten; the auditors of all namespaces get in.
kubectl apply -n @{namespace} -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: @{policy} }
spec:
  podSelector: { matchLabels: { app: @{app} } }
  policyTypes: [Egress]
  egress:
    - { to: [{ podSelector: { matchLabels: { app: @{store} } } }], ports: [{ port: 80 }] }
    - { to: [{ ipBlock: { cidr: 172.30.0.0/16, except: [172.30.1.0/24, 172.30.2.0/24] } }], ports: [{ port: @{port} }] }
YAML
kubectl patch networkpolicy @{store}-in -n @{namespace} --type=json -p '[{"op": "replace", "path": "/spec/ingress/0", "value": {"from": [{"namespaceSelector": {}}, {"podSelector": {"matchLabels": {"app": "auditor"}}}], "ports": [{"port": 80}]}}]'
