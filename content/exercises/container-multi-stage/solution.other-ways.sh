# Another web server, a list of what to copy instead of what to ignore, a script as the entry point, digests instead of tags.
cat > /root/site/Dockerfile <<'DOCKER'
FROM python:3.12-alpine
COPY build.py /
RUN python /build.py

FROM httpd:2.4-alpine
COPY --from=0 /out/index.html /usr/local/apache2/htdocs/index.html
DOCKER
docker build -q -t controlplane:5000/site:1 /root/site
docker push -q controlplane:5000/site:1
kubectl create deployment site --image=controlplane:5000/site:1
kubectl scale deployment site --replicas=2

sed -i 's/^COPY \. \.$/COPY main.py .\nCOPY templates templates/' /root/leaky/Dockerfile

cat > /root/greet/greet.sh <<'SH'
#!/bin/sh
echo "hello ${1:-world}"
SH
chmod +x /root/greet/greet.sh
printf '%s\n' 'FROM alpine:3.20' 'COPY greet.sh /usr/local/bin/greet' 'ENTRYPOINT ["/usr/local/bin/greet"]' > /root/greet/Dockerfile
docker build -q -t greet:1 /root/greet

printf 'FROM python:3.12-slim\nCOPY server.py /\nUSER 65532:65532\nENTRYPOINT ["python", "/server.py"]\n' > /root/api/Dockerfile
docker build -q -t controlplane:5000/api:numeric /root/api
docker push -q controlplane:5000/api:numeric
digest=$(docker image inspect controlplane:5000/api:numeric --format '{{index .RepoDigests 0}}')
kubectl set image deployment/api "*=$digest" --namespace=team

kubectl rollout status deployment/site --timeout=120s
kubectl rollout status deployment/api --namespace=team --timeout=120s
sleep 10
