# fails: outside/node-port, outside/inside
# A port that the cluster picks; and the Service is made anew on another one.
kubectl delete service @{back} -n @{namespace}
kubectl expose deployment @{back} -n @{namespace} --port=8080 --type=NodePort
sleep 10
