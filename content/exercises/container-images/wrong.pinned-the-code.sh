# fails: cache/still-fresh
# pip install first and by name: fast, and deaf to requirements.txt.
cat > /root/slow/Dockerfile <<'DOCKER'
FROM python:3.12-slim
WORKDIR /app
RUN pip install requests==2.32.3
COPY . .
CMD ["python", "server.py"]
DOCKER
docker build -q -t slow:2 /root/slow
