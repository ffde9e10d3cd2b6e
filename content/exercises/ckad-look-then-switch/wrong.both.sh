# fails: switch/all-green, switch/blue
# The selector takes both versions.
kubectl patch deployment @{app}-green -n @{namespace} -p '@{fault.mend}'
kubectl scale deployment @{app}-green -n @{namespace} --replicas=@{replicas}
kubectl patch service @{app} -n @{namespace} --type=json -p '[{"op": "replace", "path": "/spec/selector", "value": {"app": "@{app}"}}]'
kubectl rollout status deployment/@{app}-green -n @{namespace} --timeout=60s
sleep 10
