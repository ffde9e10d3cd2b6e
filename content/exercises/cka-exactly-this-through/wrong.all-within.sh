# fails: chain/first-step, chain/second-step, names/only-names, watcher/still-denied
# The whole namespace talks, and to all of kube-system; the given policy is emptied.
kubectl apply -n @{namespace} -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: within }
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
  ingress: [{ from: [{ podSelector: {} }] }]
  egress: [{ to: [{ podSelector: {} }, { namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } } }] }]
YAML
kubectl patch networkpolicy default-deny -n @{namespace} -p '{"spec": {"policyTypes": ["Ingress"]}}'
sleep 5
