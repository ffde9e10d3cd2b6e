# fails: node/everywhere, visitor/strangers
# The client moves to the other node; the whole neighbouring namespace is let in.
kubectl delete pod client-two -n @{namespace} --force
kubectl run client-two -n @{namespace} --image=nginx:1.27 --labels=role=client --overrides='{"spec": {"nodeName": "@{node1}"}}'
kubectl patch networkpolicy @{app} -n @{namespace} --type=json -p '[{"op": "add", "path": "/spec/ingress/0/from/-", "value": {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "@{visitor}"}}}}]'
sleep 20
