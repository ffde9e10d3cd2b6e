# The Service is made by commands, and so is the second one.
kubectl delete service @{edge} -n @{namespace}
kubectl expose deployment @{edge} -n @{namespace} --port=80 --target-port=80 --type=LoadBalancer --overrides='{"spec": {"externalTrafficPolicy": "Local"}}'
kubectl create service nodeport @{inner}-http -n @{namespace} --tcp=8080:8080 --node-port=@{nodePort}
kubectl set selector service @{inner}-http -n @{namespace} app=@{inner}
sleep 15
kubectl describe service @{edge} -n @{namespace} | sed -n 's/^HealthCheck NodePort: *//p' > /opt/answers/edge/health.txt
kubectl get pods -n @{namespace} -l app=@{edge} -o jsonpath='{.items[0].spec.nodeName}' > /opt/answers/edge/node.txt
