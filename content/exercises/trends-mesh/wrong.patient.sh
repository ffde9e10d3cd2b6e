# fails: patience/gets
# It waits for a minute, as nginx does by default.
cat <<'YAML' | kubectl apply -f -
apiVersion: v1
kind: ConfigMap
metadata: { name: orders-proxy, namespace: shop }
data:
  default.conf: |
    server {
      listen 8443 ssl;
      ssl_certificate /etc/mesh/tls.crt;
      ssl_certificate_key /etc/mesh/tls.key;
      ssl_client_certificate /etc/mesh/ca.crt;
      ssl_verify_client on;
      location / {
        proxy_pass http://127.0.0.1:8080;
        proxy_set_header X-Caller $ssl_client_s_dn;
      }
    }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: orders, namespace: shop }
spec:
  selector: { matchLabels: { app: orders } }
  template:
    metadata: { labels: { app: orders } }
    spec:
      initContainers:
        - name: proxy
          image: nginx:1.27
          restartPolicy: Always
          ports: [{ containerPort: 8443 }]
          readinessProbe: { tcpSocket: { port: 8443 }, periodSeconds: 2 }
          volumeMounts:
            - { name: conf, mountPath: /etc/nginx/conf.d }
            - { name: identity, mountPath: /etc/mesh }
      containers:
        - name: app
          image: python:3.12-slim
          command: [python3, -m, http.server, '8080', --directory, /srv, --bind, 127.0.0.1]
          readinessProbe: null
          volumeMounts: [{ name: files, mountPath: /srv }]
      volumes:
        - { name: files, configMap: { name: orders-files } }
        - { name: conf, configMap: { name: orders-proxy } }
        - { name: identity, secret: { secretName: orders-tls } }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: web-proxy, namespace: shop }
data:
  default.conf: |
    server {
      listen 127.0.0.1:9000;
      location / {
        proxy_pass https://orders.shop.svc;
        proxy_ssl_certificate /etc/mesh/tls.crt;
        proxy_ssl_certificate_key /etc/mesh/tls.key;
        proxy_ssl_trusted_certificate /etc/mesh/ca.crt;
        proxy_ssl_verify on;
      }
    }
    upstream prices {
      server prices-a;
      server prices-b;
      server prices-c;
    }
    server {
      listen 127.0.0.1:9001;
      location / {
        proxy_pass http://prices;
        proxy_next_upstream error timeout http_503;
      }
    }
YAML
kubectl patch service orders -n shop --type=json -p '[{"op":"replace","path":"/spec/ports","value":[{"port":443,"targetPort":8443}]}]'
kubectl patch deployment web -n shop -p '
spec:
  template:
    spec:
      initContainers:
        - name: proxy
          image: nginx:1.27
          restartPolicy: Always
          volumeMounts:
            - { name: conf, mountPath: /etc/nginx/conf.d }
            - { name: identity, mountPath: /etc/mesh }
      volumes:
        - { name: conf, configMap: { name: web-proxy } }
        - { name: identity, secret: { secretName: web-tls } }
'
for d in orders web; do kubectl rollout status deployment/$d -n shop --timeout=120s; done
sleep 40
