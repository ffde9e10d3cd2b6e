kubectl apply -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  namespace: shop
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example.com
      http:
        paths:
          - path: /api
            pathType: Prefix
            backend:
              service:
                name: api
                port:
                  number: 80
          - path: /
            pathType: Prefix
            backend:
              service:
                name: web
                port:
                  number: 80
YAML

kubectl create secret tls bank-tls -n bank --cert=/root/tls/bank.crt --key=/root/tls/bank.key
kubectl create ingress bank -n bank --class=nginx --rule='bank.example.com/*=teller:80,tls=bank-tls'

kubectl patch ingress blog -n blog --type=json -p '[
  {"op": "replace", "path": "/spec/ingressClassName", "value": "nginx"},
  {"op": "replace", "path": "/spec/rules/0/http/paths/0/backend/service/port/number", "value": 80}
]'

kubectl apply -f - <<'YAML'
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: edge
  namespace: store
spec:
  gatewayClassName: nginx
  listeners:
    - name: http
      protocol: HTTP
      port: 80
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: store
  namespace: store
spec:
  parentRefs:
    - name: edge
  hostnames:
    - store.example.com
  rules:
    - matches:
        - path:
            type: PathPrefix
            value: /shop
      backendRefs:
        - name: web
          port: 80
YAML
kubectl patch httproute pay -n pay --type=json -p '[
  {"op": "replace", "path": "/spec/rules/0/backendRefs", "value": [
    {"name": "pay-v1", "port": 80, "weight": 4},
    {"name": "pay-v2", "port": 80, "weight": 1}]}
]'
kubectl wait -n store --for=condition=Programmed gateway/edge --timeout=120s
kubectl rollout status deployment/edge-nginx -n store --timeout=120s
sleep 15
