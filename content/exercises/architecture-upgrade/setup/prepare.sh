kubectl create namespace shop
kubectl create deployment cart -n shop --image=nginx:1.27 --replicas=2
kubectl create poddisruptionbudget cart -n shop --selector=app=cart --min-available=2
kubectl run report -n shop --image=redis:7.4 --overrides='{"spec":{"nodeSelector":{"kubernetes.io/hostname":"node02"}}}'
kubectl rollout status deployment/cart -n shop --timeout=120s
kubectl wait --for=condition=Ready pod/report -n shop --timeout=120s
sleep 10
