# fails: door/stripped, door/no-forged-header, door/marked
# A route without filters.
kubectl apply -f - <<'YAML'
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: api, namespace: shop }
spec:
  parentRefs: [{ name: door }]
  hostnames: [api.example.com]
  rules:
    - matches: [{ path: { value: /orders } }]
      backendRefs: [{ name: orders, port: 80 }]
YAML
sleep 10
