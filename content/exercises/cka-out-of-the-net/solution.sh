kubectl apply -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: @{policy}
  namespace: @{namespace}
spec:
  podSelector:
    matchLabels:
      app: @{app}
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
        - protocol: UDP
          port: 53
        - protocol: TCP
          port: 53
    - to:
        - podSelector:
            matchLabels:
              app: @{store}
      ports:
        - port: 80
    - to:
        - ipBlock:
            cidr: 172.30.0.0/16
            except: [172.30.1.0/24, 172.30.2.0/24]
      ports:
        - port: @{port}
YAML
kubectl patch networkpolicy @{store}-in -n @{namespace} --type=json -p '[{"op": "replace", "path": "/spec/ingress/0", "value": {
  "from": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "@{other}"}}, "podSelector": {"matchLabels": {"app": "auditor"}}}],
  "ports": [{"port": 80}]}}]'
