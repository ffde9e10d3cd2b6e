kubectl label node @{node1} topology.kubernetes.io/zone=@{zones.one}
kubectl label node @{node2} topology.kubernetes.io/zone=@{zones.two} disk=@{disk}
kubectl taint node @{node2} @{taint.key}=@{taint.value}:@{taint.effect}
kubectl create namespace @{namespace}
for each in @{app}:4 @{other}:3; do
  kubectl apply -n @{namespace} -f - <<YAML
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${each%:*} }
spec:
  replicas: ${each#*:}
  selector: { matchLabels: { app: ${each%:*} } }
  template:
    metadata: { labels: { app: ${each%:*}, tier: sky } }
    spec:
      terminationGracePeriodSeconds: 1
      containers: [{ name: web, image: 'nginx:1.27', resources: { requests: { cpu: 100m } } }]
YAML
  kubectl rollout status deployment/${each%:*} -n @{namespace} --timeout=60s
done
