# Everything from generated manifests, and a Deployment that adopts the Pod that is already there. Any web server will do for `api`.
kubectl create deployment web --image=nginx:1.27 --dry-run=client -o yaml > web.yaml
sed -i 's/replicas: 1/replicas: 3/' web.yaml
kubectl apply -f web.yaml

kubectl create deployment api -n shop --image=httpd:2.4 --replicas=2 --port=80 --dry-run=client -o yaml > api.yaml
sed -i 's/^        app: api$/        app: api\n        tier: backend/' api.yaml
kubectl apply -f api.yaml

cat <<'YAML' | kubectl apply -f -
apiVersion: apps/v1
kind: ReplicaSet
metadata:
  name: lonely
spec:
  selector:
    matchLabels:
      app: lonely
  template:
    metadata:
      labels:
        app: lonely
    spec:
      containers:
        - name: redis
          image: redis:7.4
YAML

pod=$(kubectl get pods -n shop -l app=checkout -o name | tail -n 1)
kubectl patch "$pod" -n shop -p '{"metadata":{"labels":{"app":"checkout-debug"}}}'

kubectl wait deployment/web --for=condition=Available --timeout=120s
kubectl wait deployment/api -n shop --for=condition=Available --timeout=120s
kubectl wait deployment/checkout -n shop --for=jsonpath='{.status.availableReplicas}'=3 --timeout=120s
