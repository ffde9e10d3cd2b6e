# fails: edge/all-run, edge/no-node-port
# Another port of the node is as scarce as the first.
kubectl patch deployment edge -n net --type=json -p '[{"op": "replace", "path": "/spec/template/spec/containers/0/ports/0/hostPort", "value": 8081}]'
sleep 30
