# fails: image/no-secret, image/answers
# A small base image; the key is copied and deleted, and root runs the server.
cd /opt/work/image
cat > Dockerfile <<'DOCKER'
FROM python:3.12-alpine
WORKDIR /srv/@{app}
COPY . .
RUN rm deploy.key
CMD ["python", "server.py"]
DOCKER
docker build -q -t @{app}:2 .
