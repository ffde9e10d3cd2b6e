cat > /root/site/Dockerfile <<'DOCKER'
FROM python:3.12 AS build
WORKDIR /src
COPY build.py .
RUN python build.py

FROM nginx:1.27-alpine
COPY --from=build /out /usr/share/nginx/html
DOCKER
docker build -q -t controlplane:5000/site:1 /root/site
docker push -q controlplane:5000/site:1
kubectl create deployment site --image=controlplane:5000/site:1 --replicas=2

printf '%s\n' .env .git > /root/leaky/.dockerignore

cat > /root/greet/Dockerfile <<'DOCKER'
FROM busybox:1.36
ENTRYPOINT ["echo", "hello"]
CMD ["world"]
DOCKER
docker build -q -t greet:1 /root/greet

sed -i 's/^USER app$/USER 10001/' /root/api/Dockerfile
docker build -q -t controlplane:5000/api:2 /root/api
docker push -q controlplane:5000/api:2
kubectl set image deployment/api api=controlplane:5000/api:2 --namespace=team

kubectl rollout status deployment/site --timeout=120s
kubectl rollout status deployment/api --namespace=team --timeout=120s
sleep 10
