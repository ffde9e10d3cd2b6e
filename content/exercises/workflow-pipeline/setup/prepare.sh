# A registry of the team on this machine, over plain HTTP, that Docker and the nodes know as such.
mkdir -p /etc/docker
echo '{ "insecure-registries": ["controlplane:5000"] }' > /etc/docker/daemon.json
systemctl restart docker
docker run -d --restart=always --name registry -p 5000:5000 registry:2
for node in controlplane node01 node02; do
	ssh $node "mkdir -p /etc/containerd/certs.d/controlplane:5000
printf 'server = \"http://controlplane:5000\"\n\n[host.\"http://controlplane:5000\"]\n  capabilities = [\"pull\", \"resolve\"]\n' > /etc/containerd/certs.d/controlplane:5000/hosts.toml"
done

mkdir -p /root/shop/k8s /root/ci /root/old
cat > /root/shop/server.py <<'PY'
from http.server import BaseHTTPRequestHandler, HTTPServer

GREETING = "welcome to the shop"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write((GREETING + "\n").encode())


HTTPServer(("", 8080), Handler).serve_forever()
PY
cat > /root/shop/Dockerfile <<'DOCKER'
FROM python:3.12-slim
WORKDIR /app
COPY server.py .
USER 1000
EXPOSE 8080
CMD ["python", "server.py"]
DOCKER
cat > /root/shop/k8s/deployment.yaml <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
  labels: { app: web }
spec:
  replicas: 2
  selector:
    matchLabels: { app: web }
  template:
    metadata:
      labels: { app: web }
    spec:
      containers:
        - name: web
          image: controlplane:5000/shop:1
          ports:
            - containerPort: 8080
          readinessProbe:
            httpGet: { path: /, port: 8080 }
            periodSeconds: 2
          resources:
            requests: { cpu: 20m, memory: 32Mi }
            limits: { memory: 64Mi }
YAML
cat > /root/shop/k8s/service.yaml <<'YAML'
apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
spec:
  selector: { app: web }
  ports:
    - port: 80
      targetPort: 8080
YAML
docker build -q -t controlplane:5000/shop:1 /root/shop
docker push -q controlplane:5000/shop:1
kubectl create namespace shop
kubectl create namespace ci
kubectl create secret generic db -n shop --from-literal=password=s3cret
kubectl apply -f /root/shop/k8s

# Manifests of a cluster that was retired long ago.
cat > /root/old/report.yaml <<'YAML'
apiVersion: batch/v1beta1
kind: CronJob
metadata:
  name: report
  namespace: shop
spec:
  schedule: "0 6 * * *"
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: OnFailure
          containers:
            - name: report
              image: busybox:1.36
              command: [date]
YAML
cat > /root/old/ingress.yaml <<'YAML'
apiVersion: networking.k8s.io/v1beta1
kind: Ingress
metadata:
  name: web
  namespace: shop
spec:
  rules:
    - host: shop.example.com
      http:
        paths:
          - path: /
            backend:
              serviceName: web
              servicePort: 80
YAML
cat > /root/old/autoscaler.yaml <<'YAML'
apiVersion: autoscaling/v2beta1
kind: HorizontalPodAutoscaler
metadata:
  name: web
  namespace: shop
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  minReplicas: 2
  maxReplicas: 6
  metrics:
    - type: Resource
      resource:
        name: cpu
        targetAverageUtilization: 60
YAML
kubectl rollout status deployment/web -n shop --timeout=120s

# A manifest that check.sh must accept; the copy is what the checks of this exercise begin with.
mkdir -p /opt/lab
cat > /root/ci/example.yaml <<'YAML'
apiVersion: v1
kind: ConfigMap
metadata: { name: example, namespace: shop }
data: { note: "image: nothing:latest is only a text here" }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: example, namespace: shop }
spec:
  replicas: 1
  selector: { matchLabels: { app: example } }
  template:
    metadata: { labels: { app: example } }
    spec:
      initContainers:
        - name: wait
          image: busybox:1.36
          command: [sh, -c, sleep 2]
          resources: { limits: { memory: 16Mi } }
      containers:
        - name: web
          image: controlplane:5000/shop:1
          resources: { limits: { memory: 64Mi } }
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: example, namespace: shop }
spec:
  schedule: "*/5 * * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: tidy
              image: nginx@sha256:5ed8fcc66f4ed123c1b2560ed708dc148755b6e4cbd8b943fab094f2c6bfa91e
              resources: { limits: { memory: 32Mi } }
YAML
cp /root/ci/example.yaml /opt/lab/example.yaml
