# The Service and the Deployment are replaced, a second Service opens the port.
kubectl -n @{namespace} @{frontFault.other}
kubectl get deployment @{back} -n @{namespace} -o json |
  jq '.spec.template.spec.containers[0].readinessProbe.httpGet = {path: "/", port: 8080}' | kubectl replace --force -f -
kubectl expose deployment @{back} -n @{namespace} --name=@{back}-outside --port=80 --target-port=8080 --type=NodePort \
  --overrides='{"spec": {"ports": [{"port": 80, "targetPort": 8080, "nodePort": @{nodePort}}]}}'
kubectl rollout status deployment/@{back} -n @{namespace} --timeout=120s
