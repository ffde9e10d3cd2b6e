# fails: expose/outside
kubectl expose deployment @{web} -n @{namespace} --name=@{web}-out --type=NodePort --port=@{out.port} --target-port=80
sleep 5
