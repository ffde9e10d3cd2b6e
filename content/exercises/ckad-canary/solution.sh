cat <<'YAML' | kubectl apply -f -
apiVersion: apps/v1
kind: Deployment
metadata:
  name: @{app}-canary
  namespace: @{namespace}
spec:
  replicas: @{share.new}
  selector:
    matchLabels:
      app: @{app}
      track: canary
  template:
    metadata:
      labels:
        app: @{app}
        track: canary
    spec:
      containers:
        - name: hello
          image: gcr.io/google-samples/hello-app:2.0
YAML
kubectl scale deployment @{app} -n @{namespace} --replicas=@{share.old}
kubectl set selector service @{app} -n @{namespace} app=@{app}
kubectl scale deployment @{front}-@{colours.new} -n @{namespace} --replicas=@{replicas}
kubectl rollout status deployment/@{front}-@{colours.new} -n @{namespace} --timeout=120s
kubectl patch service @{front} -n @{namespace} -p '{"spec":{"selector":{"colour":"@{colours.new}"}}}'
kubectl rollout status deployment/@{app}-canary -n @{namespace} --timeout=120s
sleep 10
