# fails: manifest/object
kubectl create deployment api --image=nginx:1.27 --replicas=2 --port=80 --dry-run=client -o yaml > /root/api.yaml
kubectl apply -f /root/api.yaml
sleep 60
