# Calico is told the range; two policies, one that closes and one that opens.
sed -i 's/# - name: CALICO_IPV4POOL_CIDR/- name: CALICO_IPV4POOL_CIDR/; s|#   value: "192.168.0.0/16"|  value: "@{range.cidr}"|' /opt/files/cni/calico.yaml
kubectl create -f /opt/files/cni/calico.yaml
kubectl apply -n @{namespace} -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: close }
spec: { podSelector: { matchExpressions: [{ key: app, operator: In, values: [@{app}] }] }, policyTypes: [Ingress] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: open }
spec:
  podSelector: { matchLabels: { app: @{app} } }
  ingress:
    - from: [{ namespaceSelector: { matchExpressions: [{ key: team, operator: In, values: [@{team}] }] }, podSelector: { matchLabels: { role: @{role} } } }]
      ports: [{ port: @{port} }]
YAML
kubectl wait --for=condition=Ready node --all --timeout=180s
kubectl rollout status deployment/coredns -n kube-system --timeout=180s
sleep 60
