kubectl apply -f https://raw.githubusercontent.com/kubernetes/ingress-nginx/controller-v1.14.0/deploy/static/provider/baremetal/deploy.yaml
kubectl patch service ingress-nginx-controller -n ingress-nginx --type=json -p '[
  {"op":"replace","path":"/spec/ports/0/nodePort","value":30080},
  {"op":"replace","path":"/spec/ports/1/nodePort","value":30443}]'
kubectl create namespace @{namespace}
for app in @{app}:1.0 @{second}:2.0; do
  kubectl create deployment ${app%:*} -n @{namespace} --image=gcr.io/google-samples/hello-app:${app#*:}
  kubectl expose deployment ${app%:*} -n @{namespace} --port=80 --target-port=8080
done

mkdir -p /opt/tls && cd /opt/tls
openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj '/CN=Workshop CA' -keyout /tmp/ca.key -out ca.crt
issue() { # FILE HOST
  openssl req -newkey rsa:2048 -nodes -subj "/CN=$2" -addext "subjectAltName=DNS:$2" -keyout $1.key -out /tmp/$1.csr
  openssl x509 -req -in /tmp/$1.csr -CA ca.crt -CAkey /tmp/ca.key -days 90 -copy_extensions copyall -out $1.crt
}
issue north @{second}.@{domain}
issue west @{app}.@{domain}
openssl req -x509 -newkey rsa:2048 -nodes -days 90 -subj '/CN=@{app}.@{domain}' -addext 'subjectAltName=DNS:@{app}.@{domain}' -keyout east.key -out east.crt
rm /tmp/ca.key /tmp/*.csr
chmod 644 *
kubectl create secret tls @{app}-tls -n @{namespace} --cert=@{fault.certificate}.crt --key=@{fault.certificate}.key
kubectl rollout status deployment/ingress-nginx-controller -n ingress-nginx --timeout=180s
kubectl wait -n ingress-nginx --for=condition=Ready pod -l app.kubernetes.io/component=controller --timeout=60s
sleep 10
kubectl apply -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: '@{app}'
  namespace: '@{namespace}'
  annotations: { nginx.ingress.kubernetes.io/ssl-redirect: '@{fault.annotation}' }
spec:
  ingressClassName: nginx
  tls: [{ hosts: ['@{fault.hosts}'], secretName: '@{fault.secret}' }]
  rules:
    - host: '@{app}.@{domain}'
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: '@{app}', port: { number: 80 } } } }] }
YAML
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
kubectl rollout status deployment/@{second} -n @{namespace} --timeout=60s
sleep 5
