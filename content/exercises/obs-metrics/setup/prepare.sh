kubectl apply -f https://github.com/kubernetes-sigs/metrics-server/releases/latest/download/components.yaml
kubectl patch deployment metrics-server -n kube-system --type=json -p '[{"op":"add","path":"/spec/template/spec/containers/0/args/-","value":"--kubelet-insecure-tls"}]'
kubectl create namespace batch
kubectl create namespace shop

# Five Pods of unequal appetite.
appetite() {
  kubectl run "$1" -n batch --image=polinux/stress --overrides='{"spec":{"terminationGracePeriodSeconds":1,"containers":[{"name":"'"$1"'","image":"polinux/stress","command":["stress","--cpu","1","--vm","1","--vm-bytes","'"$3"'","--vm-hang","0"],"resources":{"requests":{"cpu":"10m","memory":"32Mi"},"limits":{"cpu":"'"$2"'"}}}]}}'
}
appetite resize 60m 40M
appetite encode 140m 24M
appetite index 90m 70M
appetite report 30m 120M
appetite sync 50m 16M

# Bursts of work: only search has less than it wants in a period of 100 ms.
worker() {
  kubectl apply -f - <<YAML
apiVersion: apps/v1
kind: Deployment
metadata: { name: $1, namespace: shop, labels: { app: $1 } }
spec:
  replicas: 1
  selector: { matchLabels: { app: $1 } }
  template:
    metadata: { labels: { app: $1 } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: $1
          image: polinux/stress
          command: [sh, -c, 'while true; do stress --quiet --cpu 1 --timeout "\$BUSY"; sleep "\$IDLE"; done']
          env: [{ name: BUSY, value: "$2" }, { name: IDLE, value: "$3" }]
          resources:
            requests: { cpu: 20m, memory: 16Mi }
            limits: { cpu: $4, memory: 32Mi }
YAML
}
worker cart 1 4 1
worker search 2 3 40m
worker mailer 1 14 1

# A shop with a counter, and somebody who calls twice a second.
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: ConfigMap
metadata: { name: front, namespace: shop }
data:
  front.py: |
    from http.server import BaseHTTPRequestHandler, HTTPServer

    requests = {"/": 0, "/checkout": 0}

    class Shop(BaseHTTPRequestHandler):
        def do_GET(self):
            body = "ok\n"
            if self.path == "/metrics":
                body = "# HELP shop_requests_total Requests by path.\n# TYPE shop_requests_total counter\n"
                for path in requests:
                    body += 'shop_requests_total{path="%s"} %d\n' % (path, requests[path])
            elif self.path in requests:
                requests[self.path] += 1
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format, *args):
            pass

    HTTPServer(("", 8000), Shop).serve_forever()
---
apiVersion: v1
kind: Pod
metadata: { name: front, namespace: shop, labels: { app: front } }
spec:
  terminationGracePeriodSeconds: 1
  containers:
    - name: front
      image: python:3.13-slim
      command: [python3, /app/front.py]
      ports: [{ name: http, containerPort: 8000 }]
      volumeMounts: [{ name: app, mountPath: /app }]
  volumes: [{ name: app, configMap: { name: front } }]
---
apiVersion: v1
kind: Service
metadata: { name: front, namespace: shop }
spec:
  selector: { app: front }
  ports: [{ port: 80, targetPort: http }]
---
apiVersion: v1
kind: Pod
metadata: { name: customers, namespace: shop, labels: { app: customers } }
spec:
  terminationGracePeriodSeconds: 1
  containers:
    - name: customers
      image: busybox:1.36
      command: [sh, -c, 'while true; do wget -qO- http://front/ > /dev/null; sleep 0.25; wget -qO- http://front/checkout > /dev/null; sleep 0.25; done']
YAML
kubectl rollout status deployment/metrics-server -n kube-system --timeout=180s
for name in cart search mailer; do kubectl rollout status deployment/$name -n shop --timeout=120s; done
kubectl wait --for=condition=Ready pod --all -n shop --timeout=120s
kubectl wait --for=condition=Ready pod --all -n batch --timeout=120s
sleep 75
