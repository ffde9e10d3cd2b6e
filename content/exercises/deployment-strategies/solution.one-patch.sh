# All changes of cart in one patch are one rollout as well; the Service is switched by `set selector`.
kubectl patch deployment inventory -n store --type=json \
  -p '[{"op":"replace","path":"/spec/strategy","value":{"type":"Recreate"}}]'

for spec in "front-green front green" "search-canary search canary"; do
  set -- $spec
  key=version
  [ "$3" = canary ] && key=track
  kubectl create -n store -f - <<YAML
apiVersion: apps/v1
kind: Deployment
metadata: {name: $1}
spec:
  replicas: $([ "$3" = canary ] && echo 1 || echo 3)
  selector: {matchLabels: {app: $2, $key: $3}}
  template:
    metadata: {labels: {app: $2, $key: $3}}
    spec:
      containers: [{name: hello, image: "gcr.io/google-samples/hello-app:2.0", ports: [{containerPort: 8080}]}]
YAML
done
kubectl rollout status deployment/front-green -n store --timeout=180s
kubectl set selector service front -n store app=front,version=green
kubectl scale deployment/search -n store --replicas=4

kubectl patch deployment cart -n store -p '
spec:
  template:
    spec:
      containers:
        - name: nginx
          image: nginx:1.27
          env: [{name: MODE, value: fast}]
          resources: {requests: {cpu: 50m}}
'
for name in cart search search-canary inventory; do
  kubectl rollout status deployment/$name -n store --timeout=180s
done
