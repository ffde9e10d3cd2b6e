@{fault.other}
kubectl expose deployment @{web} -n @{namespace} --name=@{web}-out --type=NodePort --port=@{out.port} --target-port=80
kubectl patch service @{web}-out -n @{namespace} --type=json -p '[{"op": "replace", "path": "/spec/ports/0/nodePort", "value": @{out.node}}]'
sleep 30
