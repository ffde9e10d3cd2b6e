# fails: members/own-names, alias/answers
# The set is made anew around its old Pods and with a Service of another name; the alias names the Service's port.
kubectl get statefulset @{set} -n @{namespace} -o json | jq '.spec.serviceName = "@{peers}-own"' > /tmp/set.json
kubectl delete statefulset @{set} -n @{namespace} --cascade=orphan
jq 'del(.status, .metadata["uid", "resourceVersion"])' /tmp/set.json | kubectl create -f -
kubectl create service clusterip @{peers}-own -n @{namespace} --clusterip=None --tcp=80
kubectl set selector service @{peers}-own app=@{set} -n @{namespace}
kubectl delete pods -n @{namespace} -l app=@{set}
kubectl patch service @{alias} -n @{namespace} -p '{"spec": {"externalName": "@{store}.svc.cluster.local"}}'
sleep 30
