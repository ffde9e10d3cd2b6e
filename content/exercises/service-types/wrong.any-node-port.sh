# fails: node-port/outside
kubectl expose deployment front -n shop --port=80 --target-port=8080 --type=NodePort
sleep 5
