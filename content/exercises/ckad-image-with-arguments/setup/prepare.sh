# A registry of the team on this machine, over plain HTTP, that Docker, Podman and the nodes know as such.
mkdir -p /etc/docker /etc/containers/registries.conf.d
echo '{ "insecure-registries": ["@{controlplane}:5000"] }' > /etc/docker/daemon.json
printf '[[registry]]\nlocation = "@{controlplane}:5000"\ninsecure = true\n' > /etc/containers/registries.conf.d/team.conf
systemctl restart docker
docker run -d --restart=always --name registry -p 5000:5000 registry:2
for node in @{controlplane} @{node1}; do
  ssh $node "mkdir -p /etc/containerd/certs.d/@{controlplane}:5000
printf 'server = \"http://@{controlplane}:5000\"\n\n[host.\"http://@{controlplane}:5000\"]\n  capabilities = [\"pull\", \"resolve\"]\n' > /etc/containerd/certs.d/@{controlplane}:5000/hosts.toml"
done
mkdir -p /opt/work/@{app}/drafts
cd /opt/work/@{app}
cat > server.py <<'PY'
import os
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

guest = " ".join(sys.argv[1:])
edition = os.environ.get("EDITION", "-")


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"@{app} edition {edition} for {guest}, uid {os.getuid()}\n".encode())


print(f"@{app} listens on 8080 for {guest}", flush=True)
HTTPServer(("", 8080), Handler).serve_forever()
PY
echo 'idna==3.11' > requirements.txt
echo 'TOKEN=paper-moon' > .env
echo 'not for readers' > drafts/plan.txt
cat > Dockerfile <<'DOCKER'
FROM python:3.12-slim
WORKDIR /srv/@{app}
COPY . .
RUN pip install --no-cache-dir -r requirements.txt
EXPOSE 8080
@{fault.start}
DOCKER
sleep 3
docker build -q -t @{controlplane}:5000/@{app}:1 .
docker push -q @{controlplane}:5000/@{app}:1
chmod -R a+rwX /opt/work/@{app}
kubectl create namespace @{namespace}
kubectl create deployment @{app} -n @{namespace} --image=@{controlplane}:5000/@{app}:1 --replicas=2
kubectl expose deployment @{app} -n @{namespace} --port=80 --target-port=8080
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
