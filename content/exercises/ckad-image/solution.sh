cat > /opt/work/image/Dockerfile <<'DOCKER'
FROM python:3.12-slim
WORKDIR /srv/@{app}
COPY server.py .
USER @{uid}
EXPOSE 8080
CMD ["python", "server.py"]
DOCKER
docker build -q -t @{app}:@{tag} /opt/work/image
docker save -o /opt/answers/image/@{app}.tar @{app}:@{tag}
docker run -d --name @{app}-test -p @{port}:8080 @{app}:@{tag}
sleep 3
docker logs @{app}-test > /opt/answers/image/log.txt
