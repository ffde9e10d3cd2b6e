cat > /opt/work/stages/Dockerfile <<'DOCKER'
FROM python:3.12 AS table
WORKDIR /src
COPY make_table.py prices.csv ./
RUN python make_table.py

FROM python:3.12-alpine
WORKDIR /srv/@{app}
COPY --from=table /src/table.txt .
COPY server.py .
EXPOSE 8080
CMD ["python", "server.py"]
DOCKER
docker build -q -t @{app}:@{tag} /opt/work/stages
docker tag @{app}:@{tag} @{registry}/@{app}:@{tag}
docker save -o /opt/answers/stages/@{app}.tar @{registry}/@{app}:@{tag}
docker export -o /opt/answers/stages/old.tar @{app}-old
