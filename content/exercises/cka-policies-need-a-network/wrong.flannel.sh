# fails: network/enforced, policy/only-them
kubectl apply -f /opt/files/cni/flannel.yaml
kubectl apply -n @{namespace} -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: open }
spec:
  podSelector: { matchLabels: { app: @{app} } }
  ingress:
    - from: [{ namespaceSelector: { matchLabels: { team: @{team} } }, podSelector: { matchLabels: { role: @{role} } } }]
      ports: [{ port: @{port} }]
YAML
sleep 90
