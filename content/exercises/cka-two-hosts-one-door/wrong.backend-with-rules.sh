# fails: fallback/any-host
# A default backend beside rules is for the hosts of these rules only.
kubectl apply -n @{namespace} -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: site }
spec:
  ingressClassName: nginx
  defaultBackend: { service: { name: @{fallback}, port: { number: 80 } } }
  rules:
    - host: @{hostA}
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: @{first}, port: { number: 80 } } } }] }
YAML
sleep 20
