# fails: rewrite/others
# A rewrite holds for all paths of its Ingress.
kubectl get ingress @{web} -n @{namespace} -o json | jq '.metadata.annotations = {"nginx.ingress.kubernetes.io/use-regex": "true", "nginx.ingress.kubernetes.io/rewrite-target": "/$2"}
  | .spec.rules[0].http.paths = [{path: "@{prefix}(/|$)(.*)", pathType: "ImplementationSpecific", backend: {service: {name: "@{api}", port: {number: 80}}}}] + .spec.rules[0].http.paths' | kubectl replace -f -
sleep 15
