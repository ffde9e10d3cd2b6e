# Other base images, entry points instead of commands, a list of files instead of the whole folder; the digest as the node saw it.
printf '%s\n' 'FROM docker.io/library/python:3.12-slim' 'ADD server.py /server.py' 'ENTRYPOINT ["python", "-u", "/server.py"]' > /root/shop/Dockerfile
docker build -q -t shop:1 /root/shop

sed -i -e 's/^COPY \. \.$/COPY requirements.txt ./' -e '/^RUN pip/a COPY server.py ./' /root/slow/Dockerfile
sed -i 's/^RUN pip install -r requirements.txt/RUN ["pip3", "install", "-q", "-r", "requirements.txt"]/' /root/slow/Dockerfile

cat > /root/fat/Dockerfile <<'DOCKER'
FROM python:3.12-alpine
RUN pip install --no-cache-dir requests==2.32.3
COPY report.py /app/
ENTRYPOINT ["python", "/app/report.py"]
DOCKER
docker build -q -t fat:2 /root/fat

kubectl run first --image=nginx:1.27
kubectl wait --for=condition=Ready pod/first --timeout=120s
id=$(kubectl get pod first -o jsonpath='{.status.containerStatuses[0].imageID}')
kubectl run pinned --image="nginx:1.27@${id#*@}"
kubectl wait --for=condition=Ready pod/pinned --timeout=120s
