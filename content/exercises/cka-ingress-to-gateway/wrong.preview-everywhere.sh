# fails: preview/by-header, gateway/certificate
# The header wins over the path, too; and the certificate is a new one.
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=@{host} -keyout /tmp/n.key -out /tmp/n.crt
kubectl create secret tls fresh -n @{namespace} --cert=/tmp/n.crt --key=/tmp/n.key
kubectl apply -n @{namespace} -f - <<'YAML'
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: @{gateway} }
spec:
  gatewayClassName: nginx
  listeners: [{ name: https, port: 443, protocol: HTTPS, hostname: @{host}, tls: { certificateRefs: [{ name: fresh }] } }]
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
    - matches: [{ path: { value: / }, headers: [{ name: @{header}, value: 'yes' }] }, { path: { value: @{path} }, headers: [{ name: @{header}, value: 'yes' }] }]
      backendRefs: [{ name: preview, port: 80 }]
YAML
kubectl delete ingress @{namespace} -n @{namespace}
sleep 40
