# fails: default-deny/out
kubectl apply -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: closed, namespace: vault}
spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
YAML
sleep 5
