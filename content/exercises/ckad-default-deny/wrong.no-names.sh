# fails: closed/new-pods, flows/allowed
# Everything is closed, and nobody finds anything by name.
kubectl delete networkpolicy earlier -n @{namespace}
cat <<'YAML' | kubectl apply -n @{namespace} -f -
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default }
spec: { podSelector: {}, policyTypes: [Ingress, Egress] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: front }
spec:
  podSelector: { matchLabels: { app: '@{front}' } }
  ingress: [{ ports: [{ port: 80 }] }]
  egress: [{ to: [{ podSelector: { matchLabels: { app: '@{back}' } } }], ports: [{ port: 8080 }] }]
  policyTypes: [Ingress, Egress]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: back }
spec:
  podSelector: { matchLabels: { app: '@{back}' } }
  ingress: [{ from: [{ podSelector: { matchLabels: { app: '@{front}' } } }], ports: [{ port: 8080 }] }]
YAML
sleep 5
