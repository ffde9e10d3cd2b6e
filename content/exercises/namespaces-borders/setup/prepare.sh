for ns in web backend old-shop; do kubectl create namespace $ns; done
kubectl create deployment api -n backend --image=nginx:1.27 --port=80
kubectl expose deployment api -n backend --port=80
kubectl create deployment front -n web --image=busybox:1.36 --dry-run=client -o yaml -- sh -c 'while true; do wget -T 3 -q -O /dev/null "$API_URL" && echo reached || echo cannot reach "$API_URL"; sleep 5; done' | kubectl apply -f -
kubectl set env deployment/front -n web API_URL=http://api
kubectl run client --image=busybox:1.36 --labels=app=client --command -- sleep infinity
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: ConfigMap
metadata: { name: price-list, namespace: old-shop, finalizers: [shop.example.com/archive] }
data: { bread: '4' }
YAML
kubectl create deployment till -n old-shop --image=nginx:1.27
kubectl rollout status deployment/api -n backend --timeout=120s
kubectl rollout status deployment/front -n web --timeout=120s
kubectl rollout status deployment/till -n old-shop --timeout=120s
kubectl wait --for=condition=Ready pod/client --timeout=120s
kubectl delete namespace old-shop --wait=false
sleep 60
