# fails: hosts/first
# Both hosts in one Ingress.
kubectl apply -n @{namespace} -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: both
  annotations: { nginx.ingress.kubernetes.io/use-regex: 'true', nginx.ingress.kubernetes.io/rewrite-target: /$2 }
spec:
  ingressClassName: nginx
  rules:
    - host: @{hostA}
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: @{first}, port: { number: 80 } } } }] }
    - host: @{hostB}
      http: { paths: [{ path: '@{prefix}(/|$)(.*)', pathType: ImplementationSpecific, backend: { service: { name: @{second}, port: { number: @{port} } } } }] }
YAML
sleep 20
