for ns in dev lab store audit demo; do kubectl create namespace $ns; done
kubectl create quota share -n store --hard=requests.cpu=1,pods=10
kubectl create quota share -n audit --hard=limits.memory=1Gi
kubectl create deployment loadtest -n store --image=busybox:1.36 --replicas=2 -- sleep infinity
kubectl set resources deployment loadtest -n store --requests=cpu=200m
kubectl create deployment shop -n store --image=nginx:1.27 --replicas=3 --dry-run=client -o yaml | kubectl set resources --local -f - --requests=cpu=300m -o yaml > /tmp/shop.yaml
kubectl rollout status deployment/loadtest -n store --timeout=120s
kubectl apply -f /tmp/shop.yaml; rm /tmp/shop.yaml
kubectl create deployment report -n audit --image=nginx:1.27
kubectl wait -n store deployment/shop --for=jsonpath='{.status.availableReplicas}'=2 --timeout=120s
sleep 10
