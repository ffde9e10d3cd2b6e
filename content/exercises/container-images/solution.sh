cat > /root/shop/Dockerfile <<'DOCKER'
FROM python:3.12-slim
WORKDIR /app
COPY server.py .
EXPOSE 8080
CMD ["python", "server.py"]
DOCKER
docker build -q -t shop:1 /root/shop

cat > /root/slow/Dockerfile <<'DOCKER'
FROM python:3.12-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY . .
CMD ["python", "server.py"]
DOCKER
docker build -q -t slow:2 /root/slow

cat > /root/fat/Dockerfile <<'DOCKER'
FROM python:3.12-slim
WORKDIR /app
RUN pip install --no-cache-dir requests==2.32.3
COPY report.py .
CMD ["python", "report.py"]
DOCKER
docker build -q -t fat:2 /root/fat

docker pull -q nginx:1.27
digest=$(docker image inspect nginx:1.27 --format '{{index .RepoDigests 0}}')
kubectl run pinned --image="$digest"
kubectl wait --for=condition=Ready pod/pinned --timeout=120s
