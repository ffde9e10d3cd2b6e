kubectl create namespace team-blue
kubectl label namespace team-blue team=blue
kubectl config set-context --current --namespace=team-blue

kubectl set env deployment/front -n web API_URL=http://api.backend

kubectl patch configmap price-list -n old-shop -p '{"metadata":{"finalizers":null}}'

kubectl rollout status deployment/front -n web --timeout=120s
sleep 45
