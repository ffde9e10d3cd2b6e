kubectl apply -f https://raw.githubusercontent.com/kubernetes/ingress-nginx/controller-v1.14.0/deploy/static/provider/baremetal/deploy.yaml
kubectl patch service ingress-nginx-controller -n ingress-nginx --type=json -p '[{"op":"replace","path":"/spec/ports/0/nodePort","value":30080}]'
kubectl create namespace @{namespace}
app() { # NAME PORT
  kubectl create deployment $1 -n @{namespace} --image=traefik/whoami:v1.10
  kubectl expose deployment $1 -n @{namespace} --port=$2 --target-port=80
}
app @{first} 80
app @{second} @{port}
app @{fallback} 80
app @{old} 80
kubectl rollout status deployment/ingress-nginx-controller -n ingress-nginx --timeout=180s
kubectl wait -n ingress-nginx --for=condition=Complete job --all --timeout=180s
for name in @{first} @{second} @{fallback} @{old}; do kubectl rollout status deployment/$name -n @{namespace} --timeout=120s; done
kubectl apply -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: indoor }
spec: { controller: drill.example/indoor }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: @{old}, namespace: @{namespace} }
spec:
  @{fault.class}
  rules:
    - host: @{old}.drill.example
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: @{old}, port: { number: 80 } } } }] }
YAML
sleep 10
