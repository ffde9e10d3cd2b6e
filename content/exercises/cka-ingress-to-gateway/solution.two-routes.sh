# The preview has a route of its own; nothing says more than it must.
kubectl apply -n @{namespace} -f - <<'YAML'
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: @{gateway} }
spec:
  gatewayClassName: nginx
  listeners:
    - { name: secure, port: 443, protocol: HTTPS, hostname: @{host}, tls: { mode: Terminate, certificateRefs: [{ kind: Secret, name: @{secret} }] } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: @{route} }
spec:
  parentRefs: [{ name: @{gateway}, sectionName: secure }]
  rules:
    - backendRefs: [{ name: site, port: 80 }]
    - matches: [{ path: { value: @{path} } }]
      backendRefs: [{ name: @{backend}, port: @{backendPort} }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: preview }
spec:
  parentRefs: [{ name: @{gateway} }]
  rules:
    - matches: [{ headers: [{ name: @{header}, value: 'yes' }] }]
      backendRefs: [{ name: preview, port: 80 }]
YAML
kubectl delete ingress --all -n @{namespace}
kubectl wait -n @{namespace} --for=condition=Programmed gateway/@{gateway} --timeout=120s
sleep 40
