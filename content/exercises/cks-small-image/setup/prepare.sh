mkdir -p /opt/work/image
cd /opt/work/image
cat > server.py <<'PY'
import os
from http.server import BaseHTTPRequestHandler, HTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"@{app} as uid {os.getuid()}\n".encode())


print("@{app} listens on 8080", flush=True)
HTTPServer(("", 8080), Handler).serve_forever()
PY
echo tall-pine-4471 > deploy.key
cat > Dockerfile <<'DOCKER'
FROM python:3.12
WORKDIR /srv/@{app}
@{fault.tool}
@{fault.secret}
@{fault.after}
EXPOSE 8080
CMD ["python", "server.py"]
DOCKER
chmod 777 . && chmod 666 server.py deploy.key Dockerfile
kubectl create namespace @{namespace}
kubectl create deployment @{web} -n @{namespace} --image=nginx:1.27-alpine --replicas=2
kubectl rollout status deployment/@{web} -n @{namespace} --timeout=60s
