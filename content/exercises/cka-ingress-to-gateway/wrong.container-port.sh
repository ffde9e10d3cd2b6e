# fails: paths/as-before, paths/attached, paths/ingress-gone, preview/by-header
# The port of the Pods instead of the Service's; exact paths.
kubectl apply -n @{namespace} -f - <<'YAML'
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: @{gateway} }
spec:
  gatewayClassName: nginx
  listeners: [{ name: https, port: 443, protocol: HTTPS, hostname: @{host}, tls: { certificateRefs: [{ name: @{secret} }] } }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: @{route} }
spec:
  parentRefs: [{ name: @{gateway} }]
  rules:
    - backendRefs: [{ name: site, port: 80 }]
    - matches: [{ path: { type: Exact, value: @{path} } }]
      backendRefs: [{ name: @{backend}, port: 8080 }]
YAML
sleep 40
