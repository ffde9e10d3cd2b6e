# fails: drained/empty
kubectl cordon @{node2}
kubectl patch pdb @{app} -n @{namespace} --type=json -p '[{"op": "replace", "path": "/spec", "value": {"maxUnavailable": 2, "selector": {"matchLabels": {"app": "@{app}"}}}}]'
sleep 10
