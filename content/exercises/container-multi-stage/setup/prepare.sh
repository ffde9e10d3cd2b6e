# A registry of the team on this machine, over plain HTTP, that Docker and the nodes know as such.
mkdir -p /etc/docker
echo '{ "insecure-registries": ["controlplane:5000"] }' > /etc/docker/daemon.json
systemctl restart docker
docker run -d --restart=always --name registry -p 5000:5000 registry:2
for node in controlplane node01 node02; do
	ssh $node "mkdir -p /etc/containerd/certs.d/controlplane:5000
printf 'server = \"http://controlplane:5000\"\n\n[host.\"http://controlplane:5000\"]\n  capabilities = [\"pull\", \"resolve\"]\n' > /etc/containerd/certs.d/controlplane:5000/hosts.toml"
done

mkdir -p /root/site /root/leaky/.git /root/leaky/templates /root/greet /root/api

cat > /root/site/build.py <<'PY'
import os

os.makedirs("/out", exist_ok=True)
with open("/out/index.html", "w") as page:
    page.write("<h1>made in a stage</h1>\n")
print("/out/index.html is written", flush=True)
PY
cat > /root/site/Dockerfile <<'DOCKER'
FROM python:3.12
WORKDIR /src
COPY build.py .
RUN python build.py
WORKDIR /out
EXPOSE 80
CMD ["python", "-m", "http.server", "80"]
DOCKER

cat > /root/leaky/main.py <<'PY'
import os

print("templates:", ", ".join(sorted(os.listdir("/app/templates"))), flush=True)
PY
echo '<p>hello</p>' > /root/leaky/templates/index.html
echo 'Dear customer,' > /root/leaky/templates/mail.html
echo 'DB_PASSWORD=correct-horse' > /root/leaky/.env
echo 'ref: refs/heads/main' > /root/leaky/.git/HEAD
cat > /root/leaky/Dockerfile <<'DOCKER'
FROM python:3.12-slim
WORKDIR /app
COPY . .
CMD ["python", "main.py"]
DOCKER

cat > /root/api/server.py <<'PY'
import os
from http.server import BaseHTTPRequestHandler, HTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"I am uid {os.getuid()}\n".encode())


print("listening on 8080", flush=True)
HTTPServer(("", 8080), Handler).serve_forever()
PY
cat > /root/api/Dockerfile <<'DOCKER'
FROM python:3.12-slim
RUN useradd --uid 10001 --no-create-home app
WORKDIR /app
COPY server.py .
USER app
EXPOSE 8080
CMD ["python", "server.py"]
DOCKER
sleep 5
docker build -q -t controlplane:5000/api:1 /root/api
docker push -q controlplane:5000/api:1

kubectl create namespace team
cat <<'YAML' | kubectl apply -f -
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  namespace: team
spec:
  replicas: 2
  selector:
    matchLabels: { app: api }
  template:
    metadata:
      labels: { app: api }
    spec:
      securityContext:
        runAsNonRoot: true
      containers:
        - name: api
          image: controlplane:5000/api:1
          ports:
            - containerPort: 8080
YAML
sleep 60
