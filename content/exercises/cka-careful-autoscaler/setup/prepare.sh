kubectl apply -f https://github.com/kubernetes-sigs/metrics-server/releases/latest/download/components.yaml
kubectl patch deployment metrics-server -n kube-system --type=json -p '[{"op":"add","path":"/spec/template/spec/containers/0/args/-","value":"--kubelet-insecure-tls"}]'
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Namespace
metadata: { name: @{namespace} }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: @{app}, namespace: @{namespace} }
spec:
  replicas: 1
  selector: { matchLabels: { app: @{app} } }
  template:
    metadata: { labels: { app: @{app} } }
    spec:
      containers: [{ name: web, image: 'nginx:1.27', resources: { requests: { cpu: 50m } } }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: @{other}, namespace: @{namespace} }
spec:
  replicas: 1
  selector: { matchLabels: { app: @{other} } }
  template:
    metadata: { labels: { app: @{other} } }
    spec:
      containers: [{ name: web, image: 'nginx:1.27', resources: { @{fault.resources} } }]
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: @{other}, namespace: @{namespace} }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: @{fault.target} }
  minReplicas: 2
  maxReplicas: 5
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 80 } } }]
YAML
kubectl rollout status deployment/metrics-server -n kube-system --timeout=180s
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=180s
kubectl rollout status deployment/@{other} -n @{namespace} --timeout=180s
sleep 60
