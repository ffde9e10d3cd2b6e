cat > /opt/work/image/Dockerfile <<'DOCKER'
FROM python:3.12-alpine
WORKDIR /srv/@{app}
COPY server.py .
USER @{uid}
EXPOSE 8080
CMD ["python", "server.py"]
DOCKER
docker build -q -t @{app}:2 /opt/work/image
digest=$(kubectl get pods -n @{namespace} -l app=@{web} -o jsonpath='{.items[0].status.containerStatuses[0].imageID}' | sed 's/.*@//')
kubectl set image deployment/@{web} -n @{namespace} nginx=nginx:1.27-alpine@$digest
kubectl rollout status deployment/@{web} -n @{namespace} --timeout=120s
sleep 5
