# fails: stages/small, archive/file
# Two stages, but the second upon the same large image.
cat > /opt/work/stages/Dockerfile <<'DOCKER'
FROM python:3.12 AS table
WORKDIR /src
COPY . .
RUN python make_table.py
FROM python:3.12
WORKDIR /srv/@{app}
COPY --from=table /src/table.txt .
COPY server.py .
CMD ["python", "server.py"]
DOCKER
docker build -q -t @{app}:@{tag} /opt/work/stages
docker tag @{app}:@{tag} @{registry}/@{app}:@{tag}
docker save -o /opt/answers/stages/@{app}.tar @{registry}/@{app}:@{tag}
