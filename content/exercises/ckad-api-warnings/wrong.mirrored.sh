# fails: addresses/slice, manifest/no-warnings
# A slice beside the Endpoints, and the one that mirrors them; the Deployment is edited in the cluster only.
kubectl apply -f /opt/work/warnings/@{app}.yaml
kubectl patch deployment @{app} -n @{namespace} --type=json -p '[{"op": "replace", "path": "/spec/template/spec/nodeSelector", "value": {"kubernetes.io/os": "linux"}},
  {"op": "remove", "path": "/spec/template/metadata/annotations"}, {"op": "add", "path": "/spec/template/spec/securityContext", "value": {"appArmorProfile": {"type": "RuntimeDefault"}}}]'
kubectl get endpointslices -n @{namespace} -l kubernetes.io/service-name=@{outside} -o json | jq '.items[0] | .metadata = {name: "@{outside}-2", namespace: "@{namespace}", labels: {"kubernetes.io/service-name": "@{outside}"}}' | kubectl create -f -
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
