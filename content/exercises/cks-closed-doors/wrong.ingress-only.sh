# fails: closed/closed-out
cat <<'YAML' | kubectl apply -n @{namespace} -f -
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: closed }
spec: { podSelector: {} }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: '@{back}' }
spec:
  podSelector: { matchLabels: { app: '@{back}' } }
  ingress:
    - ports: [{ port: 8080 }]
      from:
        - podSelector: { matchLabels: { app: '@{front}' } }
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: '@{watch}' } }
YAML
