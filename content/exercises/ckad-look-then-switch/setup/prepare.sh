mkdir -p /opt/lab /opt/answers/switch
chmod 777 /opt/answers/switch
kubectl create namespace @{namespace}
release() { # COLOUR IMAGE REPLICAS PORT VERSION
  kubectl apply -f - <<YAML
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{app}-$1', namespace: '@{namespace}' }
spec:
  replicas: $3
  selector: { matchLabels: { app: '@{app}', release: '$1' } }
  template:
    metadata: { labels: { app: '@{app}', release: '$1', version: '$5' } }
    spec:
      terminationGracePeriodSeconds: 2
      containers:
        - name: web
          image: gcr.io/google-samples/hello-app:$2
          env: [{ name: PORT, value: '$4' }]
YAML
}
release blue 1.0 @{replicas} 8080 blue
release green @{fault.image} 1 @{fault.port} @{fault.version}
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Service
metadata: { name: '@{app}', namespace: '@{namespace}' }
spec:
  type: NodePort
  selector: { app: '@{app}', version: blue }
  ports: [{ port: 80, targetPort: 8080, nodePort: @{nodePort} }]
---
apiVersion: v1
kind: Service
metadata: { name: '@{app}-preview', namespace: '@{namespace}' }
spec:
  selector: { app: '@{app}', version: green }
  ports: [{ port: 80, targetPort: 8080 }]
YAML
for colour in blue green; do kubectl rollout status deployment/@{app}-$colour -n @{namespace} --timeout=60s; done
kubectl get service @{app}-preview -n @{namespace} -o json | jq -S -c '[.metadata.uid, .spec.selector, .spec.ports, .spec.clusterIP]' > /opt/lab/preview.txt
kubectl get service @{app} -n @{namespace} -o json | jq -S -c '[.metadata.uid, .spec.ports, .spec.clusterIP]' > /opt/lab/live.txt
kubectl get deployment @{app}-blue -n @{namespace} -o json | jq -S -c '[.metadata.uid, .spec.template]' > /opt/lab/blue.txt
