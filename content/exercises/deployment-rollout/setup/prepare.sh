kubectl create deployment web --image=nginx:1.26 --replicas=3
kubectl run client --image=busybox:1.36 --labels=app=client --command -- sleep infinity
kubectl create namespace bank
kubectl create deployment payments -n bank --image=httpd:2.4 --replicas=3
kubectl create deployment ledger -n bank --image=nginx:1.27 --replicas=4 --port=80
kubectl expose deployment ledger -n bank --port=80
kubectl rollout status deployment/payments -n bank --timeout=180s
kubectl set image deployment/payments -n bank httpd=httpd:2.4-blue
kubectl rollout status deployment/web --timeout=180s
kubectl rollout status deployment/ledger -n bank --timeout=180s
kubectl wait --for=condition=Ready pod/client --timeout=120s
sleep 20
