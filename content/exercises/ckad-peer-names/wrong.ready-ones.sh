# fails: peers/ready, sticky/how-long
# Headless, but only Pods that are ready have names; and the usual time of three hours.
kubectl get service @{peers} -n @{namespace} -o json | jq '.spec = {clusterIP: "None", selector: {app: "@{group}"}, ports: [{port: 80}]} | del(.status)' | kubectl replace --force -f -
kubectl patch service @{cart} -n @{namespace} -p '{"spec":{"sessionAffinity":"ClientIP"}}'
sleep 60
