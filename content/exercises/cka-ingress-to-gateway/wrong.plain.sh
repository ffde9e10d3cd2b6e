# fails: gateway/programmed, gateway/certificate, paths/as-before
# HTTP on port 80, and the Ingress stays.
kubectl apply -n @{namespace} -f - <<'YAML'
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: @{gateway} }
spec:
  gatewayClassName: nginx
  listeners: [{ name: http, port: 80, protocol: HTTP, hostname: @{host} }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: @{route} }
spec:
  parentRefs: [{ name: @{gateway} }]
  rules:
    - backendRefs: [{ name: site, port: 80 }]
    - matches: [{ path: { value: @{path} } }]
      backendRefs: [{ name: @{backend}, port: @{backendPort} }]
YAML
sleep 40
