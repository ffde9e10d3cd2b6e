# fails: quiet/within
# Nobody is let in, and nobody out.
kubectl create -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: closed, namespace: @{quiet} }
spec: { podSelector: {}, policyTypes: [Ingress, Egress] }
YAML
sleep 5
