# fails: small/same
# Small, and useless: the library is gone too.
cat > /root/fat/Dockerfile <<'DOCKER'
FROM python:3.12-slim
WORKDIR /app
COPY report.py .
CMD ["python", "report.py"]
DOCKER
docker build -q -t fat:2 /root/fat
