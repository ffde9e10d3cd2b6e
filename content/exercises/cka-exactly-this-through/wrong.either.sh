# fails: watcher/scraper
# Two elements instead of one: the namespace or the label.
kubectl apply -n @{namespace} -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: watch }
spec:
  podSelector: { matchLabels: { app: @{middle} } }
  policyTypes: [Ingress]
  ingress:
    - from:
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: @{watcher} } }
        - podSelector: { matchLabels: { app: @{scraper} } }
      ports: [{ port: 9100 }]
YAML
sleep 5
