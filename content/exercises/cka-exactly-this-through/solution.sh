kubectl apply -n @{namespace} -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: @{front}
spec:
  podSelector:
    matchLabels:
      app: @{front}
  policyTypes: [Egress]
  egress:
    - to:
        - podSelector:
            matchLabels:
              app: @{middle}
      ports:
        - port: @{apiPort}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: @{middle}
spec:
  podSelector:
    matchLabels:
      app: @{middle}
  policyTypes: [Ingress, Egress]
  ingress:
    - from:
        - podSelector:
            matchLabels:
              app: @{front}
      ports:
        - port: @{apiPort}
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: @{watcher}
          podSelector:
            matchLabels:
              app: @{scraper}
      ports:
        - port: 9100
  egress:
    - to:
        - podSelector:
            matchLabels:
              app: @{store}
      ports:
        - port: @{storePort}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: @{store}
spec:
  podSelector:
    matchLabels:
      app: @{store}
  policyTypes: [Ingress]
  ingress:
    - from:
        - podSelector:
            matchLabels:
              app: @{middle}
      ports:
        - port: @{storePort}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: names
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: kube-system
          podSelector:
            matchLabels:
              k8s-app: kube-dns
      ports:
        - port: 53
          protocol: UDP
        - port: 53
          protocol: TCP
YAML
sleep 5
