# fails: service/sticky, headless/ready, names/resolve
# Everybody goes anywhere; the old Service publishes all Pods; the names are known to one Pod.
kubectl apply -n @{namespace} -f - <<'YAML'
apiVersion: v1
kind: Service
metadata: { name: @{service} }
spec: { ports: [{ port: 80, targetPort: @{port} }] }
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: @{service}-outside, labels: { kubernetes.io/service-name: @{service} } }
addressType: IPv4
ports: [{ port: @{port} }]
endpoints: [{ addresses: [172.30.2.2] }, { addresses: [172.30.3.2] }]
YAML
kubectl patch service @{peers} -n @{namespace} -p '{"spec": {"publishNotReadyAddresses": true}}'
kubectl exec -n @{namespace} client -- sh -c 'echo "@{names.oneAt} @{names.one}.@{zone}" >> /etc/hosts'
sleep 10
