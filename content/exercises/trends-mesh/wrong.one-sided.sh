# fails: sidecar/strangers, sidecar/forged
# TLS as browsers know it: the server proves who it is, the client does not.
kubectl create configmap orders-proxy -n shop --from-literal=default.conf='server { listen 8443 ssl; ssl_certificate /etc/mesh/tls.crt; ssl_certificate_key /etc/mesh/tls.key; location / { proxy_pass http://127.0.0.1:8080; } }'
kubectl get deployment orders -n shop -o json | jq '.spec.template.spec |= (.containers[0].command += ["--bind", "127.0.0.1"] | del(.containers[0].readinessProbe) | .volumes += [{name: "conf", configMap: {name: "orders-proxy"}}, {name: "tls", secret: {secretName: "orders-tls"}}] | .containers += [{name: "proxy", image: "nginx:1.27", volumeMounts: [{name: "conf", mountPath: "/etc/nginx/conf.d"}, {name: "tls", mountPath: "/etc/mesh"}]}])' | kubectl replace -f -
kubectl patch service orders -n shop --type=json -p '[{"op":"replace","path":"/spec/ports","value":[{"port":443,"targetPort":8443}]}]'
kubectl rollout status deployment/orders -n shop --timeout=120s
sleep 3
