# fails: create/available, create/declared
kubectl create deployment web --image=ngnix:1.27 --replicas=3
sleep 60
