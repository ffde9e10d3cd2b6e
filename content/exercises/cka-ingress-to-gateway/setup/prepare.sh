kubectl apply --server-side -f https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.4.1/standard-install.yaml
kubectl apply --server-side -f https://raw.githubusercontent.com/nginx/nginx-gateway-fabric/v2.3.0/deploy/crds.yaml
kubectl apply -f https://raw.githubusercontent.com/nginx/nginx-gateway-fabric/v2.3.0/deploy/nodeport/deploy.yaml
kubectl create namespace @{namespace}
app() { # NAME PORT
  kubectl create deployment "$1" -n @{namespace} --image=gcr.io/google-samples/hello-app:1.0
  kubectl expose deployment "$1" -n @{namespace} --port="$2" --target-port=8080
}
app site 80
app @{backend} @{backendPort}
app preview 80
openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj /CN=@{host} -addext subjectAltName=DNS:@{host} -keyout /tmp/tls.key -out /tmp/tls.crt
kubectl create secret tls @{secret} -n @{namespace} --cert=/tmp/tls.crt --key=/tmp/tls.key
rm /tmp/tls.key /tmp/tls.crt
kubectl apply -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: @{namespace}, namespace: @{namespace} }
spec:
  ingressClassName: nginx
  tls: [{ hosts: [@{host}], secretName: @{secret} }]
  rules:
    - host: @{host}
      http:
        paths:
          - { path: @{path}, pathType: Prefix, backend: { service: { name: @{backend}, port: { number: @{backendPort} } } } }
          - { path: /, pathType: Prefix, backend: { service: { name: site, port: { number: 80 } } } }
YAML
kubectl rollout status deployment/nginx-gateway -n nginx-gateway --timeout=180s
for name in site @{backend} preview; do kubectl rollout status deployment/$name -n @{namespace} --timeout=60s; done
