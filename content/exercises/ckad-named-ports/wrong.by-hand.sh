# fails: mend/follows
# Addresses written by hand do not follow.
kubectl delete service @{empty} -n @{namespace}
kubectl create service clusterip @{empty} -n @{namespace} --tcp=80:8080
kubectl patch service @{empty} -n @{namespace} --type=json -p '[{"op": "remove", "path": "/spec/selector"}]'
kubectl delete endpointslices -n @{namespace} -l kubernetes.io/service-name=@{empty}
kubectl get pods -n @{namespace} -l app=@{empty} -o json | jq '{apiVersion: "discovery.k8s.io/v1", kind: "EndpointSlice", metadata: {name: "@{empty}-by-hand", namespace: "@{namespace}", labels: {"kubernetes.io/service-name": "@{empty}"}}, addressType: "IPv4",
  ports: [{name: "80-8080", port: 8080, protocol: "TCP"}], endpoints: [.items[] | {addresses: [.status.podIP], conditions: {ready: true}, targetRef: {kind: "Pod", name: .metadata.name, namespace: "@{namespace}"}}]}' | kubectl apply -f -
sleep 5
