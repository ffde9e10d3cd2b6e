cd /opt/work/@{app}
cat > Dockerfile <<'DOCKER'
FROM python:3.12-slim
WORKDIR /srv/@{app}
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
ARG EDITION=none
ENV EDITION=$EDITION
USER @{uid}
EXPOSE 8080
ENTRYPOINT ["python", "server.py"]
CMD ["@{guest}"]
DOCKER
printf '%s\n' .env drafts > .dockerignore
docker build -q --build-arg EDITION=@{edition} -t @{controlplane}:5000/@{app}:@{tag} .
docker push -q @{controlplane}:5000/@{app}:@{tag}
kubectl patch deployment @{app} -n @{namespace} --patch '
spec:
  template:
    spec:
      containers:
        - name: @{app}
          image: @{controlplane}:5000/@{app}:@{tag}
          args: ["@{other}"]
'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
sleep 5
