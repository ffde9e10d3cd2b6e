# fails: attached/closed, weights/share
# The Gateway is opened to all; half and half.
kubectl patch gateway @{gateway} -n @{infra} --type=json -p '[{"op": "replace", "path": "/spec/listeners/0/allowedRoutes/namespaces", "value": {"from": "All"}}]'
kubectl patch httproute @{route} -n @{namespace} --type=merge -p '{"spec": {"parentRefs": [{"name": "@{gateway}", "namespace": "@{infra}"}], "rules": [{"backendRefs": [{"name": "stable", "port": 80}, {"name": "fresh", "port": 80}]}]}}'
sleep 20
