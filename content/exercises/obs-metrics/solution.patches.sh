echo encode > /root/heaviest.txt
echo 2 > /root/rate.txt
kubectl patch deployment search -n shop --type=json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/resources/limits/cpu","value":"2"}]'
kubectl get deployment cart -n shop -o yaml | sed 's/cpu: 20m/cpu: 0.25/' | kubectl apply -f -
kubectl rollout status deployment/search -n shop --timeout=120s
kubectl rollout status deployment/cart -n shop --timeout=120s
