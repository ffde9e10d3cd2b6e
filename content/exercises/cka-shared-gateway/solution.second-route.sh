# The route is patched, a second one has the header.
kubectl label namespace @{namespace} gateway-access=yes --overwrite
kubectl patch httproute @{route} -n @{namespace} --type=merge -p '{"spec": {"parentRefs": [{"name": "@{gateway}", "namespace": "@{infra}", "sectionName": "http"}], "rules": [{"backendRefs": [{"name": "stable", "port": 80, "weight": @{split.stable}}, {"name": "fresh", "port": 80, "weight": @{split.fresh}}]}]}}'
kubectl apply -n @{namespace} -f - <<'YAML'
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: @{route}-early }
spec:
  parentRefs: [{ name: @{gateway}, namespace: @{infra} }]
  hostnames: [@{host}]
  rules:
    - matches: [{ path: { type: PathPrefix, value: / }, headers: [{ type: Exact, name: @{header}, value: '@{value}' }] }]
      filters: [{ type: RequestHeaderModifier, requestHeaderModifier: { add: [{ name: X-Track, value: @{track} }] } }]
      backendRefs: [{ name: fresh, port: 80 }]
YAML
sleep 20
