cat > front.conf <<'CONF'
server {
  listen 80;
  default_type text/plain;
  location = /        { return 200 "shop\n"; }
  location /offers/   { proxy_pass http://offers/delay/; proxy_read_timeout 2s; }
  location /report/   { proxy_pass http://offers/delay/; }
}
CONF
kubectl create configmap front -n shop --from-file=default.conf=front.conf --dry-run=client -o yaml | kubectl apply -f -
kubectl rollout restart deployment/front -n shop

kubectl get configmap edge -n shop -o yaml | sed 's/proxy_next_upstream error timeout http_503;/proxy_next_upstream off;/' | kubectl apply -f -
kubectl rollout restart deployment/edge -n shop

kubectl patch deployment checkout -n shop --type=json -p '[{"op": "replace", "path": "/spec/template/spec/containers/0/readinessProbe/httpGet/path", "value": "/"}]'

kubectl apply -f - <<'YAML'
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: api
  namespace: shop
spec:
  parentRefs:
    - name: door
  hostnames:
    - api.example.com
  rules:
    - matches:
        - path:
            type: PathPrefix
            value: /orders
      filters:
        - type: URLRewrite
          urlRewrite:
            path:
              type: ReplacePrefixMatch
              replacePrefixMatch: /
        - type: RequestHeaderModifier
          requestHeaderModifier:
            set:
              - name: X-Gateway
                value: door
            remove:
              - X-Internal-User
      backendRefs:
        - name: orders
          port: 80
YAML
kubectl patch httproute prices -n shop --type=merge -p '
spec:
  rules:
    - matches:
        - headers: [{name: X-Beta, value: "yes"}]
      backendRefs: [{name: prices-v2, port: 80}]
    - backendRefs:
        - {name: prices-v1, port: 80, weight: 9}
        - {name: prices-v2, port: 80, weight: 1}
'
for name in front edge checkout; do kubectl rollout status deployment/$name -n shop --timeout=120s; done
sleep 10
