mkdir -p /opt/lab /opt/work/tls
kubectl apply -f https://raw.githubusercontent.com/kubernetes/ingress-nginx/controller-v1.14.0/deploy/static/provider/baremetal/deploy.yaml
kubectl patch service ingress-nginx-controller -n ingress-nginx --type=json -p '[
  {"op":"replace","path":"/spec/ports/0/nodePort","value":30080},
  {"op":"replace","path":"/spec/ports/1/nodePort","value":30443}]'
kubectl create namespace @{namespace}
for name in @{front} @{broken}; do kubectl create deployment $name -n @{namespace} --image=gcr.io/google-samples/hello-app:1.0; done
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Service
metadata: { name: '@{front}', namespace: '@{namespace}' }
spec: { selector: { app: '@{front}' }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
---
apiVersion: v1
kind: Service
metadata: { name: '@{broken}', namespace: '@{namespace}' }
spec: { selector: { app: '@{fault.selector}' }, ports: [{ name: http, port: 8000, targetPort: 8080 }] }
YAML
cd /opt/work/tls
openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj '/CN=Workshop CA' -keyout /tmp/ca.key -out ca.crt
issue() { # FILE HOST
  openssl req -newkey rsa:2048 -nodes -subj "/CN=$2" -addext "subjectAltName=DNS:$2" -keyout $1.key -out /tmp/$1.csr
  openssl x509 -req -in /tmp/$1.csr -CA ca.crt -CAkey /tmp/ca.key -days 90 -copy_extensions copyall -out $1.crt
}
issue @{certificate.right} @{host}
issue @{certificate.wrong} old.@{host}
rm /tmp/ca.key /tmp/*.csr
chmod 644 *
kubectl rollout status deployment/ingress-nginx-controller -n ingress-nginx --timeout=180s
kubectl wait -n ingress-nginx --for=condition=Complete job --all --timeout=180s
for name in @{front} @{broken}; do kubectl rollout status deployment/$name -n @{namespace} --timeout=60s; done
kubectl apply -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: '@{front}', namespace: '@{namespace}' }
spec:
  ingressClassName: nginx
  rules:
    - host: '@{host}'
      http:
        paths:
          - { path: /, pathType: Prefix, backend: { service: { name: '@{front}', port: { number: 80 } } } }
          - { path: /@{broken}, pathType: Prefix, backend: { service: @{fault.backend} } }
YAML
kubectl get deployments -n @{namespace} -o json | jq -S -c '.items[] | [.metadata.name, .metadata.uid, .spec.template]' > /opt/lab/deployments.txt
sleep 5
