# fails: run/running, reach/answers
kubectl create deployment web --image=ngnix:1.26
kubectl expose deployment web --port=80
sleep 60
