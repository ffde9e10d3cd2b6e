# fails: one-port/metrics-inside, source/health
# The second port is taken from the Service; the node port of the Service is taken for the other one.
@{fault.mend}
kubectl patch service @{edge} -n @{namespace} -p '{"spec": {"externalTrafficPolicy": "Local"}}'
kubectl get service @{edge} -n @{namespace} -o jsonpath='{.spec.ports[0].nodePort}' > /opt/answers/edge/health.txt
kubectl patch service @{inner} -n @{namespace} --type=json -p '[{"op": "replace", "path": "/spec/type", "value": "NodePort"}, {"op": "replace", "path": "/spec/ports", "value": [{"name": "http", "port": 80, "targetPort": 8080, "nodePort": @{nodePort}}]}]'
sleep 15
