# fails: mend/same
# The Service is made to fit the Ingress.
kubectl patch service @{docs} -n @{namespace} --type=json -p '[{"op": "replace", "path": "/spec/ports/0/name", "value": "http"}]'
kubectl get ingress @{docs} -n @{namespace} -o json | jq '.spec.rules[0].host = "*.@{docs}.example.com" | .spec.rules[1].host = "@{docs}.example.com" | .spec.rules[].http.paths[0] |= (.pathType = "Prefix" | .backend.service.port = {name: "http"})' | kubectl replace -f -
sleep 15
