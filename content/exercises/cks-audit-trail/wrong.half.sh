# fails: out/no-secrets, out/no-more
# This one Secret is out of reach as far as get goes; a list has it all the same.
kubectl delete @{fault.resource} @{object} -n @{namespace}
kubectl patch role @{who.culprit} -n @{namespace} --type=json -p '[{"op": "replace", "path": "/rules/1/verbs", "value": ["list"]}]'
