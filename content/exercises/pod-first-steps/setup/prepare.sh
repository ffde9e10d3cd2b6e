kubectl create namespace street
kubectl run visitor --namespace=street --image=busybox:1.36 --labels=app=visitor --command -- sleep infinity
kubectl create namespace cafe
kubectl create deployment cafe --namespace=cafe --image=httpd:2.4 --replicas=2
kubectl rollout status deployment/cafe --namespace=cafe --timeout=120s
kubectl wait --for=condition=Ready pod/visitor --namespace=street --timeout=120s
kubectl set image deployment/cafe httpd=httpd:2.44 --namespace=cafe
sleep 60
