kubectl create namespace store
kubectl create deployment inventory -n store --image=redis:7.4 --replicas=2
kubectl create deployment cart -n store --image=nginx:1.26 --replicas=3
kubectl create deployment search -n store --image=gcr.io/google-samples/hello-app:1.0 --replicas=5
kubectl expose deployment search -n store --port=80 --target-port=8080
kubectl run client -n store --image=busybox:1.36 --labels=app=client --command -- sleep infinity
kubectl apply -f - <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata:
  name: front-blue
  namespace: store
spec:
  replicas: 3
  selector:
    matchLabels: {app: front, version: blue}
  template:
    metadata:
      labels: {app: front, version: blue}
    spec:
      containers:
        - name: hello
          image: gcr.io/google-samples/hello-app:1.0
          ports:
            - containerPort: 8080
---
apiVersion: v1
kind: Service
metadata:
  name: front
  namespace: store
spec:
  selector: {app: front, version: blue}
  ports:
    - port: 80
      targetPort: 8080
YAML
for name in inventory cart search front-blue; do
  kubectl rollout status deployment/$name -n store --timeout=180s
done
kubectl wait -n store --for=condition=Ready pod/client --timeout=120s
