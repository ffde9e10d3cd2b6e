# fails: policy/new-namespace, policy/others-open
# The namespace of today by its name, and the whole namespace is closed.
kubectl apply -f /opt/files/cni/calico.yaml
kubectl apply -n @{namespace} -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: open }
spec:
  podSelector: {}
  ingress:
    - from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: @{friends} } }, podSelector: { matchLabels: { role: @{role} } } }]
      ports: [{ port: @{port} }]
YAML
sleep 90
