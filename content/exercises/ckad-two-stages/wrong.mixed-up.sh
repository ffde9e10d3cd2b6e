# fails: archive/file, filesystem/exported
# save is for images, export for containers; and the file has the image by its first name.
sed -i -e '1s/$/ AS all/' -e '$d' /opt/work/stages/Dockerfile
cat >> /opt/work/stages/Dockerfile <<'DOCKER'
FROM python:3.12-alpine
WORKDIR /app
COPY --from=all /srv/@{app}/table.txt /srv/@{app}/server.py /app/
CMD python server.py
DOCKER
docker build -q -t @{app}:@{tag} /opt/work/stages
docker tag @{app}:@{tag} @{registry}/@{app}:@{tag}
docker save -o /opt/answers/stages/@{app}.tar @{app}:@{tag}
docker save -o /opt/answers/stages/old.tar @{app}:old
