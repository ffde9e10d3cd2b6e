# fails: sidecar/no-way-round
# The proxy asks for certificates; the app beside it still listens on every address.
kubectl create configmap orders-proxy -n shop --from-literal=default.conf='server { listen 8443 ssl; ssl_certificate /etc/mesh/tls.crt; ssl_certificate_key /etc/mesh/tls.key; ssl_client_certificate /etc/mesh/ca.crt; ssl_verify_client on; location / { proxy_pass http://127.0.0.1:8080; } }'
kubectl get deployment orders -n shop -o json | jq '.spec.template.spec |= (.volumes += [{name: "conf", configMap: {name: "orders-proxy"}}, {name: "tls", secret: {secretName: "orders-tls"}}] | .containers += [{name: "proxy", image: "nginx:1.27", volumeMounts: [{name: "conf", mountPath: "/etc/nginx/conf.d"}, {name: "tls", mountPath: "/etc/mesh"}]}])' | kubectl replace -f -
kubectl patch service orders -n shop --type=json -p '[{"op":"replace","path":"/spec/ports","value":[{"port":443,"targetPort":8443}]}]'
kubectl rollout status deployment/orders -n shop --timeout=120s
