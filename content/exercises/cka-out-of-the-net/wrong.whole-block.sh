# fails: egress/denied, egress/new-pods, policy/block
# Nothing is taken out of the block, and any port is open.
kubectl apply -n @{namespace} -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: @{policy} }
spec:
  podSelector: { matchLabels: { app: @{app} } }
  policyTypes: [Egress]
  egress:
    - { to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } } }], ports: [{ port: 53, protocol: UDP }] }
    - { to: [{ podSelector: { matchLabels: { app: @{store} } } }] }
    - { to: [{ ipBlock: { cidr: 172.30.0.0/16 } }] }
YAML
