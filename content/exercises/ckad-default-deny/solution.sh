kubectl delete networkpolicy earlier -n @{namespace}
cat <<'YAML' | kubectl apply -f -
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: default
  namespace: @{namespace}
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
  egress:
    - ports:
        - port: 53
          protocol: UDP
        - port: 53
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: @{front}
  namespace: @{namespace}
spec:
  podSelector:
    matchLabels:
      app: @{front}
  policyTypes: [Ingress, Egress]
  ingress:
    - from:
        - namespaceSelector: {}
      ports:
        - port: 80
  egress:
    - to:
        - podSelector:
            matchLabels:
              app: @{back}
      ports:
        - port: 8080
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: @{back}
  namespace: @{namespace}
spec:
  podSelector:
    matchLabels:
      app: @{back}
  policyTypes: [Ingress]
  ingress:
    - from:
        - podSelector:
            matchLabels:
              app: @{front}
      ports:
        - port: 8080
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: @{other}
      ports:
        - port: @{metrics.port}
YAML
sleep 5
