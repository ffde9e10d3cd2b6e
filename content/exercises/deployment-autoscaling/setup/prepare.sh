kubectl apply -f https://github.com/kubernetes-sigs/metrics-server/releases/download/v0.8.0/components.yaml
kubectl patch deployment metrics-server -n kube-system --type=json \
  -p '[{"op":"add","path":"/spec/template/spec/containers/0/args/-","value":"--kubelet-insecure-tls"}]'
for ns in shop bank calm store; do kubectl create namespace $ns; done
kubectl create deployment web --image=registry.k8s.io/hpa-example --port=80
kubectl set resources deployment web --requests=cpu=200m
kubectl expose deployment web --port=80
kubectl create deployment shop -n shop --image=registry.k8s.io/hpa-example --port=80
kubectl set resources deployment shop -n shop --requests=cpu=200m
kubectl expose deployment shop -n shop --port=80
kubectl create deployment front -n calm --image=nginx:1.27
kubectl set resources deployment front -n calm --requests=cpu=100m
cat > /root/cart.yaml <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata:
  name: cart
  namespace: store
spec:
  replicas: 2
  selector:
    matchLabels:
      app: cart
  template:
    metadata:
      labels:
        app: cart
    spec:
      containers:
        - name: nginx
          image: nginx:1.27
          resources:
            requests:
              cpu: 50m
YAML
kubectl apply -f /root/cart.yaml
kubectl apply -f - <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: bank }
spec:
  replicas: 2
  selector: { matchLabels: { app: api } }
  template:
    metadata: { labels: { app: api } }
    spec:
      containers:
        - { name: api, image: 'nginx:1.27', resources: { requests: { cpu: 100m } } }
        - { name: exporter, image: 'busybox:1.36', command: [sleep, infinity] }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: api, namespace: bank }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: api }
  minReplicas: 2
  maxReplicas: 5
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } } }]
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: front, namespace: calm }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: front }
  minReplicas: 1
  maxReplicas: 6
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 60 } } }]
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: cart, namespace: store }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: cart }
  minReplicas: 4
  maxReplicas: 8
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 60 } } }]
YAML
kubectl rollout status deployment/metrics-server -n kube-system --timeout=180s
for each in default/web shop/shop calm/front bank/api store/cart; do
  kubectl rollout status deployment/${each#*/} -n ${each%/*} --timeout=180s
done
kubectl wait -n store deployment/cart --for=jsonpath='{.status.availableReplicas}'=4 --timeout=180s
sleep 60
