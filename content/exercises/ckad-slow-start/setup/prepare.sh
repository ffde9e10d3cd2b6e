mkdir -p /opt/lab
kubectl create namespace @{namespace}
cat > /tmp/alive.sh <<'SH'
#!/bin/sh
# Ends with 0 when the last heartbeat is at most 10 seconds old.
last=$(cat /tmp/heartbeat) || exit 1
[ $(($(date +%s) - last)) -le 10 ]
SH
kubectl create configmap @{app}-check -n @{namespace} --from-file=alive.sh=/tmp/alive.sh
cat > /tmp/server.py <<'PY'
import os, time
from http.server import BaseHTTPRequestHandler, HTTPServer

NEEDS_HEADER = @{fault.needs}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        code, text = 200, "@{web} is here"
        if self.path == "/ready":
            time.sleep(@{fault.delay})
            if NEEDS_HEADER and self.headers["X-Check"] != "ready":
                code, text = 403, "only for requests with X-Check: ready"
            elif os.path.exists("/tmp/broken"):
                code, text = 500, "broken"
            print(f"/ready: {code} {text}, took @{fault.delay} s", flush=True)
        self.send_response(code)
        self.end_headers()
        self.wfile.write(f"{text}\n".encode())

    def log_message(self, format, *args):
        pass


HTTPServer(("", 8000), Handler).serve_forever()
PY
kubectl create configmap @{web}-program -n @{namespace} --from-file=server.py=/tmp/server.py
kubectl apply -f - <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{app}', namespace: '@{namespace}' }
spec:
  selector: { matchLabels: { app: '@{app}' } }
  template:
    metadata: { labels: { app: '@{app}' } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: main
          image: busybox:1.36
          command:
            - sh
            - -c
            - |
              rm -f /tmp/started /tmp/heartbeat /tmp/hang
              sleep @{start}
              touch /tmp/started
              while [ ! -e /tmp/hang ]; do date +%s > /tmp/heartbeat; sleep 2; done
              exec sleep 1000000
          volumeMounts: [{ name: check, mountPath: /check }]
      volumes: [{ name: check, configMap: { name: '@{app}-check', defaultMode: 0755 } }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{web}', namespace: '@{namespace}' }
spec:
  replicas: 2
  selector: { matchLabels: { app: '@{web}' } }
  template:
    metadata: { labels: { app: '@{web}' } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: web
          image: python:3.12-slim
          command: [python, /app/server.py]
          volumeMounts: [{ name: program, mountPath: /app }]
          readinessProbe: @{fault.probe}
      volumes: [{ name: program, configMap: { name: '@{web}-program' } }]
---
apiVersion: v1
kind: Service
metadata: { name: '@{web}', namespace: '@{namespace}' }
spec:
  selector: { app: '@{web}' }
  ports: [{ port: 80, targetPort: 8000 }]
YAML
kubectl get deployment @{app} -n @{namespace} -o json | jq -S -c '[.spec.template.spec.containers[] | .image, .command, .args]' > /opt/lab/program.txt
kubectl get configmap @{web}-program -n @{namespace} -o json | jq -S -c .data > /opt/lab/server.txt
sleep 75
