mkdir -p /opt/work/image /opt/answers/image
chmod 777 /opt/work/image /opt/answers/image
cd /opt/work/image
cat > server.py <<'PY'
import os
from http.server import BaseHTTPRequestHandler, HTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"@{app} answers as uid {os.getuid()}\n".encode())


print("@{app} listens on 8080", flush=True)
HTTPServer(("", 8080), Handler).serve_forever()
PY
echo '# none: the standard library is enough' > requirements.txt
cat > Dockerfile <<'DOCKER'
FROM python:3.12-slim
WORKDIR /srv/@{app}
@{fault.copy}
EXPOSE 8080
@{fault.command}
DOCKER
chmod 666 server.py requirements.txt Dockerfile
docker pull -q python:3.12-slim
