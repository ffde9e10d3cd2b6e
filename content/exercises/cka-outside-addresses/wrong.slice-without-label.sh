# fails: service/answers, headless/ready
# Nobody tells the slice whose it is; the Service of all Pods has an address.
kubectl apply -n @{namespace} -f - <<'YAML'
apiVersion: v1
kind: Service
metadata: { name: @{service} }
spec: { ports: [{ port: 80, targetPort: @{port} }], sessionAffinity: ClientIP }
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: @{service} }
addressType: IPv4
ports: [{ port: @{port} }]
endpoints: [{ addresses: [172.30.2.2] }, { addresses: [172.30.3.2] }]
---
apiVersion: v1
kind: Service
metadata: { name: @{members} }
spec: { publishNotReadyAddresses: true, selector: { app: @{peers} }, ports: [{ port: 80 }] }
YAML
sleep 10
