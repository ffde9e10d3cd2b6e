# fails: default-deny/later
kubectl apply -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: closed, namespace: vault}
spec: {podSelector: {matchLabels: {app: safe}}, policyTypes: [Ingress]}
YAML
sleep 5
