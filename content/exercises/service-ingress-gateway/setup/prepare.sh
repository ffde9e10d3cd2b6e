kubectl apply -f https://raw.githubusercontent.com/kubernetes/ingress-nginx/controller-v1.14.0/deploy/static/provider/baremetal/deploy.yaml
kubectl apply --server-side -f https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.4.1/standard-install.yaml
kubectl apply --server-side -f https://raw.githubusercontent.com/nginx/nginx-gateway-fabric/v2.3.0/deploy/crds.yaml
kubectl apply -f https://raw.githubusercontent.com/nginx/nginx-gateway-fabric/v2.3.0/deploy/nodeport/deploy.yaml
kubectl patch service ingress-nginx-controller -n ingress-nginx --type=json -p '[
  {"op":"replace","path":"/spec/ports/0/nodePort","value":30080},
  {"op":"replace","path":"/spec/ports/1/nodePort","value":30443}]'

app() { # NAMESPACE NAME VERSION
  kubectl create deployment $2 -n $1 --image=gcr.io/google-samples/hello-app:$3 --replicas=2
  kubectl expose deployment $2 -n $1 --port=80 --target-port=8080
}
for namespace in shop bank blog store pay; do kubectl create namespace $namespace; done
app default hello 1.0
app shop web 1.0
app shop api 2.0
app bank teller 1.0
app blog pages 1.0
app store web 2.0
app pay pay-v1 1.0
app pay pay-v2 2.0

mkdir -p /root/tls
openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj '/CN=bank.example.com' -addext 'subjectAltName=DNS:bank.example.com' \
  -keyout /root/tls/bank.key -out /root/tls/bank.crt 2> /dev/null
cat > /root/gateway.yaml <<'YAML'
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: front-door
spec:
  gatewayClassName: nginx
  listeners:
    - name: http
      protocol: HTTP
      port: 80
YAML
cat > /root/route.yaml <<'YAML'
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: hello
spec:
  parentRefs:
    - name: front-door
  hostnames: [hello.example.com]
  rules:
    - matches:
        - path: {type: PathPrefix, value: /}
      backendRefs:
        - {name: hello, port: 80}
YAML

kubectl rollout status deployment/ingress-nginx-controller -n ingress-nginx --timeout=180s
kubectl wait -n ingress-nginx --for=condition=Complete job --all --timeout=180s
kubectl rollout status deployment/nginx-gateway -n nginx-gateway --timeout=180s
kubectl apply -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: blog, namespace: blog}
spec:
  ingressClassName: ngnix
  rules:
    - host: blog.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend: {service: {name: pages, port: {number: 8000}}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: till, namespace: pay}
spec:
  gatewayClassName: nginx
  listeners: [{name: http, port: 80, protocol: HTTP}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: pay, namespace: pay}
spec:
  parentRefs: [{name: till}]
  hostnames: [pay.example.com]
  rules:
    - matches: [{path: {type: PathPrefix, value: /}}]
      backendRefs: [{name: pay-v1, port: 80}]
YAML
for name in default/hello shop/web shop/api bank/teller blog/pages store/web pay/pay-v1 pay/pay-v2; do
  kubectl rollout status deployment/${name#*/} -n ${name%/*} --timeout=180s
done
kubectl wait -n pay --for=condition=Programmed gateway/till --timeout=120s
kubectl rollout status deployment/till-nginx -n pay --timeout=180s
sleep 15
