kubectl create namespace shop
kubectl cordon node02
kubectl create deployment front -n shop --image=nginx:1.27 --replicas=4
kubectl set resources deployment/front -n shop --requests=cpu=50m,memory=32Mi
kubectl apply -f - <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata: { name: quotes, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: quotes } }
  template:
    metadata: { labels: { app: quotes } }
    spec:
      affinity:
        podAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - { labelSelector: { matchLabels: { app: quotes } }, topologyKey: kubernetes.io/hostname }
      containers:
        - { name: web, image: 'nginx:1.27' }
YAML
kubectl expose deployment front -n shop --port=80
kubectl expose deployment quotes -n shop --port=80
kubectl rollout status deployment/front -n shop --timeout=120s
kubectl rollout status deployment/quotes -n shop --timeout=120s
kubectl uncordon node02
sleep 10
