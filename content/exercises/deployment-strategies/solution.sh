kubectl patch deployment inventory -n store -p '{"spec":{"strategy":{"type":"Recreate","rollingUpdate":null}}}'

kubectl get deployment front-blue -n store -o yaml \
  | sed -e 's/front-blue/front-green/' -e 's/version: blue/version: green/' -e 's/hello-app:1.0/hello-app:2.0/' \
        -e '/resourceVersion:/d' -e '/uid:/d' -e '/creationTimestamp:/d' > green.yaml
kubectl apply -f green.yaml
kubectl rollout status deployment/front-green -n store --timeout=180s
kubectl patch service front -n store -p '{"spec":{"selector":{"version":"green"}}}'

kubectl scale deployment search -n store --replicas=4
cat <<'YAML' | kubectl apply -f -
apiVersion: apps/v1
kind: Deployment
metadata:
  name: search-canary
  namespace: store
spec:
  replicas: 1
  selector:
    matchLabels:
      app: search
      track: canary
  template:
    metadata:
      labels:
        app: search
        track: canary
    spec:
      containers:
        - name: hello-app
          image: gcr.io/google-samples/hello-app:2.0
YAML
kubectl rollout status deployment/search-canary -n store --timeout=180s

kubectl rollout pause deployment/cart -n store
kubectl set image deployment/cart -n store nginx=nginx:1.27
kubectl set resources deployment/cart -n store --requests=cpu=50m
kubectl set env deployment/cart -n store MODE=fast
kubectl rollout resume deployment/cart -n store
kubectl rollout status deployment/cart -n store --timeout=180s
kubectl rollout status deployment/search -n store --timeout=180s
kubectl rollout status deployment/inventory -n store --timeout=180s
