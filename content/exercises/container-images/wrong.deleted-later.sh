# fails: small/size, small/no-model
# What a layer has brought, a later one can only hide.
cat > /root/fat/Dockerfile <<'DOCKER'
FROM python:3.12-slim
WORKDIR /app
RUN head -c 150000000 /dev/zero > /tmp/model.bin
RUN pip install --no-cache-dir requests==2.32.3 && rm /tmp/model.bin
COPY report.py .
CMD ["python", "report.py"]
DOCKER
docker build -q -t fat:2 /root/fat
