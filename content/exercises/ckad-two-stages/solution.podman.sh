cd /opt/work/stages
sed -i '1s/$/ AS all/' Dockerfile
cat >> Dockerfile <<'DOCKER'
FROM python:3.12-alpine
WORKDIR /app
COPY --from=all /srv/@{app}/table.txt /srv/@{app}/server.py /app/
CMD python server.py
DOCKER
podman build -q -t @{app}:@{tag} .
podman tag @{app}:@{tag} @{registry}/@{app}:@{tag}
podman save --format oci-archive -o /opt/answers/stages/@{app}.tar @{registry}/@{app}:@{tag}
docker export @{app}-old > /opt/answers/stages/old.tar
