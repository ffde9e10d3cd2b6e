# Somebody who knows manifests already: the whole application in one file, the café mended by naming the image.
cat <<'YAML' | kubectl apply -f -
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 4
  selector:
    matchLabels: { app: web }
  template:
    metadata:
      labels: { app: web }
    spec:
      containers:
        - name: server
          image: docker.io/library/nginx:1.27
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: NodePort
  selector: { app: web }
  ports:
    - port: 80
YAML
kubectl set image deployment/cafe httpd=httpd:2.4 -n cafe
kubectl rollout status deployment/web --timeout=120s
kubectl rollout status deployment/cafe -n cafe --timeout=120s
sleep 15
