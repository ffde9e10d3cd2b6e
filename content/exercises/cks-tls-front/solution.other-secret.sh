# Secrets from files' contents; the first Ingress is replaced.
for pair in west:fresh north:@{second}-tls; do
  kubectl create secret generic ${pair#*:} -n @{namespace} --type=kubernetes.io/tls --from-file=tls.crt=/opt/tls/${pair%:*}.crt --from-file=tls.key=/opt/tls/${pair%:*}.key
done
kubectl delete ingress @{app} -n @{namespace}
for app in @{app}:fresh @{second}:@{second}-tls; do cat <<YAML | kubectl apply -n @{namespace} -f -
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${app%:*}
  annotations: { nginx.ingress.kubernetes.io/force-ssl-redirect: 'true' }
spec:
  ingressClassName: nginx
  tls: [{ hosts: ['${app%:*}.@{domain}'], secretName: '${app#*:}' }]
  rules:
    - host: '${app%:*}.@{domain}'
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: '${app%:*}', port: { number: 80 } } } }] }
YAML
done
sleep 10
