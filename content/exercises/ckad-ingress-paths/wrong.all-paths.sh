# fails: mend/only
kubectl get ingress @{docs} -n @{namespace} -o json | jq '.spec.rules[0].host = "*.@{docs}.example.com" | .spec.rules[1].host = "@{docs}.example.com" | .spec.rules[].http.paths[0] |= (.path = "/" | .pathType = "Prefix" | .backend.service.port = {number: 8000})' | kubectl replace -f -
sleep 15
