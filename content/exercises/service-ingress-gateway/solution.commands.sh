# By command where there is one, from the models where there is none.
kubectl create ingress web -n shop --class=nginx --rule='shop.example.com/*=web:80' --rule='shop.example.com/api*=api:80'
kubectl create secret tls tls -n bank --cert=/root/tls/bank.crt --key=/root/tls/bank.key
kubectl create ingress teller -n bank --class=nginx --rule='bank.example.com/*=teller:80,tls=tls'
kubectl delete ingress blog -n blog
kubectl create ingress blog -n blog --class=nginx --rule='blog.example.com/*=pages:80'

sed 's/front-door/edge/' /root/gateway.yaml | kubectl apply -n store -f -
sed -e 's/front-door/edge/' -e 's/hello.example.com/store.example.com/' -e 's/value: \//value: \/shop/' -e 's/name: hello, port/name: web, port/' /root/route.yaml |
  kubectl apply -n store -f -
kubectl get httproute pay -n pay -o yaml |
  sed 's/^\( *\)  weight: 1$/\1  weight: 80\n\1- name: pay-v2\n\1  port: 80\n\1  weight: 20/' | kubectl replace -f -
kubectl wait -n store --for=condition=Programmed gateway/edge --timeout=120s
kubectl rollout status deployment/edge-nginx -n store --timeout=120s
sleep 15
