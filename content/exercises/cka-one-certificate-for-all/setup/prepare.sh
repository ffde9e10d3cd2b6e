kubectl apply -f https://raw.githubusercontent.com/kubernetes/ingress-nginx/controller-v1.14.0/deploy/static/provider/baremetal/deploy.yaml
kubectl patch service ingress-nginx-controller -n ingress-nginx --type=json -p '[{"op":"replace","path":"/spec/ports/0/nodePort","value":30080},{"op":"replace","path":"/spec/ports/1/nodePort","value":30443}]'
kubectl create namespace @{namespace}
app() { # NAME PORT
  kubectl create deployment $1 -n @{namespace} --image=gcr.io/google-samples/hello-app:1.0
  kubectl expose deployment $1 -n @{namespace} --port=$2 --target-port=8080
}
app @{front} 80
app @{back} @{port}
app @{blog} 80
mkdir -p /opt/files/tls
cd /opt/files/tls
openssl req -x509 -newkey rsa:2048 -nodes -keyout /tmp/ca.key -out ca.crt -days 3650 -subj '/O=KubeDrill/CN=@{domain}' -addext basicConstraints=critical,CA:TRUE 2> /dev/null
sign() { # FILE NAME
  openssl req -newkey rsa:2048 -nodes -keyout $1.key -subj "/CN=$2" -addext "subjectAltName=DNS:$2" -out /tmp/request 2> /dev/null
  openssl x509 -req -in /tmp/request -CA ca.crt -CAkey /tmp/ca.key -CAcreateserial -CAserial /tmp/serial -copy_extensions copy -days 365 -out $1.crt 2> /dev/null
}
sign wildcard '*.@{domain}'
sign @{blog} @{blog}.@{domain}
rm -f /tmp/ca.key /tmp/request /tmp/serial
chmod -R a+rX /opt/files
kubectl create secret tls @{blog}-cert -n @{namespace} --cert=@{blog}.crt --key=@{blog}.key
kubectl rollout status deployment/ingress-nginx-controller -n ingress-nginx --timeout=180s
for name in @{front} @{back} @{blog}; do kubectl rollout status deployment/$name -n @{namespace} --timeout=60s; done
sleep 5
kubectl apply -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: @{blog}, namespace: @{namespace} }
spec:
  ingressClassName: @{fault.class}
  tls: [{ hosts: ["@{fault.host}"], secretName: @{fault.secret} }]
  rules:
    - host: @{blog}.@{domain}
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: @{blog}, port: { number: @{fault.backend} } } } }] }
YAML
sleep 5
