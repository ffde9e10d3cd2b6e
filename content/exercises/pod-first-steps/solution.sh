kubectl create deployment web --image=nginx:1.26
kubectl expose deployment web --port=80
kubectl scale deployment web --replicas=4
kubectl rollout status deployment/web --timeout=120s
kubectl set image deployment/web nginx=nginx:1.27
kubectl rollout status deployment/web --timeout=120s
kubectl rollout undo deployment/cafe --namespace=cafe
kubectl rollout status deployment/cafe --namespace=cafe --timeout=120s
sleep 15
