# fails: door/nothing-else
# Everything leads to orders.
kubectl apply -f - <<'YAML'
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: api, namespace: shop }
spec:
  parentRefs: [{ name: door }]
  hostnames: [api.example.com]
  rules:
    - filters:
        - { type: RequestHeaderModifier, requestHeaderModifier: { remove: [X-Internal-User], set: [{ name: X-Gateway, value: door }] } }
      backendRefs: [{ name: orders, port: 80 }]
YAML
sleep 10
