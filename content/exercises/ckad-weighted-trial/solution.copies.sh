# All is made from what is there.
kubectl get ingress @{app} -n @{namespace} -o json | jq '.metadata = {name: "@{app}-next", namespace, annotations: {
    "nginx.ingress.kubernetes.io/canary": "true", "nginx.ingress.kubernetes.io/canary-by-header": "@{header}", "nginx.ingress.kubernetes.io/canary-weight": "@{weight}"}}
  | del(.status) | .metadata.namespace = "@{namespace}" | .spec.rules[0].http.paths[0].backend.service.name = "@{app}-next"' | kubectl create -f -
kubectl get deployment @{app} -n @{namespace} -o json | jq 'del(.status) | .metadata = {name: "@{app}-next", namespace: "@{namespace}"} | .spec.replicas = @{replicas}
  | .spec.selector.matchLabels = {app: "@{app}-next"} | .spec.template.metadata.labels = {app: "@{app}-next"} | .spec.template.spec.containers[0].image = "gcr.io/google-samples/hello-app:2.0"' | kubectl create -f -
kubectl create service clusterip @{app}-next -n @{namespace} --tcp=80:8080
kubectl annotate ingress @{front}-trial -n @{namespace} nginx.ingress.kubernetes.io/canary-weight=100 --overwrite
kubectl patch deployment @{front} -n @{namespace} -p '{"spec":{"template":{"spec":{"containers":[{"name":"hello-app","image":"gcr.io/google-samples/hello-app:2.0"}]}}}}'
kubectl rollout status deployment/@{front} -n @{namespace} --timeout=120s
kubectl delete ingress @{front}-trial -n @{namespace}
kubectl delete service,deployment @{front}-trial -n @{namespace}
kubectl rollout status deployment/@{app}-next -n @{namespace} --timeout=120s
sleep 30
