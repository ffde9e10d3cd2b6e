kubectl create namespace shop
kubectl run lonely --image=redis:7.4 --labels=app=lonely
kubectl create deployment checkout --namespace=shop --image=nginx:1.27 --replicas=3
kubectl wait --for=condition=Ready pod/lonely --timeout=120s
kubectl rollout status deployment/checkout --namespace=shop --timeout=120s
