kubectl patch pod @{pod} -n @{namespace} -p '{"metadata": {"labels": @{fault.labels}}}'
cat <<'YAML' | kubectl apply -f -
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: @{vault}-in
  namespace: @{namespace}
spec:
  podSelector:
    matchLabels:
      app: @{vault}
  policyTypes: [Ingress]
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              team: @{team}
          podSelector:
            matchLabels:
              job: reader
      ports:
        - protocol: TCP
          port: 8080
YAML
sleep 5
