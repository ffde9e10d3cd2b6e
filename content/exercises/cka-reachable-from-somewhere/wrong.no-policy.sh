# fails: visitor/strangers, both/port
kubectl delete networkpolicy @{app} -n @{namespace}
kubectl patch service @{app} -n @{namespace} --type=json -p '[{"op": "replace", "path": "/spec/ports/0", "value": {"port": 8080, "targetPort": 8080}}]'
sleep 20
