# The sidecars are ordinary containers; the proxies' whole nginx.conf is theirs; trust comes from a ConfigMap of another name.
cat > orders.conf <<'CONF'
events {}
http {
  server {
    listen 9443 ssl;
    ssl_certificate /identity/tls.crt;
    ssl_certificate_key /identity/tls.key;
    ssl_trusted_certificate /identity/ca.crt;
    ssl_verify_client on;
    ssl_protocols TLSv1.3;
    location / { proxy_pass http://localhost:8080; }
  }
}
CONF
cat > web.conf <<'CONF'
events {}
http {
  proxy_ssl_certificate /identity/tls.crt;
  proxy_ssl_certificate_key /identity/tls.key;
  proxy_ssl_trusted_certificate /identity/ca.crt;
  proxy_ssl_verify on;
  proxy_ssl_name orders.shop.svc;
  upstream prices { server prices-c max_fails=0; server prices-b max_fails=0; server prices-a max_fails=0; }
  server { listen 127.0.0.1:9000; location / { proxy_pass https://orders; } }
  server {
    listen 127.0.0.1:9001;
    proxy_next_upstream error timeout http_500 http_503;
    proxy_next_upstream_tries 3;
    proxy_connect_timeout 300ms;
    proxy_read_timeout 400ms;
    location / { proxy_pass http://prices; }
  }
}
CONF
kubectl create configmap orders-conf -n shop --from-file=nginx.conf=orders.conf
kubectl create configmap web-conf -n shop --from-file=nginx.conf=web.conf
for app in orders web; do
  kubectl patch deployment $app -n shop --type=strategic -p "
spec:
  template:
    spec:
      containers:
        - name: proxy
          image: nginx:1.27-alpine
          volumeMounts:
            - { name: conf, mountPath: /etc/nginx/nginx.conf, subPath: nginx.conf }
            - { name: identity, mountPath: /identity }
      volumes:
        - { name: conf, configMap: { name: $app-conf } }
        - { name: identity, secret: { secretName: $app-tls } }
"
done
kubectl get deployment orders -n shop -o json | jq '(.spec.template.spec.containers[] | select(.name == "app")) |= (.command += ["--bind", "localhost"] | .readinessProbe = {exec: {command: ["python3", "-c", "import socket; socket.create_connection((\"127.0.0.1\", 8080))"]}})' | kubectl apply -f -
kubectl delete service orders -n shop
kubectl create service clusterip orders -n shop --tcp=443:9443
kubectl set env deployment/web -n shop -c proxy RESTARTED=yes
kubectl create configmap trust-both -n bank --from-literal=ca.crt="$(cat /root/mesh/new-ca.crt /root/mesh/old-ca.crt)"
kubectl patch deployment teller -n bank -p '{"spec":{"template":{"spec":{"volumes":[{"name":"trust","configMap":{"name":"trust-both"}}]}}}}'
for d in orders web; do kubectl rollout status deployment/$d -n shop --timeout=120s; done
kubectl rollout status deployment/teller -n bank --timeout=120s
sleep 40
