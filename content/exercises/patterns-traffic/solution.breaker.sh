# A timeout for the whole server and a longer one for the report; proxies that notice who is ill; a probe by command; two routes.
kubectl patch configmap front -n shop --type=merge -p '{"data": {"default.conf": "server {\n  listen 80;\n  proxy_read_timeout 1500ms;\n  location /offers/ { proxy_pass http://offers/delay/; }\n  location /report/ { proxy_pass http://offers/delay/; proxy_read_timeout 60s; }\n}\n"}}'
for name in edge api; do
  kubectl get configmap $name -n shop -o yaml | sed 's/ max_fails=0;/ max_fails=1 fail_timeout=30s;/' | kubectl apply -f -
done
kubectl rollout restart deployment/front deployment/edge deployment/api -n shop
kubectl patch deployment checkout -n shop -p '{"spec": {"template": {"spec": {"containers": [{"name": "nginx", "readinessProbe": {"httpGet": null, "exec": {"command": ["test", "-e", "/usr/share/nginx/html/index.html"]}}}]}}}}'
kubectl apply -f - <<'YAML'
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: orders, namespace: shop }
spec:
  parentRefs: [{ name: door, sectionName: http }]
  hostnames: [api.example.com]
  rules:
    - matches: [{ path: { value: /orders } }]
      filters:
        - { type: RequestHeaderModifier, requestHeaderModifier: { remove: [x-internal-user], set: [{ name: x-gateway, value: door }] } }
        - { type: URLRewrite, urlRewrite: { path: { type: ReplacePrefixMatch, replacePrefixMatch: / } } }
      backendRefs: [{ name: orders, port: 80 }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: prices, namespace: shop }
spec:
  parentRefs: [{ name: door }]
  hostnames: [prices.example.com]
  rules:
    - backendRefs: [{ name: prices-v1, port: 80, weight: 90 }, { name: prices-v2, port: 80, weight: 10 }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: prices-beta, namespace: shop }
spec:
  parentRefs: [{ name: door }]
  hostnames: [prices.example.com]
  rules:
    - matches: [{ headers: [{ name: x-beta, value: 'yes' }] }]
      backendRefs: [{ name: prices-v2, port: 80 }]
YAML
for name in front edge api checkout; do kubectl rollout status deployment/$name -n shop --timeout=120s; done
sleep 10
