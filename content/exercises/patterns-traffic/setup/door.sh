for file in https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.4.1/standard-install.yaml \
  https://raw.githubusercontent.com/nginx/nginx-gateway-fabric/v2.3.0/deploy/crds.yaml; do
  kubectl apply --server-side -f $file
done
kubectl apply -f https://raw.githubusercontent.com/nginx/nginx-gateway-fabric/v2.3.0/deploy/nodeport/deploy.yaml
kubectl rollout status deployment/nginx-gateway -n nginx-gateway --timeout=180s
kubectl apply -f - <<'YAML'
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: door, namespace: shop }
spec:
  gatewayClassName: nginx
  listeners: [{ name: http, port: 80, protocol: HTTP }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: prices, namespace: shop }
spec:
  parentRefs: [{ name: door }]
  hostnames: [prices.example.com]
  rules:
    - backendRefs: [{ name: prices-v1, port: 80 }]
YAML
kubectl wait -n shop --for=condition=Programmed gateway/door --timeout=120s
kubectl rollout status deployment/door-nginx -n shop --timeout=180s
for name in offers front stock-a stock-b api edge ledger checkout orders prices-v1 prices-v2; do
  kubectl rollout status deployment/$name -n shop --timeout=180s
done
sleep 5
