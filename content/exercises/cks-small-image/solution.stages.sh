# Two stages and a user by name and number; the key is ignored; the whole image ID.
cd /opt/work/image
echo deploy.key > .dockerignore
cat > Dockerfile <<'DOCKER'
FROM python:3.12 AS source
WORKDIR /srv/@{app}
COPY . .

FROM python:3.12-alpine
WORKDIR /srv/@{app}
COPY --from=source /srv/@{app}/server.py .
USER @{uid}:@{uid}
EXPOSE 8080
ENTRYPOINT ["python"]
CMD ["server.py"]
DOCKER
docker build -q -t @{app}:2 .
image=$(kubectl get pods -n @{namespace} -l app=@{web} -o jsonpath='{.items[0].status.containerStatuses[0].imageID}')
kubectl set image deployment/@{web} -n @{namespace} "*=$image"
kubectl rollout status deployment/@{web} -n @{namespace} --timeout=120s
sleep 5
