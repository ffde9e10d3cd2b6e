kubectl label node @{node1} drill.example/@{label}=first
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Namespace
metadata: { name: @{namespace} }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: @{app}, namespace: @{namespace} }
spec:
  replicas: @{budget.n}
  selector: { matchLabels: { app: @{app} } }
  template:
    metadata: { labels: { app: @{app} } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: web
          image: nginx:1.27
          readinessProbe: { httpGet: { path: /, port: 80 }, periodSeconds: 2 }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: @{app}, namespace: @{namespace} }
spec:
  @{budget.was}
  selector: { matchLabels: { app: @{app} } }
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: @{agent}, namespace: @{namespace} }
spec:
  selector: { matchLabels: { app: @{agent} } }
  template:
    metadata: { labels: { app: @{agent} } }
    spec:
      terminationGracePeriodSeconds: 1
      nodeSelector: { drill.example/@{label}: first }
      containers:
        - name: agent
          image: busybox:1.36
          command: [sleep, infinity]
YAML
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
kubectl rollout status daemonset/@{agent} -n @{namespace} --timeout=60s
sleep 5
