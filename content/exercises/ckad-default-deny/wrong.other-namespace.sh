# fails: closed/kept, closed/new-pods
# Policies where the callers are.
for namespace in default @{other}; do
  kubectl apply -n $namespace -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default }
spec: { podSelector: {}, policyTypes: [Ingress] }
YAML
done
sleep 5
