# fails: update/image, update/no-old-ones
# A tag that does not exist: the new Pod never starts, the old ones stay.
kubectl create deployment web --image=nginx:1.26 --replicas=4
kubectl expose deployment web --port=80
kubectl rollout status deployment/web --timeout=120s
kubectl set image deployment/web nginx=nginx:1.277
sleep 60
