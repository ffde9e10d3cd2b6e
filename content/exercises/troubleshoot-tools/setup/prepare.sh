kubectl rollout status deployment/api -n field --timeout=120s
kubectl rollout status deployment/web -n field --timeout=120s
kubectl wait --for=condition=Ready pod/api-batch -n field --timeout=60s
kubectl create quota field -n field --hard=pods=5
sleep 5
kubectl create deployment mailer -n field --image=nginx:1.27 --replicas=2
sleep 15
