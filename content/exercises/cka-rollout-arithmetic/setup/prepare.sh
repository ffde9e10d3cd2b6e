kubectl create namespace @{namespace}
deploy() { # NAME IMAGE REPLICAS PORT LEVEL
  kubectl apply -n @{namespace} -f - <<YAML
apiVersion: apps/v1
kind: Deployment
metadata: { name: $1 }
spec:
  replicas: $3
  selector: { matchLabels: { app: $1 } }
  template:
    metadata: { labels: { app: $1 } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: web
          image: $2
          env: [{ name: LEVEL, value: $5 }]
          readinessProbe: { httpGet: { path: /, port: $4 }, periodSeconds: 2 }
YAML
}
hello=gcr.io/google-samples/hello-app
deploy @{app} nginx:1.27 @{pace.n} 80 info
deploy @{second} $hello:1.0 2 8080 info
for step in 1.0:info 2.0:info 2.0:debug 1.0:debug; do
  deploy @{third} $hello:${step%:*} 2 8080 ${step#*:}
  kubectl rollout status deployment/@{third} -n @{namespace} --timeout=60s
done
kubectl set image deployment/@{third} -n @{namespace} web=$hello:2.0.x
sleep 10
@{fault.pause}
for name in @{app} @{second}; do kubectl rollout status deployment/$name -n @{namespace} --timeout=60s; done
