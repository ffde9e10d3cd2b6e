# fails: mend/all
# Addresses written by hand: they are wrong with the next Pod.
kubectl get pods -n @{namespace} -l app=@{app} -o json > pods.json
kubectl patch service @{app} -n @{namespace} --type=json -p '[{"op":"remove","path":"/spec/selector"},{"op":"replace","path":"/spec/ports","value":[{"name":"web","port":80,"targetPort":@{port}}]}]'
kubectl delete endpointslices -n @{namespace} -l kubernetes.io/service-name=@{app}
jq '{apiVersion: "discovery.k8s.io/v1", kind: "EndpointSlice", metadata: {name: "@{app}-by-hand", namespace: "@{namespace}", labels: {"kubernetes.io/service-name": "@{app}"}}, addressType: "IPv4",
  ports: [{name: "web", port: @{port}}], endpoints: [.items[] | {addresses: [.status.podIP], conditions: {ready: true}, targetRef: {kind: "Pod", name: .metadata.name, namespace: "@{namespace}"}}]}' pods.json | kubectl apply -f -
