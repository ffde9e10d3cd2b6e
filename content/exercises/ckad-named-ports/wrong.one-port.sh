# fails: expose/inside, expose/names, expose/outside
kubectl expose deployment @{app} -n @{namespace} --port=@{port} --target-port=web --type=NodePort
sleep 5
