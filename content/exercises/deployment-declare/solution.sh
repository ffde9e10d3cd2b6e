kubectl create deployment web --image=nginx:1.27 --replicas=3

cat > /root/api.yaml <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  namespace: shop
spec:
  replicas: 2
  selector:
    matchLabels:
      app: api
  template:
    metadata:
      labels:
        app: api
        tier: backend
    spec:
      containers:
        - name: api
          image: nginx:1.27
          ports:
            - containerPort: 80
YAML
kubectl apply -f /root/api.yaml

kubectl delete pod lonely
kubectl create deployment lonely --image=redis:7.4

pod=$(kubectl get pods -n shop -l app=checkout -o jsonpath='{.items[0].metadata.name}')
kubectl label pod "$pod" -n shop app=checkout-debug --overwrite

kubectl rollout status deployment/web --timeout=120s
kubectl rollout status deployment/api -n shop --timeout=120s
kubectl rollout status deployment/lonely --timeout=120s
kubectl rollout status deployment/checkout -n shop --timeout=120s
