mkdir -p /opt/work/stages /opt/answers/stages /opt/lab
chmod 777 /opt/work/stages /opt/answers/stages
cd /opt/work/stages
printf '@{rows.text}' > prices.csv
cat > make_table.py <<'PY'
count = 0
with open("prices.csv") as prices, open("table.txt", "w") as table:
    for line in prices:
        name, price = line.strip().split(",")
        table.write(f"{name}: {price}\n")
        count += 1
print(f"{count} prices")
PY
cat > server.py <<'PY'
from http.server import BaseHTTPRequestHandler, HTTPServer

with open("table.txt") as table:
    lines = table.readlines()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write((f"@{app} knows {len(lines)} prices\n" + "".join(lines)).encode())


print("@{app} listens on 8080", flush=True)
HTTPServer(("", 8080), Handler).serve_forever()
PY
cat > Dockerfile <<'DOCKER'
FROM python:3.12
WORKDIR /srv/@{app}
COPY . .
RUN python make_table.py
EXPOSE 8080
CMD ["python", "server.py"]
DOCKER
chmod 666 *
cp server.py make_table.py prices.csv /opt/lab
docker build -q -t @{app}:old .
docker run -d --name @{app}-old @{app}:old
docker exec @{app}-old sh -c 'echo "@{note}" > /srv/@{app}/changes.txt'
docker inspect -f '{{.Id}} {{.State.Running}}' @{app}-old > /opt/lab/old.txt
