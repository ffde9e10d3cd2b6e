mkdir -p /root/shop /root/slow /root/fat

cat > /root/shop/server.py <<'PY'
from http.server import BaseHTTPRequestHandler, HTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"welcome to the shop\n")


print("listening on 8080", flush=True)
HTTPServer(("", 8080), Handler).serve_forever()
PY

cat > /root/slow/server.py <<'PY'
print("slow is here", flush=True)
PY
echo 'requests==2.32.3' > /root/slow/requirements.txt
cat > /root/slow/Dockerfile <<'DOCKER'
FROM python:3.12-slim
WORKDIR /app
COPY . .
RUN pip install -r requirements.txt
CMD ["python", "server.py"]
DOCKER

cat > /root/fat/report.py <<'PY'
import os

SITE = "/usr/local/lib/python3.12/site-packages"
for name in sorted(os.listdir(SITE)):
    if name.startswith("requests-"):
        print("installed:", name, flush=True)
PY
cat > /root/fat/Dockerfile <<'DOCKER'
FROM python:3.12
WORKDIR /app
RUN head -c 150000000 /dev/zero > /tmp/model.bin
RUN apt-get update
RUN apt-get install -y build-essential
RUN pip install requests==2.32.3
RUN rm /tmp/model.bin
COPY report.py .
CMD ["python", "report.py"]
DOCKER
docker build -q -t slow:1 /root/slow
docker build -q -t fat:1 /root/fat
