# fails: edge/own-network, edge/all-run
# The Service sends to the node's number; in the Pods nobody listens there.
kubectl patch service edge -n net --type=json -p '[{"op": "replace", "path": "/spec/ports/0/targetPort", "value": 8080}]'
sleep 10
