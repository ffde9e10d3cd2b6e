kubectl patch networkpolicy @{app}-in -n @{namespace} --type=json -p '@{fault.mend}'
cat <<'YAML' | kubectl apply -f -
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: @{worker}-out
  namespace: @{namespace}
spec:
  podSelector:
    matchLabels:
      role: @{worker}
  policyTypes: [Egress]
  egress:
    - to:
        - namespaceSelector:
            matchLabels:
              zone: inner
          podSelector:
            matchLabels:
              app: @{store}
      ports:
        - protocol: TCP
          port: 6379
    - ports:
        - protocol: UDP
          port: 53
        - protocol: TCP
          port: 53
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: within
  namespace: @{quiet}
spec:
  podSelector: {}
  policyTypes: [Ingress]
  ingress:
    - from:
        - podSelector: {}
YAML
sleep 5
