# The Service names the number, a policy is added.
@{proxy.other}
kubectl patch service @{app} -n @{namespace} --type=json -p '[{"op": "replace", "path": "/spec/ports/0/targetPort", "value": 8080}]'
kubectl apply -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: @{app}-visitors
  namespace: @{namespace}
spec:
  podSelector:
    matchLabels:
      app: @{app}
  policyTypes:
    - Ingress
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: @{visitor}
          podSelector:
            matchLabels:
              role: client
      ports:
        - port: 8080
          protocol: TCP
YAML
kubectl rollout status daemonset/kube-proxy -n kube-system --timeout=120s
sleep 20
