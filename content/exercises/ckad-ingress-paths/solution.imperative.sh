# Ingresses by command; the faulty one is patched.
kubectl create ingress @{api} -n @{namespace} --class=nginx --rule='@{host}@{prefix}(/|$)(.*)=@{api}:80' \
  --annotation nginx.ingress.kubernetes.io/use-regex=true --annotation 'nginx.ingress.kubernetes.io/rewrite-target=/$2' --dry-run=client -o json | jq '.spec.rules[0].http.paths[0].pathType = "ImplementationSpecific"' | kubectl create -f -
kubectl create ingress @{help} -n @{namespace} --class=nginx --default-backend=@{help}:8000
kubectl get ingress @{docs} -n @{namespace} -o json | jq '.spec.rules[0].host = "*.@{docs}.example.com" | .spec.rules[1].host = "@{docs}.example.com" | .spec.rules[].http.paths[0] |= (.pathType = "Prefix" | .backend.service.port = {name: "pages"})' | kubectl replace -f -
sleep 15
