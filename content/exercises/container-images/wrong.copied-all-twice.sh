# fails: cache/cached, build/slim
# The whole folder is still copied before pip; and the full base image is no slim one.
sed -i 's/^COPY \. \.$/COPY . .\nCOPY requirements.txt ./' /root/slow/Dockerfile
docker build -q -t slow:2 /root/slow
sed 's/-slim//' > /root/shop/Dockerfile <<'DOCKER'
FROM python:3.12-slim
COPY server.py .
CMD ["python", "server.py"]
DOCKER
docker build -q -t shop:1 /root/shop
