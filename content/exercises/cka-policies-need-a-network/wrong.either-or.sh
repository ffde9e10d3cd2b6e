# fails: policy/only-them
# Two elements: either the namespace or the label; and any port.
kubectl apply -f /opt/files/cni/calico.yaml
kubectl apply -n @{namespace} -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: open }
spec:
  podSelector: { matchLabels: { app: @{app} } }
  ingress:
    - from: [{ namespaceSelector: { matchLabels: { team: @{team} } } }, { podSelector: { matchLabels: { role: @{role} } } }]
YAML
sleep 90
