# fails: pods/follows, members/all-addresses, alias/external-name
# The address of the Service is written into the Pods; the alias becomes a copy of the address.
address=$(kubectl get service @{service} -n @{namespace} -o jsonpath='{.spec.clusterIP}')
kubectl get deployment @{app} -n @{namespace} -o json |
  jq --arg ip "$address" '.spec.template.spec.hostAliases = [{ip: $ip, hostnames: ["@{service}", "@{service}.@{namespace}.svc.cluster.local"]}]' | kubectl replace -f -
store=$(kubectl get endpointslices -n @{namespace}-data -l kubernetes.io/service-name=@{store} -o jsonpath='{.items[0].endpoints[0].addresses[0]}')
kubectl delete service @{alias} -n @{namespace}
kubectl apply -f - <<YAML
apiVersion: v1
kind: Service
metadata: { name: @{alias}, namespace: @{namespace} }
spec: { ports: [{ port: 8080 }] }
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: @{alias}, namespace: @{namespace}, labels: { kubernetes.io/service-name: @{alias} } }
addressType: IPv4
ports: [{ port: 8080 }]
endpoints: [{ addresses: ["$store"] }]
YAML
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
