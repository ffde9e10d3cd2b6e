# fails: gateway/nothing-else
sed 's/front-door/edge/' /root/gateway.yaml | kubectl apply -n store -f -
sed -e 's/front-door/edge/' -e 's/hello.example.com/store.example.com/' -e 's/name: hello, port/name: web, port/' /root/route.yaml | kubectl apply -n store -f -
kubectl wait -n store --for=condition=Programmed gateway/edge --timeout=120s
kubectl rollout status deployment/edge-nginx -n store --timeout=120s
sleep 15
