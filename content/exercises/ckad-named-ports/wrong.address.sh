# fails: alias/by-name
# A Service with the address of today
kubectl create service clusterip @{alias} -n @{namespace} --tcp=8000:8000
kubectl patch service @{alias} -n @{namespace} --type=json -p '[{"op": "remove", "path": "/spec/selector"}]'
kubectl apply -f - <<YAML
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: @{alias}-1, namespace: @{namespace}, labels: { kubernetes.io/service-name: @{alias} } }
addressType: IPv4
ports: [{ name: 8000-8000, port: 8000, protocol: TCP }]
endpoints: [{ addresses: ['$(kubectl get service @{real} -n @{there} -o jsonpath='{.spec.clusterIP}')'] }]
YAML
sleep 5
