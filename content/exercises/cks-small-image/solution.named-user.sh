# A user with a name, made in the image, whom the files belong to.
cd /opt/work/image
cat > Dockerfile <<'DOCKER'
FROM python:3.12-alpine
RUN adduser -D -u @{uid} server
WORKDIR /srv/@{app}
COPY server.py ./
RUN chown -R server /srv/@{app}
USER server
EXPOSE 8080
CMD ["python", "server.py"]
DOCKER
docker build -q -t @{app}:2 .
digest=$(kubectl get pods -n @{namespace} -l app=@{web} -o jsonpath='{.items[0].status.containerStatuses[0].imageID}' | cut -d@ -f2)
kubectl patch deployment @{web} -n @{namespace} --type=json -p "[{\"op\":\"replace\",\"path\":\"/spec/template/spec/containers/0/image\",\"value\":\"nginx@$digest\"}]"
kubectl rollout status deployment/@{web} -n @{namespace} --timeout=120s
sleep 5
