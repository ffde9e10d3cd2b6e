# fails: alias/follows
# The address of today.
kubectl create service clusterip @{alias} -n @{namespace} --tcp=8080:8080 --dry-run=client -o json | jq 'del(.spec.selector)' | kubectl apply -f -
jq -n --arg ip "$(kubectl get pods -n @{other} -l app=@{far} -o jsonpath='{.items[0].status.podIP}')" '{apiVersion: "discovery.k8s.io/v1", kind: "EndpointSlice", metadata: {name: "@{alias}-1", namespace: "@{namespace}", labels: {"kubernetes.io/service-name": "@{alias}"}},
  addressType: "IPv4", ports: [{name: "8080-8080", port: 8080}], endpoints: [{addresses: [$ip]}]}' | kubectl apply -f -
sleep 5
