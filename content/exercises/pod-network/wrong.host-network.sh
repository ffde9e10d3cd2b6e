# fails: cni/ready
# The Pod runs, with the node's own network; the node is as broken as before.
kubectl patch deployment late -n net --type=json -p '[{"op": "add", "path": "/spec/template/spec/hostNetwork", "value": true}, {"op": "replace", "path": "/spec/strategy", "value": {"type": "Recreate"}}]'
sleep 60
