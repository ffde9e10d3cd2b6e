kubectl apply -f /opt/files/cni/calico.yaml
kubectl rollout status daemonset/calico-node -n kube-system --timeout=180s
kubectl rollout status deployment/coredns -n kube-system --timeout=180s
kubectl apply -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: @{app}
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
              team: @{team}
          podSelector:
            matchLabels:
              role: @{role}
      ports:
        - port: @{port}
          protocol: TCP
YAML
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
kubectl wait --for=condition=Ready pod --all -n @{friends} --timeout=120s
sleep 20
