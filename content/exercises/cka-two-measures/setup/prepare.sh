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
  replicas: 2
  selector: { matchLabels: { app: @{app} } }
  template:
    metadata: { labels: { app: @{app} } }
    spec:
      containers: [{ name: web, image: 'nginx:1.27', resources: { requests: { cpu: 40m, memory: 32Mi } } }]
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
      terminationGracePeriodSeconds: 1
      containers:
        - { name: main, image: 'nginx:1.27', resources: { requests: { cpu: 40m } } }
        - { name: shipper, image: 'busybox:1.36', command: [sleep, infinity] }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: @{other}, namespace: @{namespace} }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: @{other} }
  minReplicas: 1
  maxReplicas: 4
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: @{target} } } }]
YAML
kubectl rollout status deployment/metrics-server -n kube-system --timeout=180s
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
kubectl rollout status deployment/@{other} -n @{namespace} --timeout=60s
sleep 60
