kubectl apply --server-side -f https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.4.1/standard-install.yaml > /dev/null
kubectl apply --server-side -f https://raw.githubusercontent.com/nginx/nginx-gateway-fabric/v2.3.0/deploy/crds.yaml > /dev/null
kubectl apply -f https://raw.githubusercontent.com/nginx/nginx-gateway-fabric/v2.3.0/deploy/nodeport/deploy.yaml > /dev/null
kubectl create namespace @{infra}
kubectl create namespace @{namespace}
@{fault.label}
for name in stable fresh; do
  kubectl create deployment $name -n @{namespace} --image=traefik/whoami:v1.10
  kubectl expose deployment $name -n @{namespace} --port=80
done
kubectl rollout status deployment/nginx-gateway -n nginx-gateway --timeout=180s
kubectl apply -f - <<'YAML'
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: @{gateway}, namespace: @{infra} }
spec:
  gatewayClassName: nginx
  listeners:
    - { name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: Selector, selector: { matchLabels: { gateway-access: 'yes' } } } } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: @{route}, namespace: @{namespace} }
spec:
  parentRefs: [@{fault.parent}]
  hostnames: [@{host}]
  rules: [{ backendRefs: [{ name: stable, port: 80 }] }]
YAML
kubectl wait -n @{infra} --for=condition=Programmed gateway/@{gateway} --timeout=120s
kubectl rollout status deployment/@{gateway}-nginx -n @{infra} --timeout=120s
for name in stable fresh; do kubectl rollout status deployment/$name -n @{namespace} --timeout=60s; done
sleep 5
