# Single files are copied, a user is made, Podman builds and pushes.
cd /opt/work/@{app}
cat > Dockerfile <<'DOCKER'
FROM docker.io/library/python:3.12-slim
RUN useradd -u @{uid} reader
WORKDIR /srv/@{app}
COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
ARG EDITION
ENV EDITION=${EDITION:-none}
COPY server.py ./
USER reader
EXPOSE 8080
ENTRYPOINT ["python", "/srv/@{app}/server.py"]
CMD ["@{guest}"]
DOCKER
podman build --build-arg EDITION=@{edition} -t @{controlplane}:5000/@{app}:@{tag} .
podman push --tls-verify=false @{controlplane}:5000/@{app}:@{tag}
kubectl get deployment @{app} -n @{namespace} -o json |
  jq '.spec.template.spec.containers[0] += {image: "@{controlplane}:5000/@{app}:@{tag}", args: ["@{other}"]}' | kubectl replace -f -
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
sleep 5
