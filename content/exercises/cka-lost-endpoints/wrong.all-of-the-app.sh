# fails: front/others-out
# The selector is cut down to what all have.
kubectl patch service @{front} -n @{namespace} --type=json -p '[{"op": "replace", "path": "/spec/selector", "value": {"app": "@{front}"}}, {"op": "replace", "path": "/spec/ports/0/targetPort", "value": 80}]'
sleep 10
